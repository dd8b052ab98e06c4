package dev.dolmetsch.model.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processors with AVX2 alone compute some products otherwise; others are told to be like them. */
class Avx2Test {
  @TempDir Path folder;

  @Test
  void lossAndGradientsAreThoseOfNd4jThereToo() throws Exception {
    assumeTrue(OneDnn.isAvailable(), () -> OneDnn.whyUnavailable().orElse(""));
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "no x86 processor");
    assumeTrue(!OneDnn.isLimitedToAvx2(), "all tests run on such a processor");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--")) // What newer JDKs warn without.
        .forEach(command::add);
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add(Avx2Test.class.getName());
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("ONEDNN_MAX_CPU_ISA", "AVX2");
    builder.environment().put("OPENBLAS_CORETYPE", "Haswell");
    Process process = builder.start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    assertEquals(0, process.waitFor(), Files.readString(output));
  }

  /** What runs in the other process. */
  public static void main(String[] arguments) {
    assertTrue(OneDnn.isLimitedToAvx2(), OneDnn.instructionSet());
    OneDnnTrainingTest.models().forEach(OneDnnTrainingTest::compareInFloat32);
    OneDnnTrainingTest.models().forEach(OneDnnTrainingTest::compareSinglePositions);
  }
}
