package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dolmetsch.model.config.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodingOptionsTest {
  @Test
  void valuesOutOfRangeAreNamed() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                DecodingOptions.defaults()
                    .with(change -> change.beamSize(6).diversity(new Diversity(4, 1))));
    assertEquals(
        "decoding.diversity.groups must be a divisor of decoding.beam_size (6), but is 4",
        refusal.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Sampling(0, 0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Sampling(1, 0, 0, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> DecodingOptions.defaults().with(change -> change.minDecodingLength(70_000)));
  }

  @Test
  void manySamplesNeedNoWideBeam() {
    DecodingOptions options =
        DecodingOptions.defaults()
            .with(change -> change.method(SearchMethod.SAMPLING).beamSize(1).nBest(20));
    assertEquals(20, options.hypotheses());
  }

  /** As models had it that were trained before there were other options. */
  @Test
  void anOlderConfigurationIsCompletedByDefaults(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("config.yaml"),
            """
            decoding:
              beam_size: 7
              length_penalty: 0.6
              n_best: 2
              max_length_factor: 2.0
              max_length_offset: 3
              max_source_length: 99
              batch_tokens: 512
            """);
    DecodingOptions expected =
        DecodingOptions.defaults()
            .with(
                change ->
                    change
                        .beamSize(7)
                        .lengthPenalty(0.6)
                        .nBest(2)
                        .maxLengthFactor(2)
                        .maxLengthOffset(3)
                        .maxSourceLength(99)
                        .batchTokens(512));
    assertEquals(expected, ModelConfig.read(file).decoding());
  }
}
