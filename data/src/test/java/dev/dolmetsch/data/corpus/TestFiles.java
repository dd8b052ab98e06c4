package dev.dolmetsch.data.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dolmetsch.data.DolmetschException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.function.Executable;

/** Small files for tests, and what readers say of them. */
final class TestFiles {
  private TestFiles() {}

  static Path write(Path folder, String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content, UTF_8);
  }

  static Path write(Path folder, String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  static byte[] gzip(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  static List<SentencePair> pairs(CorpusFiles files) {
    List<SentencePair> pairs = new ArrayList<>();
    try (CorpusReader reader = files.open()) {
      while (reader.hasNext()) {
        NumberedPair next = reader.next();
        pairs.add(next.pair());
        if (next.line() != pairs.size()) {
          throw new AssertionError("line " + next.line() + " came as number " + pairs.size());
        }
      }
    }
    return pairs;
  }

  static String failure(Executable action) {
    String message = assertThrows(DolmetschException.class, action).getMessage();
    if (message.indexOf('\n') >= 0) {
      throw new AssertionError("more than one line: " + message);
    }
    return message;
  }
}
