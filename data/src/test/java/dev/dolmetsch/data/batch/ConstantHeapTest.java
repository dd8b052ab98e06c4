package dev.dolmetsch.data.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dolmetsch.data.corpus.CorpusFiles;
import dev.dolmetsch.data.corpus.CorpusFilters;
import dev.dolmetsch.data.corpus.Direction;
import dev.dolmetsch.data.corpus.EncodedCorpus;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From text to batches in a JVM whose heap is far smaller than what it reads. */
class ConstantHeapTest {
  private static final int PAIRS = 200_000;

  @TempDir Path folder;

  /** What the small JVM runs: encodes a TSV file and takes an epoch of batches. */
  public static void main(String[] arguments) {
    Path tsv = Path.of(arguments[0]);
    Path work = Path.of(arguments[1]);
    EncodedCorpus corpus =
        EncodedCorpus.open(
            CorpusFiles.of(tsv),
            CorpusFilters.defaults(),
            line -> line.chars().toArray(),
            "characters",
            work,
            "train");
    BatchSampler sampler =
        new BatchSampler(corpus.in(Direction.EN_DE), 4096, 1, SpecialIds.standard(), work);
    long sentences = 0;
    for (int i = 0; i < sampler.batchesPerEpoch(); i++) {
      sentences += sampler.next().sentences();
    }
    System.out.println(sentences + " of " + corpus.report().pairsRead());
  }

  @Test
  void thePathFromTextToBatchesNeedsNoHeapPerPair() throws IOException, InterruptedException {
    Path tsv = folder.resolve("large.tsv");
    try (BufferedWriter out = Files.newBufferedWriter(tsv)) {
      for (int i = 0; i < PAIRS; i++) {
        int distinct = i % 10 == 1 ? i - 1 : i;
        out.write("sentence number " + distinct + "\tSatz mit der Nummer " + distinct + "\n");
      }
    }
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx12m",
                "-cp",
                System.getProperty("java.class.path"),
                ConstantHeapTest.class.getName(),
                tsv.toString(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.waitFor();
    // One pair in ten repeats the one before it.
    assertEquals(PAIRS - PAIRS / 10 + " of " + PAIRS, Files.readString(output).strip());
  }
}
