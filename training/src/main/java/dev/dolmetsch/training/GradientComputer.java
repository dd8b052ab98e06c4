package dev.dolmetsch.training;

import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.GradientWorker;
import dev.dolmetsch.model.engine.WorkerThreads;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The gradient of an update: each batch is divided into shards, one worker computes each, and their
 * gradients are summed in the shards' order. The number of shards is the run's, not the machine's.
 */
final class GradientComputer implements AutoCloseable {
  private final List<GradientWorker> workers;
  private final WorkerThreads threads;
  private final FlatLoop loop;
  private final long seed;
  private long sumNanoseconds;

  /** Sums over several batches of an update, which the workers overwrite; made when needed. */
  private Optional<FlatParameters> total = Optional.empty();

  private FlatParameters gradient;

  /**
   * A computer whose caller owns the workers.
   *
   * @param workers one for each shard
   * @param seed draws the dropped elements
   */
  GradientComputer(List<GradientWorker> workers, WorkerThreads threads, FlatLoop loop, long seed) {
    this.workers = List.copyOf(workers);
    this.gradient = workers.get(0).gradient();
    this.threads = threads;
    this.loop = loop;
    this.seed = seed;
  }

  /**
   * Sums over all tokens of an update.
   *
   * @param loss label-smoothed loss in nats
   * @param tokens target tokens with {@code </s>}
   * @param squaredNorm of the summed gradient
   */
  record Sums(double loss, long tokens, double squaredNorm) {
    /** Norm of the gradient of the mean loss. */
    double meanNorm() {
      return Math.sqrt(squaredNorm) / tokens;
    }
  }

  /** The gradient of the loss summed over all tokens, which the next run overwrites. */
  FlatParameters gradient() {
    return gradient;
  }

  /** How much of the last run went to adding up the workers' gradients. */
  long sumNanoseconds() {
    return sumNanoseconds;
  }

  /** Computes the gradient of one update. */
  Sums run(List<TokenBatch> batches, long update) {
    double loss = 0;
    long tokens = 0;
    double squaredNorm = 0;
    long dropoutSeed = Seeds.derive(seed, update);
    int sentences = 0;
    gradient = batches.size() == 1 ? workers.get(0).gradient() : total();
    sumNanoseconds = 0;
    for (int b = 0; b < batches.size(); b++) {
      TokenBatch batch = batches.get(b).numberedFrom(sentences);
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
      tokens += batch.targetTokens();
      sentences += batch.sentences();
      long computed = System.nanoTime();
      squaredNorm = add(workers.subList(0, shards.size()), b > 0);
      sumNanoseconds += System.nanoTime() - computed;
    }
    return new Sums(loss, tokens, squaredNorm);
  }

  private FlatParameters total() {
    if (total.isEmpty()) {
      total = Optional.of(new FlatParameters(gradient.layout()));
    }
    return total.get();
  }

  /**
   * Sums the workers' gradients into {@link #gradient}, which may be the first worker's own, on top
   * of what is there if so wished; returns Σ of squares.
   */
  private double add(List<GradientWorker> parts, boolean onTop) {
    return loop.run(
        () -> {
          FloatBuffer sum = gradient.flat().floats();
          List<FloatBuffer> gradients =
              parts.stream().map(worker -> worker.gradient().flat().floats()).toList();
          float[] a = new float[FlatLoop.BLOCK];
          float[] g = new float[FlatLoop.BLOCK];
          return (from, count) -> {
            int first = 0;
            if (onTop) {
              sum.get(from, a, 0, count);
            } else {
              gradients.get(0).get(from, a, 0, count);
              first = 1;
            }
            for (int part = first; part < gradients.size(); part++) {
              gradients.get(part).get(from, g, 0, count);
              for (int i = 0; i < count; i++) {
                a[i] += g[i];
              }
            }
            sum.put(from, a, 0, count);
            return Squares.sum(a, count);
          };
        });
  }

  @Override
  public void close() {
    total.ifPresent(FlatParameters::close);
  }
}
