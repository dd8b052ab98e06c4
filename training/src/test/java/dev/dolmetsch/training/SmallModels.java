package dev.dolmetsch.training;

import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.training.config.TrainingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A model and batches for tests of single parts. */
final class SmallModels {
  static final int VOCABULARY = 20;
  static final SpecialIds SPECIALS = new SpecialIds(1, 2, 3);

  private SmallModels() {}

  /** Wide enough for its parameters to fill several blocks of a {@link FlatLoop}. */
  static TransformerConfig withoutDropout() {
    return TrainingConfig.defaults()
        .with(
            "model.encoder_layers=1",
            "model.decoder_layers=1",
            "model.model_width=64",
            "model.heads=2",
            "model.feed_forward_width=96",
            "model.dropout=0",
            "model.attention_dropout=0",
            "model.activation_dropout=0")
        .model();
  }

  static TokenBatch batch(int sentences, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<int[]> sources = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    for (int i = 0; i < sentences; i++) {
      sources.add(random.ints(random.nextInt(1, 8), 4, VOCABULARY).toArray());
      targets.add(random.ints(random.nextInt(1, 8), 4, VOCABULARY).toArray());
    }
    return new TokenBatch(sources, targets, SPECIALS);
  }
}
