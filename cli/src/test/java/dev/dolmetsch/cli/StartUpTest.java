package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.model.engine.onednn.OneDnn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that translates one sentence loads. */
class StartUpTest {
  private static final String SENTENCE = "The dog sleeps.\n";

  @TempDir Path folder;

  @Test
  void translatingLoadsNd4jOnlyWhereOpenMpMustBeToldOfOneThread() throws Exception {
    assumeTrue(OneDnn.isAvailable(), "without oneDNN ND4J computes");
    Path model = UselessModel.train(folder, "{max_length_factor: 0, max_length_offset: 3}");
    String translation =
        CommandLineRun.withInput(SENTENCE, "translate", "--model", model.toString()).out();
    for (String threads : new String[] {"1", "2"}) {
      Path loaded = folder.resolve("loaded-" + threads);
      assertEquals(translation, translateElsewhere(model, threads, loaded));
      String classes = Files.readString(loaded);
      assertTrue(classes.contains("org.bytedeco.dnnl.global.dnnl "), "oneDNN computes");
      assertEquals(
          !threads.equals("1"), classes.contains("org.nd4j.nativeblas.NativeOpsHolder "), threads);
    }
  }

  @Test
  void theRehearsalThatSaysWhatToArchiveGoesWell() throws Exception {
    assertEquals(0, Rehearsal.rehearse(folder));
  }

  /** Translates in a process of its own, which writes down the classes that it loads. */
  private String translateElsewhere(Path model, String threads, Path loaded)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out-" + threads);
    Path errors = folder.resolve("errors-" + threads);
    ProcessBuilder builder =
        ChildProcess.of(
                List.of("-Xlog:class+load:file=" + loaded),
                List.of("translate", "--model", model.toString()))
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile());
    builder.environment().put("OMP_NUM_THREADS", threads);
    Process process = builder.start();
    try (var input = process.getOutputStream()) {
      input.write(SENTENCE.getBytes(UTF_8));
    }
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    assertEquals(0, process.waitFor(), Files.readString(errors));
    return Files.readString(out);
  }
}
