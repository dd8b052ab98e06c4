package dev.dolmetsch.model.checkpoint;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.engine.Int8Weights;
import dev.dolmetsch.model.engine.Int8Weights.Quantized;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code model.int8.safetensors}: for each quantised weight {@code x} its integers {@code x} (I8,
 * [O, I]), {@code x.scale} (F32, [O]) and {@code x.input_scale} (F32, [1]).
 */
final class Int8File {
  private static final String SCALE = ".scale";
  private static final String INPUT_SCALE = ".input_scale";

  /** Metadata: SHA-256 of the parameters that were quantised. */
  private static final String QUANTIZED_FROM = "quantized_from_sha256";

  private Int8File() {}

  static AtomicDirectory.Content content(Int8Weights weights, String parametersHash) {
    List<NamedArray> arrays = new ArrayList<>();
    weights
        .weights()
        .forEach(
            (name, weight) -> {
              int rows = weight.rowScales().remaining();
              int width = weight.values().remaining() / rows;
              arrays.add(NamedArray.of(name, weight.values().duplicate(), rows, width));
              arrays.add(NamedArray.of(name + SCALE, weight.rowScales().duplicate(), rows));
              float[] input = {weight.inputScale()};
              arrays.add(NamedArray.of(name + INPUT_SCALE, FloatBuffer.wrap(input), 1));
            });
    return channel ->
        SafetensorsWriter.write(channel, Map.of(QUANTIZED_FROM, parametersHash), arrays);
  }

  /**
   * Reads a file.
   *
   * @throws DolmetschException naming it if it was made of other parameters or is not whole
   */
  static Int8Weights read(Path path, FlatParameters parameters, String parametersHash) {
    String remedy = "; run dolmetsch quantize again";
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      if (!parametersHash.equals(file.metadata().get(QUANTIZED_FROM))) {
        throw new DolmetschException(path + ": was made of other parameters" + remedy);
      }
      Map<String, Quantized> weights = new TreeMap<>();
      for (String name : file.names()) {
        if (file.type(name) == StoredType.I8) {
          FloatBuffer rowScales = file.floats(name + SCALE);
          float inputScale = file.floats(name + INPUT_SCALE).get(0);
          weights.put(name, new Quantized(file.bytes(name), rowScales, inputScale));
        }
      }
      return new Int8Weights(parameters.views(), weights);
    } catch (IllegalArgumentException e) {
      throw new DolmetschException(path + ": " + e.getMessage() + remedy, e);
    }
  }
}
