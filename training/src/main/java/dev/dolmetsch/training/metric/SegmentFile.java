package dev.dolmetsch.training.metric;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import dev.dolmetsch.data.MaybeGzip;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads hypotheses and references as sacreBLEU's command line does: UTF-8, one segment per line,
 * split on {@code \n} only, white space at the end of a line dropped, blank lines kept. They may be
 * compressed, whatever their names; sacreBLEU goes by {@code .gz}.
 */
public final class SegmentFile {

  private SegmentFile() {}

  /**
   * The segments of that file, held in memory.
   *
   * @throws DolmetschException if the file cannot be read, or a line is not UTF-8
   */
  public static List<String> read(Path file) {
    byte[] bytes;
    try (InputStream in = open(file)) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw FileProblems.notRead(file, e);
    }
    List<String> segments = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        segments.add(decode(file, segments.size() + 1, bytes, start, i));
        start = i + 1;
      }
    }
    if (start < bytes.length) {
      segments.add(decode(file, segments.size() + 1, bytes, start, bytes.length));
    }
    return List.copyOf(segments);
  }

  private static InputStream open(Path file) throws IOException {
    // A stream of Files asks for its position, which a pipe does not have.
    boolean pipe = Files.readAttributes(file, BasicFileAttributes.class).isOther();
    InputStream in = pipe ? new FileInputStream(file.toFile()) : Files.newInputStream(file);
    try {
      return MaybeGzip.of(in).text();
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static String decode(Path file, int line, byte[] bytes, int start, int end) {
    try {
      // A fresh decoder reports malformed bytes, where the String constructor would replace them.
      return PythonText.stripTrailing(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, start, end - start))
              .toString());
    } catch (CharacterCodingException e) {
      throw new DolmetschException(
          file + ":" + line + ": not valid UTF-8; convert the file to UTF-8", e);
    }
  }
}
