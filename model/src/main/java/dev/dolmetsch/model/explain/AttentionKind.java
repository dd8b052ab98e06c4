package dev.dolmetsch.model.explain;

/** Where in the Transformer attention is paid. */
public enum AttentionKind {
  /** Source pieces look at source pieces. */
  ENCODER_SELF("encoder_self_attention", "encoder", "self_attention"),
  /** Target pieces look at themselves and those before them. */
  DECODER_SELF("decoder_self_attention", "decoder", "self_attention"),
  /** Target pieces look at source pieces. */
  DECODER_CROSS("decoder_cross_attention", "decoder", "cross_attention");

  private final String key;
  private final String stack;
  private final String block;

  AttentionKind(String key, String stack, String block) {
    this.key = key;
    this.stack = stack;
    this.block = block;
  }

  /** The name in JSON and on the screen. */
  public String key() {
    return key;
  }

  /** The block's name in a layer, by which its parameters begin. */
  String blockName(int layer) {
    return stack + ".layers." + layer + "." + block;
  }
}
