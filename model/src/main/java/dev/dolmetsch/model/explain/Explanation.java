package dev.dolmetsch.model.explain;

import dev.dolmetsch.data.DolmetschException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How a sentence was translated.
 *
 * @param source the sentence
 * @param translation its translation
 * @param sourcePieces what the encoder read: the sentence's pieces and {@code </s>}
 * @param targetPieces what the decoder read: {@code <s>} and the translation's pieces
 * @param writtenPieces what follows each of them: the translation's pieces and {@code </s>}, which
 *     the decoder did not write where the translation was cut off at the maximum length
 * @param truncated whether the sentence was too long, so that only its beginning was translated
 * @param heads all heads of all layers: the encoder's, then each decoder layer's self-attention and
 *     encoder–decoder attention
 */
public record Explanation(
    String source,
    String translation,
    List<String> sourcePieces,
    List<String> targetPieces,
    List<String> writtenPieces,
    boolean truncated,
    List<AttentionHead> heads) {
  /** Copies the lists. */
  public Explanation {
    sourcePieces = List.copyOf(sourcePieces);
    targetPieces = List.copyOf(targetPieces);
    writtenPieces = List.copyOf(writtenPieces);
    heads = List.copyOf(heads);
  }

  /**
   * The same explanation with some heads only.
   *
   * @param layer a layer, from 0; of a kind of attention that has no such layer there is nothing
   * @param head a head, from 0
   * @throws DolmetschException if there is no such layer or head
   */
  public Explanation select(OptionalInt layer, OptionalInt head) {
    layer.ifPresent(wanted -> requireBelow("layer", wanted, 1 + max(AttentionHead::layer)));
    head.ifPresent(wanted -> requireBelow("head", wanted, 1 + max(AttentionHead::head)));
    List<AttentionHead> selected =
        heads.stream()
            .filter(candidate -> layer.isEmpty() || candidate.layer() == layer.getAsInt())
            .filter(candidate -> head.isEmpty() || candidate.head() == head.getAsInt())
            .toList();
    return new Explanation(
        source, translation, sourcePieces, targetPieces, writtenPieces, truncated, selected);
  }

  /**
   * The same explanation with the heads of the last layer of each kind of attention only: encoder
   * and decoder may have different numbers of layers.
   */
  public Explanation lastLayers() {
    Map<AttentionKind, Integer> last = new EnumMap<>(AttentionKind.class);
    heads.forEach(head -> last.merge(head.kind(), head.layer(), Math::max));
    List<AttentionHead> selected =
        heads.stream().filter(head -> Objects.equals(last.get(head.kind()), head.layer())).toList();
    return new Explanation(
        source, translation, sourcePieces, targetPieces, writtenPieces, truncated, selected);
  }

  private int max(java.util.function.ToIntFunction<AttentionHead> number) {
    return heads.stream().mapToInt(number).max().orElse(-1);
  }

  private static void requireBelow(String name, int wanted, int count) {
    if (wanted < 0 || wanted >= count) {
      throw new DolmetschException(
          "there is no "
              + name
              + " "
              + wanted
              + "; they are counted from 0, and the last is "
              + (count - 1));
    }
  }
}
