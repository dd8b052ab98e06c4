package dev.dolmetsch.data.batch;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.SplitMix64;
import dev.dolmetsch.data.corpus.EncodedPairs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Endless batches of a corpus, epoch after epoch, in an order that depends on the seed and the
 * epoch's number alone. Not safe for several threads.
 *
 * <p>In every epoch every pair occurs once. The shapes of the batches are the same in every epoch;
 * pairs of equal lengths change places, and the batches' order is drawn anew.
 */
public final class BatchSampler implements Iterator<TokenBatch> {
  private static final long PURPOSE_PAIRS = 1;
  private static final long PURPOSE_BATCHES = 2;

  private final EncodedPairs pairs;
  private final long seed;
  private final SpecialIds specials;
  private final LengthBuckets buckets;
  private final IntTable pairOrder;
  private final IntTable batchOrder;
  private long drawnEpoch = -1;
  private Position position = Position.START;

  /**
   * A sampler that stands at the start of epoch 0.
   *
   * @param pairs at least one pair
   * @param tokensPerBatch upper bound of a batch's pairs times its longest side with {@code </s>}
   * @param seed draws the order
   * @param specials the special ids that batches add
   * @param workFolder an existing folder for working files of about 12 bytes a pair, gone when the
   *     sampler is
   * @throws DolmetschException if a pair alone is larger than a batch
   */
  public BatchSampler(
      EncodedPairs pairs, int tokensPerBatch, long seed, SpecialIds specials, Path workFolder) {
    this.pairs = pairs;
    this.seed = seed;
    this.specials = specials;
    this.buckets = new LengthBuckets(pairs, tokensPerBatch, workFolder);
    this.pairOrder = new IntTable(workFolder, buckets.size());
    this.batchOrder = new IntTable(workFolder, buckets.batches());
  }

  /** The number of batches of every epoch. */
  public int batchesPerEpoch() {
    return buckets.batches();
  }

  /** The place of the batch that {@link #next} will return. */
  public Position position() {
    return position;
  }

  /**
   * Goes to a place that {@link #position} gave, in this run or in another with the same corpus,
   * batch size and seed.
   *
   * @throws DolmetschException if there is no such place
   */
  public void seek(Position place) {
    if (place.batchIndex() >= batchesPerEpoch()) {
      throw new DolmetschException(
          "cannot go on at batch "
              + place.batchIndex()
              + " of epoch "
              + place.epoch()
              + ": an epoch has "
              + batchesPerEpoch()
              + " batches; the corpus, its filters or training.tokens_per_batch have changed");
    }
    position = place;
  }

  /** Always true: after an epoch comes the next. */
  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public TokenBatch next() {
    drawOrder(position.epoch());
    TokenBatch batch = batch(batchOrder.get(position.batchIndex()), pairOrder::get);
    int following = position.batchIndex() + 1;
    position =
        following < batchesPerEpoch()
            ? new Position(position.epoch(), following)
            : new Position(position.epoch() + 1, 0);
    return batch;
  }

  /**
   * Every pair once, from the shortest to the longest targets, for validation; leaves the position
   * alone.
   */
  public Iterable<TokenBatch> sweep() {
    return () ->
        IntStream.range(0, batchesPerEpoch()).mapToObj(b -> batch(b, buckets::pair)).iterator();
  }

  private TokenBatch batch(int number, IntUnaryOperator pairAt) {
    List<int[]> sources = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    for (int place = buckets.start(number); place < buckets.end(number); place++) {
      int pair = pairAt.applyAsInt(place);
      sources.add(pairs.source(pair));
      targets.add(pairs.target(pair));
    }
    return new TokenBatch(sources, targets, specials);
  }

  /** Starts from the sorted order each time, so that no epoch depends on another. */
  private void drawOrder(long epoch) {
    if (epoch == drawnEpoch) {
      return;
    }
    SplitMix64 random = SplitMix64.of(seed, epoch, PURPOSE_PAIRS);
    int runStart = 0;
    for (int place = 0; place < buckets.size(); place++) {
      if (!buckets.sameLengths(runStart, place)) {
        pairOrder.shuffle(runStart, place, random);
        runStart = place;
      }
      pairOrder.set(place, buckets.pair(place));
    }
    pairOrder.shuffle(runStart, buckets.size(), random);
    for (int batch = 0; batch < batchesPerEpoch(); batch++) {
      batchOrder.set(batch, batch);
    }
    batchOrder.shuffle(0, batchesPerEpoch(), SplitMix64.of(seed, epoch, PURPOSE_BATCHES));
    drawnEpoch = epoch;
  }
}
