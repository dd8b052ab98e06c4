package dev.dolmetsch.training;

import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.training.config.OptimizationConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/** What a run's bytes depend on besides its configuration and its corpora. */
final class Dependencies {
  private Dependencies() {}

  /** Shards, kernels, precision, libraries. */
  static Map<String, String> of(OptimizationConfig config, Kernels kernels) {
    Map<String, String> dependencies = new LinkedHashMap<>();
    dependencies.put("shards", Integer.toString(config.shards()));
    dependencies.put("kernels", kernels.description());
    dependencies.put("precision", config.precision().name().toLowerCase(Locale.ROOT));
    dependencies.put("architecture", System.getProperty("os.arch", "unknown"));
    Properties libraries = libraries();
    for (String library : new TreeSet<>(libraries.stringPropertyNames())) {
      dependencies.put(library, libraries.getProperty(library));
    }
    return dependencies;
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
