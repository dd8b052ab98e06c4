package dev.dolmetsch.data.mapped;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedFileTest {
  private static final int SMALL_PIECES = 12;

  @TempDir Path folder;

  @Test
  void numbersSurviveInEveryPiece() {
    long size = 5 * (1 << SMALL_PIECES) + 24;
    MappedFile file = MappedFile.scratch(folder, size, SMALL_PIECES);
    for (long offset = 0; offset < size; offset += Long.BYTES) {
      assertEquals(0, file.getLong(offset));
      file.putLong(offset, offset * 0x9E3779B97F4A7C15L);
    }
    file.putInt(size - 4, 42);
    for (long offset = 0; offset < size - 8; offset += Long.BYTES) {
      assertEquals(offset * 0x9E3779B97F4A7C15L, file.getLong(offset));
      assertEquals((int) (offset * 0x9E3779B97F4A7C15L), file.getInt(offset));
    }
    assertEquals(42, file.getInt(size - 4));
  }

  @Test
  void bytesAreReadAcrossPieces() throws IOException {
    byte[] content = new byte[3 * (1 << SMALL_PIECES) + 17];
    new Random(1).nextBytes(content);
    Path path = folder.resolve("content");
    Files.write(path, content);
    MappedFile file = MappedFile.readOnly(path, SMALL_PIECES);
    assertEquals(content.length, file.size());
    byte[] read = new byte[2 * (1 << SMALL_PIECES)];
    file.get(100, read);
    assertArrayEquals(Arrays.copyOfRange(content, 100, 100 + read.length), read);
    assertEquals(content[content.length - 1], file.getByte(content.length - 1));
    assertThrows(IndexOutOfBoundsException.class, () -> file.get(content.length - 5, new byte[6]));
  }

  @Test
  void aScratchFileLeavesNothingInItsFolder() throws IOException {
    MappedFile file = MappedFile.scratch(folder, 4096);
    file.putLong(0, 7);
    assertEquals(7, file.getLong(0));
    try (var entries = Files.list(folder)) {
      assertTrue(entries.findAny().isEmpty());
    }
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing");
    DolmetschException e =
        assertThrows(DolmetschException.class, () -> MappedFile.scratch(missing, 8));
    assertTrue(e.getMessage().startsWith(missing.toString()), e.getMessage());
  }
}
