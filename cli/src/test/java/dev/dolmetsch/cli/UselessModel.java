package dev.dolmetsch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model after one update, for tests to which it does not matter what translations say. */
final class UselessModel {
  private UselessModel() {}

  /**
   * Trains one.
   *
   * @param decoding the configuration's section, on one line
   * @return the run directory
   */
  static Path train(Path folder, String decoding) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("tiny.yaml"),
            """
            data: {corpus: bundled, bundled: {pairs: 1000}}
            subword: {vocabulary_size: 200}
            model: {encoder_layers: 1, decoder_layers: 1, model_width: 8, heads: 2, feed_forward_width: 8}
            training: {max_updates: 1, tokens_per_batch: 256, checkpoint_every: 1, shards: 1}
            validation: {every: 1, max_sentences: 2}
            decoding: %s
            """
                .formatted(decoding));
    Path run = folder.resolve("run");
    CommandLineRun training =
        CommandLineRun.of("train", config.toString(), "--run", run.toString());
    assertEquals(0, training.exitCode(), training.err());
    return run;
  }
}
