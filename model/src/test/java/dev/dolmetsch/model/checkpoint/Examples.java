package dev.dolmetsch.model.checkpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.dolmetsch.model.config.ModelConfig;
import dev.dolmetsch.model.config.YamlBinding;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small models to write. */
final class Examples {
  private Examples() {}

  static Provenance provenance(long update, Map<String, Double> metrics) {
    Map<String, String> dependencies = new LinkedHashMap<>();
    dependencies.put("shards", "2");
    dependencies.put("kernels", "nd4j");
    return new Provenance(
        "en-de",
        update,
        7,
        Map.of("train.english", "00ff"),
        Map.of("pairs", 29_000L),
        dependencies,
        Map.of("dolmetsch", "0.1.0"),
        metrics,
        List.of());
  }

  /** A model whose parameters are all {@code value}, with a training state. */
  static ModelContents model(long update, float value, Map<String, Double> metrics) {
    return new ModelContents(
        List.of(
            NamedArray.of("b", FloatBuffer.wrap(new float[] {value, value}), 2),
            NamedArray.of("a", FloatBuffer.wrap(new float[] {value}), 1, 1)),
        YamlBinding.write(ModelConfig.defaults()),
        ByteBuffer.wrap("pieces".getBytes(StandardCharsets.UTF_8)),
        provenance(update, metrics),
        Optional.of(
            new ModelContents.TrainingState(
                List.of(NamedArray.of("m", FloatBuffer.wrap(new float[] {value}), 1)),
                JsonNodeFactory.instance.objectNode().put("update", update))));
  }

  static ModelContents model(long update) {
    return model(update, (float) update, Map.of());
  }
}
