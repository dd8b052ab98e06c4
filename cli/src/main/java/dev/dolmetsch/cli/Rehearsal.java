package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dolmetsch.data.TemporaryFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that trains a model of no use and translates with it. The launcher runs it once, to see
 * which classes that takes, and archives them; later processes read them from there instead of the
 * jars.
 */
final class Rehearsal {
  private static final String CONFIGURATION =
      """
      data: {corpus: bundled, bundled: {pairs: 1000}}
      subword: {vocabulary_size: 150}
      model: {encoder_layers: 1, decoder_layers: 1, model_width: 8, heads: 2, feed_forward_width: 8}
      training: {max_updates: 1, tokens_per_batch: 256, checkpoint_every: 1, shards: 1}
      validation: {every: 1, max_sentences: 1}
      decoding: {beam_size: 5, max_length_factor: 0, max_length_offset: 3}
      """;

  private Rehearsal() {}

  /** Rehearses in a temporary folder; ends with 0 if everything went well. */
  public static void main(String[] arguments) throws IOException {
    Main.hushLibraries(System.err, false);
    int exitCode;
    try (TemporaryFolder folder = new TemporaryFolder("dolmetsch-rehearsal")) {
      exitCode = rehearse(folder.path());
    }
    System.exit(exitCode);
  }

  /** Returns the exit code of what went wrong, or 0. */
  static int rehearse(Path folder) throws IOException {
    Path config = Files.writeString(folder.resolve("rehearsal.yaml"), CONFIGURATION);
    String run = folder.resolve("run").toString();
    int trained = run("", "train", config.toString(), "--run", run);
    return trained == Failures.OK
        ? run("The dog sleeps.\nYes.\n", "translate", "--model", run)
        : trained;
  }

  private static int run(String input, String... arguments) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            nowhere,
            System.err,
            false,
            false,
            false,
            80);
    return Program.run(terminal, arguments);
  }
}
