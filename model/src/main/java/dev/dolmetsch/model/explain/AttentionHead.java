package dev.dolmetsch.model.explain;

import java.util.List;

/**
 * What one head of one attention block computed: T queries on S keys, of width d_k = D / H.
 *
 * @param kind which attention
 * @param layer its layer, from 0
 * @param head its head, from 0
 * @param causal whether a query may see no keys behind its own position
 * @param queryLabels the T pieces from which the queries come
 * @param keyLabels the S pieces from which keys and values come
 * @param query Q, [T, d_k]
 * @param key K, [S, d_k]
 * @param value V, [S, d_k]
 * @param scores QKᵀ, [T, S]
 * @param maskedScores QKᵀ / √d_k, −∞ where a key may not be seen, [T, S]
 * @param weights softmax of the masked scores over the keys, [T, S]
 * @param context weights · V, [T, d_k]
 */
public record AttentionHead(
    AttentionKind kind,
    int layer,
    int head,
    boolean causal,
    List<String> queryLabels,
    List<String> keyLabels,
    Matrix query,
    Matrix key,
    Matrix value,
    Matrix scores,
    Matrix maskedScores,
    Matrix weights,
    Matrix context) {
  /** Copies the labels. */
  public AttentionHead {
    queryLabels = List.copyOf(queryLabels);
    keyLabels = List.copyOf(keyLabels);
  }
}
