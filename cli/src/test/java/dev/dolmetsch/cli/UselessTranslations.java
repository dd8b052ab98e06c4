package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests translate with a model to which it does not matter what translations say. */
abstract class UselessTranslations {
  @TempDir static Path folder;
  static String model;

  @BeforeAll
  static void train() throws IOException {
    String decoding =
        "{beam_size: 2, max_length_factor: 0, max_length_offset: 5, max_source_length: 40}";
    model = UselessModel.train(folder, decoding).toString();
  }

  static CommandLineRun translate(String input, String... options) {
    return translate(input.getBytes(UTF_8), options);
  }

  static CommandLineRun translate(byte[] input, String... options) {
    return CommandLineRun.withInput(
        input,
        Stream.concat(Stream.of("translate", "--model", model), Stream.of(options))
            .toArray(String[]::new));
  }

  static String done(CommandLineRun run) {
    assertEquals(0, run.exitCode(), run.err());
    return run.out();
  }

  static String text(String sentence, String... options) {
    return done(translate(sentence + "\n", options)).replace("\n", "");
  }

  static String json(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
