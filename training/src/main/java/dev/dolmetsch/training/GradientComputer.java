package dev.dolmetsch.training;

import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.GradientWorker;
import dev.dolmetsch.model.engine.WorkerThreads;
import dev.dolmetsch.model.engine.choice.TrainingKernels;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The gradient of an update: each batch is divided into shards, one worker computes each, and their
 * gradients are to be added up in the shards' order. The number of shards is the run's, not the
 * machine's.
 */
final class GradientComputer implements AutoCloseable {
  private final List<GradientWorker> workers;
  private final TrainingKernels kernels;
  private final WorkerThreads threads;
  private final FlatLoop loop;
  private final long seed;
  private long sumNanoseconds;
  private long conversionNanoseconds;

  /** Sums over several batches of an update, which the workers overwrite; made when needed. */
  private Optional<FlatParameters> total = Optional.empty();

  /**
   * A computer whose caller owns the workers.
   *
   * @param workers one for each shard
   * @param kernels that the workers' are of
   * @param seed draws the dropped elements
   */
  GradientComputer(
      List<GradientWorker> workers,
      TrainingKernels kernels,
      WorkerThreads threads,
      FlatLoop loop,
      long seed) {
    this.workers = List.copyOf(workers);
    this.kernels = kernels;
    this.threads = threads;
    this.loop = loop;
    this.seed = seed;
  }

  /**
   * An update's loss, and its gradient in parts that are still to be added up.
   *
   * @param loss label-smoothed loss in nats, summed over all tokens
   * @param tokens target tokens with {@code </s>}
   * @param gradients what the gradient of the loss is the sum of, in this order; the next update
   *     overwrites them
   */
  record Parts(double loss, long tokens, List<FlatParameters> gradients) {
    Parts {
      gradients = List.copyOf(gradients);
    }
  }

  /** How much of the last update went to adding up gradients. */
  long sumNanoseconds() {
    return sumNanoseconds;
  }

  /** How much of the last update went to converting the parameters for all workers. */
  long conversionNanoseconds() {
    return conversionNanoseconds;
  }

  /** Computes the gradient of one update. */
  Parts run(List<TokenBatch> batches, long update) {
    double loss = 0;
    long tokens = 0;
    long dropoutSeed = Seeds.derive(seed, update);
    int sentences = 0;
    List<FlatParameters> parts = List.of();
    sumNanoseconds = 0;
    long start = System.nanoTime();
    kernels.followParameters(threads);
    conversionNanoseconds = System.nanoTime() - start;
    for (TokenBatch next : batches) {
      if (!parts.isEmpty()) {
        addUp(parts, total()); // The workers are about to overwrite them.
      }
      TokenBatch batch = next.numberedFrom(sentences);
      List<TokenBatch> shards = batch.shards(workers.size());
      List<Callable<Double>> tasks = new ArrayList<>();
      for (int s = 0; s < shards.size(); s++) {
        GradientWorker worker = workers.get(s);
        TokenBatch shard = shards.get(s);
        tasks.add(() -> worker.run(shard, dropoutSeed));
      }
      for (double part : threads.all(tasks)) {
        loss += part;
      }
      List<FlatParameters> made =
          workers.subList(0, shards.size()).stream().map(GradientWorker::gradient).toList();
      parts = parts.isEmpty() ? made : Stream.concat(Stream.of(total()), made.stream()).toList();
      tokens += batch.targetTokens();
      sentences += batch.sentences();
    }
    return new Parts(loss, tokens, parts);
  }

  private FlatParameters total() {
    if (total.isEmpty()) {
      total = Optional.of(new FlatParameters(workers.get(0).gradient().layout()));
    }
    return total.get();
  }

  /**
   * Adds an update's gradients up into the first of them.
   *
   * @return Σ of the sum's squares
   */
  double addUp(Parts update) {
    return addUp(update.gradients(), update.gradients().get(0));
  }

  /** Adds gradients up into another, or one of them. */
  private double addUp(List<FlatParameters> gradients, FlatParameters sum) {
    long start = System.nanoTime();
    double squares =
        loop.run(
            () -> {
              FloatBuffer out = sum.flat().floats();
              FlatSum addends = new FlatSum(gradients);
              return (from, count) -> {
                float[] block = addends.at(from, count);
                out.put(from, block, 0, count);
                return Squares.sum(block, count);
              };
            });
    sumNanoseconds += System.nanoTime() - start;
    return squares;
  }

  @Override
  public void close() {
    total.ifPresent(FlatParameters::close);
  }
}
