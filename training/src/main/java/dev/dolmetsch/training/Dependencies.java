package dev.dolmetsch.training;

import dev.dolmetsch.model.engine.choice.KernelChoice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a run's bytes depend on besides its configuration and its corpora. */
final class Dependencies {
  /** Lines of Linux's {@code /proc/cpuinfo} that tell kinds of processors apart. */
  private static final Set<String> IDENTITY = Set.of("vendor_id", "cpu family", "model");

  private static final Set<String> VECTORS = Set.of("avx", "avx2", "fma", "avx512f", "avx512_bf16");

  private Dependencies() {}

  /** Shards, kernels, precision, libraries. */
  static Map<String, String> of(int shards, KernelChoice kernels) {
    Map<String, String> dependencies = new LinkedHashMap<>();
    dependencies.put("shards", Integer.toString(shards));
    dependencies.put("kernels", kernels.description());
    dependencies.put("precision", kernels.precision().name().toLowerCase(Locale.ROOT));
    // With AVX2 alone some of oneDNN's products are OpenBLAS's, see Gemm.
    boolean blas =
        kernels.description().startsWith("nd4j") || kernels.description().contains("AVX2");
    dependencies.put("processor", processor() + (blas ? vectors() : ""));
    Properties libraries = libraries();
    for (String library : new TreeSet<>(libraries.stringPropertyNames())) {
      dependencies.put(library, libraries.getProperty(library));
    }
    return dependencies;
  }

  /** OpenBLAS chooses its products by the processor, and they differ in the last bits. */
  private static String processor() {
    Map<String, String> found = new LinkedHashMap<>();
    cpuinfo()
        .filter(entry -> IDENTITY.contains(entry[0]))
        .forEach(entry -> found.put(entry[0], entry[1]));
    String identity = System.getProperty("os.arch", "unknown");
    if (!found.isEmpty()) {
      identity += " " + String.join("/", found.values());
    }
    String forced = System.getenv("OPENBLAS_CORETYPE");
    return forced == null ? identity : identity + " as " + forced;
  }

  /**
   * By which of its instructions OpenBLAS may choose; a virtual machine may hide some. Those that
   * oneDNN chooses by are in the kernels' description.
   */
  private static String vectors() {
    return " with "
        + cpuinfo()
            .filter(entry -> entry[0].equals("flags"))
            .flatMap(entry -> Stream.of(entry[1].split(" ")))
            .filter(VECTORS::contains)
            .sorted()
            .collect(Collectors.joining("/"));
  }

  /** Keys and values of the first processor, where the system tells them. */
  private static Stream<String[]> cpuinfo() {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(file)) {
      return Stream.empty();
    }
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return lines
          .takeWhile(line -> !line.isBlank())
          .map(line -> line.split("\\s*:\\s*", 2))
          .filter(entry -> entry.length == 2)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What else was running. */
  static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("java", System.getProperty("java.vm.version", "unknown"));
    versions.put("operating_system", System.getProperty("os.name", "unknown"));
    versions.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    return versions;
  }

  private static Properties libraries() {
    Properties properties = new Properties();
    try (InputStream stream = Dependencies.class.getResourceAsStream("versions.properties")) {
      if (stream == null) {
        throw new IllegalStateException("versions.properties is missing from the build");
      }
      properties.load(stream);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
