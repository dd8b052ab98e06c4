package dev.dolmetsch.model.decode;

/**
 * What samples are drawn from; the {@code decoding.sampling} section of a configuration file.
 * Temperature comes first, then the k most probable pieces, then the nucleus among these.
 *
 * @param temperature logits are divided by it, 0.01–100; below 1 probable pieces become more so
 * @param topK only the k most probable pieces are drawn, 0–1,000,000; 0 draws from all
 * @param topP only the fewest pieces that together have this probability are drawn, in (0, 1], as
 *     in Holtzman et al., "The curious case of neural text degeneration" (2020); 1 draws from all
 * @param seed a draw depends on this, the sentence's number, the sample's number and the position
 *     alone, whatever else is translated with it
 */
public record Sampling(double temperature, int topK, double topP, long seed) {
  /** Refuses values out of range, naming the key as it stands in a configuration file. */
  public Sampling {
    Ranges.require(
        temperature >= 0.01 && temperature <= 100,
        "decoding.sampling.temperature",
        temperature,
        "in 0.01–100");
    Ranges.require(topK >= 0 && topK <= 1_000_000, "decoding.sampling.top_k", topK, "in 0–1000000");
    Ranges.require(topP > 0 && topP <= 1, "decoding.sampling.top_p", topP, "in (0, 1]");
  }

  /** Temperature 1, all pieces, seed 1. */
  public static Sampling defaults() {
    return new Sampling(1, 0, 1, 1);
  }
}
