package dev.dolmetsch.data;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {
  @Test
  void itGoesWithAllThatIsInIt() throws IOException {
    Path path;
    try (TemporaryFolder folder = new TemporaryFolder("dolmetsch-test")) {
      path = folder.path();
      Path inner = Files.createDirectory(path.resolve("inner"));
      Files.writeString(inner.resolve("file"), "text");
      assertTrue(Files.isDirectory(path));
    }
    assertFalse(Files.exists(path));
  }

  @Test
  void itMayHaveGoneBefore() throws IOException {
    try (TemporaryFolder folder = new TemporaryFolder("dolmetsch-test")) {
      Files.delete(folder.path());
    }
  }
}
