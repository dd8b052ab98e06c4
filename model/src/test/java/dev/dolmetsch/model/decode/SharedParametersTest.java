package dev.dolmetsch.model.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What translators of one directory share, and when it goes. */
class SharedParametersTest {
  @TempDir private static Path folder;
  private static Path model;

  @BeforeAll
  static void writeModel() {
    model = SavedModel.write(folder.resolve("model"));
  }

  private static Translator load(Path directory) {
    return Translator.load(directory, 1, Nd4jKernels::new);
  }

  @Test
  void translatorsOfOneDirectoryHaveTheSameParametersUntilTheLastIsClosed() {
    Translator first = load(model);
    Translator second = load(model);
    FlatParameters shared = first.parameters();
    assertSame(shared, second.parameters());
    String expected = second.translate("Yes");
    first.close();
    first.close();
    assertEquals(expected, second.translate("Yes"));
    second.close();
    assertThrows(IllegalStateException.class, () -> shared.flat().toFloats());
    try (Translator third = load(model)) {
      assertNotSame(shared, third.parameters());
      assertEquals(expected, third.translate("Yes"));
    }
  }

  @Test
  void anotherDirectoryHasItsOwn() {
    Path copy = SavedModel.write(folder.resolve("copy"));
    try (Translator one = load(model);
        Translator other = load(copy)) {
      assertNotSame(one.parameters(), other.parameters());
      assertEquals(one.translate("Yes"), other.translate("Yes"));
    }
  }

  @Test
  void parametersAreMappedAndReported() throws IOException {
    long fileBytes = Files.size(model.resolve("model.safetensors"));
    try (Translator translator = load(model)) {
      MemoryUse before = translator.memory();
      assertEquals(translator.parameters().layout().length() * 4L, before.mapped());
      assertTrue(before.mapped() < fileBytes);
      assertEquals(0, before.copied());
      assertEquals(0, before.own());
      translator.translate("Yes");
      assertTrue(translator.memory().own() > 0);
    }
  }

  @Test
  void aFileWhoseArraysBeginElsewhereIsCopied() throws Exception {
    Path unaligned = SavedModel.write(folder.resolve("unaligned"));
    lengthenHeader(unaligned);
    try (Translator mapped = load(model);
        Translator copied = load(unaligned)) {
      assertEquals(0, copied.memory().mapped());
      assertEquals(mapped.memory().mapped(), copied.memory().copied());
      for (String sentence : SavedModel.SENTENCES) {
        assertEquals(mapped.translate(sentence), copied.translate(sentence));
      }
    }
  }

  @Test
  void theFileIsUnmappedAfterTheLastIsClosed() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/maps")), "only Linux lists what is mapped");
    Path own = SavedModel.write(folder.resolve("unmapped"));
    Translator translator = load(own);
    translator.translate("Yes");
    assertTrue(isMapped(own));
    translator.close();
    for (int i = 0; i < 40 && isMapped(own); i++) {
      System.gc(); // Java unmaps a file when nothing can reach the mapping any longer.
      Thread.sleep(50);
    }
    assertFalse(isMapped(own));
    assertThrows(IllegalStateException.class, translator::memory, "reachable, but closed");
  }

  /** Adds eight spaces to the header, as the format permits. */
  private static void lengthenHeader(Path directory) throws Exception {
    Path file = directory.resolve("model.safetensors");
    ByteBuffer old = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = Math.toIntExact(old.getLong(0));
    ByteBuffer longer = ByteBuffer.allocate(old.capacity() + 8).order(ByteOrder.LITTLE_ENDIAN);
    longer.putLong(header + 8).put(old.slice(8, header)).put("        ".getBytes(UTF_8));
    longer.put(old.slice(8 + header, old.capacity() - 8 - header));
    Path manifest = directory.resolve("manifest.json");
    String proofs = Files.readString(manifest);
    Files.write(file, longer.array());
    Files.writeString(
        manifest,
        proofs
            .replace(sha256(old.array()), sha256(longer.array()))
            .replace(String.valueOf(old.capacity()), String.valueOf(longer.capacity())));
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static boolean isMapped(Path directory) throws IOException {
    String file = directory.toRealPath().resolve("model.safetensors").toString();
    List<String> maps = Files.readAllLines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1);
    return maps.stream().anyMatch(line -> line.endsWith(file));
  }
}
