package dev.dolmetsch.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.corpus.Direction;
import dev.dolmetsch.model.config.ModelConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDirectoryTest {
  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void writeModel() {
    model = folder.resolve("model");
    ModelDirectory.write(model, Examples.model(30, 1.5f, Map.of("bleu", 31.25)));
  }

  private String refusal() {
    String message =
        assertThrows(DolmetschException.class, () -> readWhole(ModelDirectory.open(model)))
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  /** The training state is compared with the manifest when it is asked for. */
  private static void readWhole(ModelDirectory directory) {
    directory.trainingValues();
    directory.openTrainingTensors().close();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatOthersAddMeanwhileStaysListed() throws IOException {
    ModelDirectory early = ModelDirectory.open(model);
    ModelDirectory.open(model).writeShortlist(new byte[] {1});
    early.writeShortlist(new byte[] {2, 3});
    early.writeShortlist(new byte[] {4});
    Path shortlist = ModelDirectory.open(model).shortlistFile().orElseThrow();
    assertArrayEquals(new byte[] {4}, Files.readAllBytes(shortlist));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    ModelDirectory read = ModelDirectory.open(model);
    try (SafetensorsFile parameters = read.openParameters()) {
      assertEquals(List.of("b", "a"), parameters.names());
      assertEquals(1.5f, parameters.floats("a").get(0));
    }
    assertEquals(ModelConfig.defaults(), read.config());
    assertEquals(Direction.EN_DE, read.config().direction());
    assertEquals(Examples.provenance(30, Map.of("bleu", 31.25)), read.provenance());
    assertEquals(
        List.of("shards", "kernels"), List.copyOf(read.provenance().dependencies().keySet()));
    assertTrue(read.hasTrainingState());
    assertEquals(30, read.trainingValues().get("update").asLong());
    try (SafetensorsFile state = read.openTrainingTensors()) {
      assertEquals(1.5f, state.floats("m").get(0));
    }
  }

  @Test
  void theSameModelIsWrittenAsTheSameBytes() throws IOException {
    Path twin = folder.resolve("twin");
    ModelDirectory.write(twin, Examples.model(30, 1.5f, Map.of("bleu", 31.25)));
    for (String name : names(model)) {
      assertEquals(-1, Files.mismatch(model.resolve(name), twin.resolve(name)), name);
    }
  }

  @Test
  void aModelWithoutTrainingStateCannotBeResumed() {
    ModelContents whole = Examples.model(1);
    Path bare = folder.resolve("bare");
    ModelDirectory.write(
        bare,
        new ModelContents(
            whole.parameters(),
            whole.config(),
            whole.subwordModel(),
            whole.provenance(),
            Optional.empty()));
    ModelDirectory read = ModelDirectory.open(bare);
    assertFalse(read.hasTrainingState());
    String message = assertThrows(DolmetschException.class, read::openTrainingTensors).getMessage();
    assertTrue(message.contains("--init-from"), message);
    assertThrows(DolmetschException.class, read::trainingValues);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.safetensors",
        "config.yaml",
        "sentencepiece.model",
        "provenance.json",
        "training-state.safetensors",
        "training-state.json"
      })
  void aFileThatIsChangedShortenedOrGoneIsRefusedByName(String name) throws IOException {
    Path file = model.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertTrue(
        refusal()
            .startsWith(file + ": damaged or changed: its SHA-256 is not the one in manifest"));
    Files.write(file, new byte[3]);
    assertTrue(refusal().startsWith(file + ": damaged: it has 3 bytes instead of " + bytes.length));
    Files.delete(file);
    assertTrue(refusal().startsWith(file + ": missing, but listed in manifest.json; take it from"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "null",
        "{\"format\":\"other\",\"version\":1,\"files\":{}}",
        "{\"format\":\"dolmetsch-model\",\"version\":2,\"files\":{}}",
        "{\"format\":\"dolmetsch-model\",\"version\":1}",
        "{\"format\":\"dolmetsch-model\",\"version\":1,\"files\":{}}",
        "{\"format\":\"dolmetsch-model\",\"version\":1,\"files\":{\"a\":null}}",
        "{\"format\":\"dolmetsch-model\",\"version\":1,\"files\":{\"a\":{\"bytes\":\"x\"}}}",
        "{\"format\":\"dolmetsch-model\",\"version\":1,\"files\":{\"../a\":{\"bytes\":1}}}",
      })
  void aBrokenManifestIsRefusedByName(String json) throws IOException {
    Path file = model.resolve("manifest.json");
    Files.writeString(file, json, StandardCharsets.UTF_8);
    String message = refusal();
    assertTrue(message.startsWith(file + ": "), message);
  }

  @Test
  void whatIsNoModelDirectoryIsRefusedWithWhatToGive() throws IOException {
    Files.delete(model.resolve("manifest.json"));
    assertTrue(refusal().startsWith(model + ": neither a model directory (no manifest.json)"));
    String message =
        assertThrows(DolmetschException.class, () -> ModelDirectory.open(folder.resolve("no")))
            .getMessage();
    assertTrue(message.contains("no such directory"), message);
  }

  @Test
  void filesThatAreNotListedAreLeftAlone() throws IOException {
    Files.writeString(model.resolve("NOTES"), "mine", StandardCharsets.UTF_8);
    assertEquals(30, ModelDirectory.open(model).provenance().update());
    assertEquals("mine", Files.readString(model.resolve("NOTES"), StandardCharsets.UTF_8));
  }

  @Test
  void aDirectoryThatExistsIsNotOverwritten() {
    String message =
        assertThrows(
                DolmetschException.class, () -> ModelDirectory.write(model, Examples.model(31)))
            .getMessage();
    assertEquals(model + ": it exists already; give another name or remove it first", message);
    assertEquals(30, ModelDirectory.open(model).provenance().update());
  }

  @Test
  void nothingButTheDirectoryIsLeftBehind() throws IOException {
    assertEquals(List.of("model"), names(folder));
  }

  @Test
  void aFailureWhileWritingLeavesNothingBehind() throws IOException {
    Path target = folder.resolve("other");
    AtomicDirectory.Opener broken =
        file -> {
          if (file.endsWith("provenance.json")) {
            throw new IOException("the cable came off");
          }
          return AtomicDirectory.create(file);
        };
    DolmetschException failure =
        assertThrows(
            DolmetschException.class,
            () ->
                AtomicDirectory.write(
                    target, ModelDirectory.files(Examples.model(1)), false, broken));
    assertEquals(target + ": cannot be written: the cable came off", failure.getMessage());
    assertEquals(List.of("model"), names(folder));
  }

  @Test
  void aFullDiskIsNamedAndLeavesNothingBehind() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "this system has no /dev/full, a device without space");
    Path target = folder.resolve("other");
    AtomicDirectory.Opener opener =
        file ->
            file.endsWith("model.safetensors")
                ? FileChannel.open(full, StandardOpenOption.WRITE)
                : AtomicDirectory.create(file);
    String message =
        assertThrows(
                DolmetschException.class,
                () ->
                    AtomicDirectory.write(
                        target, ModelDirectory.files(Examples.model(1)), false, opener))
            .getMessage();
    assertTrue(message.startsWith(target + ": the disk is full"), message);
    assertEquals(List.of("model"), names(folder));
    ModelDirectory.open(model);
  }

  @Test
  void provenanceKeepsWhatIsNotFinite() {
    Path other = folder.resolve("other");
    ModelDirectory.write(
        other, Examples.model(1, 1, Map.of("perplexity", Double.POSITIVE_INFINITY)));
    assertEquals(
        Double.POSITIVE_INFINITY,
        ModelDirectory.open(other).provenance().metrics().get("perplexity"));
  }
}
