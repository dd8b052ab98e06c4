package dev.dolmetsch.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointAverageTest {
  @TempDir Path folder;

  private Path write(String name, ModelContents contents) {
    Path path = folder.resolve(name);
    ModelDirectory.write(path, contents);
    return path;
  }

  private static ModelContents with(List<NamedArray> parameters, String config, String subwords) {
    return new ModelContents(
        parameters,
        config,
        ByteBuffer.wrap(subwords.getBytes(StandardCharsets.UTF_8)),
        Examples.provenance(1, Map.of("bleu", 3.0)),
        Optional.empty());
  }

  @Test
  void eachParameterIsTheMeanInDoublePrecision() {
    Random random = new Random(3);
    float[][] values = new float[3][40_000];
    List<Path> paths = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < values[k].length; i++) {
        values[k][i] = random.nextFloat() * 1e6f;
      }
      NamedArray tensor = NamedArray.of("w", FloatBuffer.wrap(values[k]), 200, 200);
      paths.add(write("update-" + k, with(List.of(tensor), Examples.model(1).config(), "x")));
    }
    ModelContents mean = CheckpointAverage.of(paths);
    Path written = write("mean", mean);
    ModelDirectory model = ModelDirectory.open(written);
    try (SafetensorsFile file = model.openParameters()) {
      FloatBuffer floats = file.floats("w");
      for (int i = 0; i < values[0].length; i++) {
        double sum = (double) values[0][i] + values[1][i] + values[2][i];
        assertEquals((float) (sum / 3), floats.get(i));
      }
      assertEquals(List.of(200L, 200L), file.shape("w"));
    }
    assertEquals(List.of("update-0", "update-1", "update-2"), model.provenance().averagedFrom());
    assertEquals(Map.of(), model.provenance().metrics());
    assertFalse(model.hasTrainingState());
  }

  @Test
  void theMeanOfOneIsItself() {
    Path one = write("update-1", Examples.model(1, 0.1f, Map.of()));
    assertEquals(
        FloatBuffer.wrap(new float[] {0.1f, 0.1f}),
        CheckpointAverage.of(List.of(one)).parameters().get(0).data());
  }

  @Test
  void differentModelsAreRefused() {
    String config = Examples.model(1).config();
    List<NamedArray> pair = List.of(NamedArray.of("w", FloatBuffer.allocate(2), 2));
    Path first = write("first", with(pair, config, "x"));
    Map<String, ModelContents> others =
        Map.of(
            "another sentencepiece.model", with(pair, config, "y"),
            "another model section", with(pair, config.replace("heads: 4", "heads: 2"), "x"),
            "another direction", with(pair, config.replace("en-de", "de-en"), "x"),
            "other tensors",
                with(List.of(NamedArray.of("v", FloatBuffer.allocate(2), 2)), config, "x"),
            "w of shape [2, 1], not [2]",
                with(List.of(NamedArray.of("w", FloatBuffer.allocate(2), 2, 1)), config, "x"));
    others.forEach(
        (difference, contents) -> {
          Path other = write(difference.replaceAll("[^a-z]", "-"), contents);
          String message =
              assertThrows(
                      DolmetschException.class, () -> CheckpointAverage.of(List.of(first, other)))
                  .getMessage();
          assertTrue(message.startsWith(other + ": has " + difference), message);
        });
    assertThrows(DolmetschException.class, () -> CheckpointAverage.of(List.of()));
  }
}
