package dev.dolmetsch.model.decode.benchmark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.model.decode.SavedModel;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.model.engine.choice.KernelKind;
import dev.dolmetsch.model.engine.choice.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranslationBenchmarkTest {
  @TempDir private static Path folder;

  /** A zero-width space is no white space, but normalization leaves nothing of it. */
  @Test
  void aLineOfNoPiecesIsTranslatedIntoNothing() {
    TranslationReport report =
        new TranslationBenchmark(
                SavedModel.write(folder.resolve("model")),
                List.of("Yes", "\u200B"),
                1,
                KernelChoice.of(KernelKind.ND4J, Precision.FLOAT32),
                (defaults, architecture) -> defaults,
                OptionalLong::empty)
            .run();
    assertTrue(report.tokensPerSecond() > 0);
    assertTrue(report.summary().stream().anyMatch(line -> line.startsWith("all 2 sentences")));
  }
}
