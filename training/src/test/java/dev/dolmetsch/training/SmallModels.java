package dev.dolmetsch.training;

import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.training.config.TrainingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A model and batches for tests of single parts. */
final class SmallModels {
  static final int VOCABULARY = 20;
  static final SpecialIds SPECIALS = new SpecialIds(1, 2, 3);

  private SmallModels() {}

  /** Wide enough for its parameters to fill several blocks of a {@link FlatLoop}. */
  static TransformerConfig withoutDropout() {
    return withDropout(0);
  }

  /** The same with dropout of that probability everywhere. */
  static TransformerConfig withDropout(double probability) {
    return TrainingConfig.defaults()
        .with(
            "model.encoder_layers=1",
            "model.decoder_layers=1",
            "model.model_width=64",
            "model.heads=2",
            "model.feed_forward_width=96",
            "model.dropout=" + probability,
            "model.attention_dropout=" + probability,
            "model.activation_dropout=" + probability)
        .model();
  }

  static TokenBatch batch(int sentences, long seed) {
    return batches(seed, sentences).get(0);
  }

  /** Batches of so many pairs each; the pairs do not depend on how they are divided. */
  static List<TokenBatch> batches(long seed, int... sizes) {
    SplittableRandom random = new SplittableRandom(seed);
    List<int[]> sources = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    for (int i = 0; i < IntStream.of(sizes).sum(); i++) {
      sources.add(random.ints(random.nextInt(1, 8), 4, VOCABULARY).toArray());
      targets.add(random.ints(random.nextInt(1, 8), 4, VOCABULARY).toArray());
    }
    List<TokenBatch> batches = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      int to = from + size;
      batches.add(new TokenBatch(sources.subList(from, to), targets.subList(from, to), SPECIALS));
      from = to;
    }
    return batches;
  }
}
