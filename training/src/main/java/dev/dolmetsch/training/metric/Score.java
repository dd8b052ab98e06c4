package dev.dolmetsch.training.metric;

/**
 * A metric's result with the signature that says how it came about. {@code toString()} is the line
 * that sacreBLEU prints, without the signature.
 */
public sealed interface Score permits BleuScore, ChrfScore {

  /**
   * The {@code version} of every signature: the sacreBLEU that is followed, and who computed it.
   */
  String VERSION = "2.6.0+dolmetsch";

  /** The metric's name with its variant: {@code BLEU}, {@code chrF2}, {@code chrF2++}. */
  String name();

  /** The figure, 0–100. */
  double score();

  /** What the figure depends on, as sacreBLEU prints it: {@code nrefs:1|case:mixed|…}. */
  String signature();

  /** The line with its signature: {@code BLEU|nrefs:1|… = 38.69 100.0/90.0/…}. */
  default String signedLine() {
    return name() + "|" + signature() + toString().substring(name().length());
  }
}
