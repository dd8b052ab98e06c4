package dev.dolmetsch.model.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sentences that wait in the order of their length, the longest first. */
final class SortedSentences implements WaitingSentences {
  private final List<Sentence> sentences;
  private int next;

  SortedSentences(List<Sentence> sentences) {
    this.sentences = new ArrayList<>(sentences);
    this.sentences.sort(
        Comparator.comparingInt((Sentence sentence) -> sentence.ids().length).reversed());
  }

  @Override
  public List<Sentence> take(int most) {
    int end = Math.min(sentences.size(), next + most);
    List<Sentence> taken = List.copyOf(sentences.subList(next, end));
    next = end;
    return taken;
  }
}
