package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.batch.SpecialIds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sentences that are translated at once, each in a slot of the decoder's step. One that is done
 * leaves its slot, and one that is waiting takes it (continuous batching), as long as there are no
 * more slots than {@link #MOST_ROWS} and the options' {@code batchTokens} allow. Where nobody is
 * waiting, slots that are vacant go.
 */
final class RunningBatch {
  /** Rows of a step: with more, matrix products no longer become faster. */
  static final int MOST_ROWS = 320;

  /** Each sentence has caches, which greedy search would have of 320. */
  private static final int MOST_SENTENCES = 128;

  /** Those that wait are encoded together, as soon as one of so many slots is vacant. */
  private static final int REFILL = 8;

  /** More sentences at once need more memory, and are encoded no faster. */
  private static final int ENCODED_AT_ONCE = 16;

  private final BatchEncoder encoder;
  private final DecoderSteps steps;
  private final WaitingRequests waiting;
  private final DecodingOptions options;
  private final int beams;
  private final SpecialIds specials;
  private final Optional<Shortlist> shortlist;
  private final BatchCandidates candidates;

  private @Nullable DecoderStep step;
  private @Nullable RunningSentence[] sentences = new RunningSentence[0];
  private int[] newestIds = new int[0];
  private int running;

  /**
   * No sentences yet.
   *
   * @param shortlist what they may consist of, if that is limited
   */
  RunningBatch(
      BatchEncoder encoder,
      DecoderSteps steps,
      WaitingRequests waiting,
      DecodingOptions options,
      SpecialIds specials,
      Optional<Shortlist> shortlist,
      int vocabularySize) {
    this.encoder = encoder;
    this.steps = steps;
    this.waiting = waiting;
    this.options = options;
    this.beams = options.hypotheses();
    this.specials = specials;
    this.shortlist = shortlist;
    this.candidates = new BatchCandidates(vocabularySize);
  }

  /**
   * Gives vacant slots to sentences that wait, and the step the shape that it needs now.
   *
   * @return whether there are sentences to translate
   */
  boolean fill() {
    int width = runningWidth();
    int most = mostSlots(width);
    boolean nobodyEnters = false;
    if (running == 0 || most - running >= Math.max(1, most / REFILL)) {
      List<SearchRequest> entering =
          waiting.take(longest -> mostSlots(Math.max(width, widthOf(longest))) - running);
      nobodyEnters = entering.isEmpty();
      if (!nobodyEnters) {
        enter(entering);
      }
    }
    DecoderStep current = step;
    if (running > 0 && current != null) {
      DecoderStep.Shape shape = current.shape();
      int slots =
          nobodyEnters ? Math.min(shape.slots(), ShapeBuckets.sentences(running)) : shape.slots();
      int entries = entries(current);
      if (slots < shape.slots() || entries > shape.entries()) {
        reshape(
            new DecoderStep.Shape(slots, beams, entries, shape.sourceWidth(), shape.candidates()));
        select();
      }
    }
    return running > 0;
  }

  /** Sentences that there may be, given the width of their sources. */
  private int mostSlots(int width) {
    int byRows = Math.min(MOST_SENTENCES, MOST_ROWS / beams);
    int slots = Math.min(byRows, options.batchTokens() / width);
    return Integer.highestOneBit(Math.max(1, slots));
  }

  /** Source positions of a step that has room for a source of so many pieces and its end. */
  private static int widthOf(int sourcePieces) {
    return ShapeBuckets.positions(sourcePieces + 1);
  }

  /** Source positions that those who run need. */
  private int runningWidth() {
    int longest = 1;
    for (int slot = 0; slot < sentences.length && step != null; slot++) {
      if (sentences[slot] != null) {
        longest = Math.max(longest, step.sourceLength(slot));
      }
    }
    return ShapeBuckets.positions(longest);
  }

  /** Entries of the caches with which every sentence can go on. */
  private int entries(DecoderStep current) {
    int entries = current.shape().entries();
    for (int slot = 0; slot < sentences.length; slot++) {
      if (sentences[slot] != null && !current.hasRoom(slot)) {
        entries = Math.max(entries, ShapeBuckets.positions(current.entriesNeeded(slot)));
      }
    }
    return entries;
  }

  private void enter(List<SearchRequest> entering) {
    int longest = entering.stream().mapToInt(request -> request.source().length).max().orElse(0);
    int width = Math.max(runningWidth(), widthOf(longest));
    List<int[]> allowed = entering.stream().map(request -> candidates(request.input())).toList();
    int entries = 2 * beams + 1;
    DecoderStep before = step;
    for (int slot = 0; slot < sentences.length && before != null; slot++) {
      if (sentences[slot] != null) {
        entries = Math.max(entries, before.entriesNeeded(slot));
      }
    }
    int needed = ShapeBuckets.sentences(running + entering.size());
    DecoderStep.Shape wanted =
        new DecoderStep.Shape(
            Math.max(needed, Math.min(sentences.length, mostSlots(width))),
            beams,
            ShapeBuckets.positions(entries),
            width,
            room(allowed, before));
    DecoderStep current = step;
    if (current == null || !wanted.equals(current.shape())) {
      current = reshape(wanted);
    }
    for (int first = 0; first < entering.size(); first += ENCODED_AT_ONCE) {
      int end = Math.min(entering.size(), first + ENCODED_AT_ONCE);
      enter(entering.subList(first, end), allowed.subList(first, end), current);
    }
    select();
  }

  /** Columns of logits: as long as there are sentences, they become no fewer. */
  private int room(List<int[]> entering, @Nullable DecoderStep current) {
    if (shortlist.isEmpty()) {
      return 0;
    }
    int room = candidates.set(sentences, entering);
    int before = current == null || running == 0 ? 0 : current.shape().candidates();
    return room == 0 ? 0 : Math.max(room, before);
  }

  private void enter(List<SearchRequest> entering, List<int[]> allowed, DecoderStep current) {
    BatchEncoder.Encoded encoded =
        encoder.run(entering.stream().map(SearchRequest::source).toList());
    int slot = 0;
    for (int i = 0; i < entering.size(); i++) {
      while (sentences[slot] != null) {
        slot++;
      }
      SearchRequest request = entering.get(i);
      sentences[slot] =
          new RunningSentence(
              request, new SentenceBeam(request.input(), specials.end(), options), allowed.get(i));
      current.takeSource(encoded, i, slot);
      newestIds[slot * beams] = specials.start();
      running++;
    }
  }

  private int[] candidates(SearchInput input) {
    return shortlist
        .map(list -> list.candidates(input.source(), input.prefix()))
        .orElseGet(() -> new int[0]);
  }

  private void select() {
    if (shortlist.isPresent() && step != null) {
      candidates.select(step, sentences);
    }
  }

  /** Lets a row show the logits of the pieces of the sentence in a slot. */
  void show(RunningSentence sentence, int slot, LogitRow row) {
    if (shortlist.isPresent()) {
      candidates.show(sentence, slot, row);
    } else {
      row.showAll();
    }
  }

  /** Moves the running sentences to the first slots of another step. */
  private DecoderStep reshape(DecoderStep.Shape shape) {
    DecoderStep to = steps.next(shape);
    RunningSentence[] moved = new RunningSentence[shape.slots()];
    int[] ids = new int[shape.slots() * beams];
    Arrays.fill(ids, DecoderStep.NO_HYPOTHESIS);
    int next = 0;
    for (int slot = 0; slot < sentences.length; slot++) {
      RunningSentence sentence = sentences[slot];
      if (sentence != null && step != null) {
        to.takeSentence(step, slot, next);
        System.arraycopy(newestIds, slot * beams, ids, next * beams, beams);
        moved[next++] = sentence;
      }
    }
    sentences = moved;
    newestIds = ids;
    step = to;
    return to;
  }

  /** Computes what follows each hypothesis. */
  DecoderStep step() {
    DecoderStep current = step;
    if (current == null) {
      throw new IllegalStateException("there are no sentences to translate");
    }
    current.run(newestIds);
    return current;
  }

  /** Slots, vacant ones among them. */
  int slots() {
    return sentences.length;
  }

  /** The sentence in a slot, or null if it is vacant. */
  @Nullable RunningSentence at(int slot) {
    return sentences[slot];
  }

  /** Notes the newest pieces of a sentence whose hypotheses have gone on. */
  void update(int slot) {
    RunningSentence sentence = sentences[slot];
    DecoderStep current = step;
    if (sentence == null || current == null) {
      throw new IllegalStateException("slot " + slot + " is vacant");
    }
    int first = slot * beams;
    Arrays.fill(newestIds, first, first + beams, DecoderStep.NO_HYPOTHESIS);
    sentence.beam().putNewestIds(newestIds, first);
    for (int row = first; row < first + beams; row++) {
      if (newestIds[row] == DecoderStep.NO_HYPOTHESIS) {
        current.dropHypothesis(row);
      }
    }
  }

  /** The newest piece of a row's hypothesis. */
  int newestId(int row) {
    return newestIds[row];
  }

  /** Makes a slot vacant. */
  void leave(int slot) {
    sentences[slot] = null;
    Arrays.fill(newestIds, slot * beams, (slot + 1) * beams, DecoderStep.NO_HYPOTHESIS);
    running--;
    if (step != null) {
      step.leave(slot);
    }
  }
}
