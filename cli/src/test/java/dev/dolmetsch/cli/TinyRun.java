package dev.dolmetsch.cli;

import dev.dolmetsch.data.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A run that the train verb made, once for all tests that ask it something: a few updates of a tiny
 * model, so its translations are nonsense.
 */
final class TinyRun {
  private static final TemporaryFolder FOLDER = new TemporaryFolder("dolmetsch-tiny-run");

  /** The configuration that it was trained with. */
  static final Path CONFIG = FOLDER.path().resolve("tiny.yaml");

  /** The run directory. */
  static final String PATH = FOLDER.path().resolve("run").toString();

  /** What training printed. */
  static final CommandLineRun TRAINING;

  static {
    try {
      Files.writeString(
          CONFIG,
          """
          data: {corpus: bundled, bundled: {pairs: 1000}}
          subword: {vocabulary_size: 200}
          model: {encoder_layers: 1, decoder_layers: 2, model_width: 8, heads: 2, feed_forward_width: 8}
          training: {max_updates: 4, tokens_per_batch: 256, log_every: 2, checkpoint_every: 2, shards: 1}
          validation: {every: 4, max_sentences: 2}
          decoding: {beam_size: 2, max_length_factor: 0, max_length_offset: 5, max_source_length: 40}
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TRAINING = CommandLineRun.of("train", CONFIG.toString(), "--run", PATH);
  }

  private TinyRun() {}

  /** Translates lines with the model. */
  static CommandLineRun translate(String input, String... options) {
    return CommandLineRun.withInput(
        input,
        Stream.concat(Stream.of("translate", "--model", PATH), Stream.of(options))
            .toArray(String[]::new));
  }
}
