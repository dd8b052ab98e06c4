package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.engine.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Finds the most probable translations: the encoder once, then the decoder one piece at a time,
 * with K hypotheses of each sentence.
 *
 * <p>At each step the best 2·K continuations of a sentence's hypotheses are looked at. Those of the
 * best K that end are finished; the best K that do not end go on. A sentence is done as soon as K
 * hypotheses have finished, or no live one can still come among the n best, or the maximum length
 * is reached, where the live ones are finished as they are. Finished hypotheses are ranked by
 * log-probability / n^α. {@code <s>} and {@code <pad>} are never produced. Of equal candidates the
 * better parent's stands first, then the lower id. With K = 1 this is greedy search.
 *
 * <p>Belongs to one thread at a time.
 */
public final class BeamSearch implements AutoCloseable {
  private final TransformerConfig config;
  private final SpecialIds specials;
  private final BatchEncoder encoder;
  private final DecoderSteps steps;
  private final LogitRow row;

  /** A search with these parameters, which must stay as they are while it searches. */
  public BeamSearch(
      TransformerConfig config, FlatParameters parameters, SpecialIds specials, Kernels kernels) {
    this.config = config;
    this.specials = specials;
    List<String> outputs = List.copyOf(TransformerGraphs.crossCaches(config).values());
    this.encoder = new BatchEncoder(config, parameters, specials, outputs, kernels);
    this.steps = new DecoderSteps(config, parameters, kernels);
    this.row = new LogitRow(parameters.layout().vocabularySize(), specials);
  }

  /**
   * Translates sources, those of similar length together.
   *
   * @param sources ids without special ids, none empty
   * @return for each source, in the order given, its at most {@code options.nBest()} best
   *     hypotheses, best first, of which no two have the same ids
   * @throws IllegalArgumentException if a source is empty
   */
  public List<List<Hypothesis>> search(List<int[]> sources, DecodingOptions options) {
    return search(sources, options, (source, position, id) -> {});
  }

  /** As the other one, for requests of equal options, which are told each piece that is decided. */
  List<List<Hypothesis>> search(List<SearchRequest> requests) {
    return search(
        requests.stream().map(SearchRequest::source).toList(),
        requests.get(0).options(),
        (source, position, id) -> requests.get(source).decided(position, id));
  }

  /** Hears which piece a greedy search has decided on. */
  private interface Decisions {
    void decided(int source, int position, int id);
  }

  private List<List<Hypothesis>> search(
      List<int[]> sources, DecodingOptions options, Decisions decisions) {
    List<List<Hypothesis>> results =
        new ArrayList<>(Collections.nCopies(sources.size(), List.<Hypothesis>of()));
    for (List<Integer> batch :
        LengthBatches.of(sources, options.batchTokens(), options.beamSize())) {
      searchBatch(sources, batch, options, results, decisions);
    }
    return Collections.unmodifiableList(results);
  }

  private void searchBatch(
      List<int[]> sources,
      List<Integer> batch,
      DecodingOptions options,
      List<List<Hypothesis>> results,
      Decisions decisions) {
    int beams = options.beamSize();
    BatchEncoder.Encoded encoded = encoder.run(batch.stream().map(sources::get).toList());
    List<SentenceBeam> running = new ArrayList<>();
    for (int source : batch) {
      running.add(new SentenceBeam(source, sources.get(source).length, specials.end(), options));
    }
    DecoderStep step =
        steps.next(
            new DecoderStep.Shape(
                encoded.slots(), beams, ShapeBuckets.capacity(1), encoded.width()));
    step.takeSources(encoded, config);
    int[] slots = new int[encoded.slots()];
    Arrays.setAll(slots, i -> i);
    int[] ids = new int[encoded.slots() * beams];
    Arrays.fill(ids, specials.start());
    TopCandidates candidates = new TopCandidates(2 * beams);
    for (int position = 0; !running.isEmpty(); position++) {
      if (wantsAnotherShape(step.shape(), running.size(), position + 1)) {
        step = takeOver(step, running.size(), slots, position);
        for (int i = 0; i < running.size(); i++) {
          running.get(i).putNewestIds(ids, i * beams);
        }
      }
      step.run(ids, position);
      int remaining = 0;
      for (int i = 0; i < running.size(); i++) {
        SentenceBeam beam = running.get(i);
        int firstRow = slots[i] * beams;
        beam.advance(step.logits(), firstRow, row, candidates);
        if (beam.done()) {
          results.set(beam.source(), beam.best());
        } else {
          beam.moveCaches(step, firstRow, position + 1);
          beam.putNewestIds(ids, firstRow);
          if (beams == 1) {
            decisions.decided(beam.source(), position, ids[firstRow]);
          }
          running.set(remaining, beam);
          slots[remaining++] = slots[i];
        }
      }
      running.subList(remaining, running.size()).clear();
    }
  }

  /** Whether the caches are full, or at least a quarter of the slots would become free. */
  private static boolean wantsAnotherShape(DecoderStep.Shape shape, int running, int positions) {
    return positions > shape.capacity() || ShapeBuckets.roundUp(running) <= shape.slots() * 3 / 4;
  }

  /** A step with room for one more position, the running sentences in its first slots. */
  private DecoderStep takeOver(DecoderStep from, int running, int[] slots, int usedPositions) {
    DecoderStep.Shape shape = from.shape();
    DecoderStep step =
        steps.next(
            new DecoderStep.Shape(
                ShapeBuckets.roundUp(running),
                shape.beams(),
                Math.max(shape.capacity(), ShapeBuckets.capacity(usedPositions + 1)),
                shape.sourceWidth()));
    for (int i = 0; i < running; i++) {
      step.takeSentence(from, slots[i], i, usedPositions);
      slots[i] = i;
    }
    return step;
  }

  /** Native bytes that are used; may be asked for by any thread. */
  long memoryBytes() {
    return encoder.memoryBytes() + steps.memoryBytes();
  }

  /** Releases the memory. */
  @Override
  public void close() {
    encoder.close();
    steps.close();
  }
}
