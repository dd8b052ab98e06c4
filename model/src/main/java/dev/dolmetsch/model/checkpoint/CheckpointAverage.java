package dev.dolmetsch.model.checkpoint;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import dev.dolmetsch.model.config.ModelConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The mean of several checkpoints' parameters, usually a better model than each of them. */
public final class CheckpointAverage {
  private static final int CHUNK = 1 << 14;

  private CheckpointAverage() {}

  /**
   * Averages checkpoints of one model, each parameter in double precision.
   *
   * <p>Configuration, subword model and provenance are the first one's, without its metrics; there
   * is no training state.
   *
   * @param checkpoints model directories, at least one
   * @throws DolmetschException if they are not of one architecture and vocabulary, or not readable
   */
  public static ModelContents of(List<Path> checkpoints) {
    if (checkpoints.isEmpty()) {
      throw new DolmetschException("no checkpoints to average; name at least one");
    }
    List<ModelDirectory> models = checkpoints.stream().map(ModelDirectory::open).toList();
    ModelDirectory first = models.get(0);
    models.forEach(other -> refuseDifferentModel(first, other));
    List<SafetensorsFile> files = new ArrayList<>();
    try {
      models.forEach(model -> files.add(model.openParameters()));
      for (int i = 1; i < files.size(); i++) {
        refuseDifferentTensors(first, files.get(0), models.get(i), files.get(i));
      }
      List<NamedArray> means =
          files.get(0).names().stream().map(name -> mean(name, files)).toList();
      List<String> names =
          models.stream().map(model -> String.valueOf(model.path().getFileName())).toList();
      return new ModelContents(
          means,
          Files.readString(first.configFile(), StandardCharsets.UTF_8),
          ByteBuffer.wrap(Files.readAllBytes(first.subwordModelFile())),
          first.provenance().ofAverage(names),
          Optional.empty());
    } catch (IOException e) {
      throw new DolmetschException(first.path() + ": cannot be read: " + FileProblems.reason(e), e);
    } finally {
      files.forEach(SafetensorsFile::close);
    }
  }

  private static void refuseDifferentModel(ModelDirectory first, ModelDirectory other) {
    ModelConfig config = first.config();
    ModelConfig otherConfig = other.config();
    String difference =
        !config.model().withoutDropout().equals(otherConfig.model().withoutDropout())
            ? "another model section in config.yaml"
            : config.direction() != otherConfig.direction()
                ? "another direction"
                : !first.subwordModelHash().equals(other.subwordModelHash())
                    ? "another sentencepiece.model"
                    : "";
    if (!difference.isEmpty()) {
      throw notOneModel(first, other, difference);
    }
  }

  private static void refuseDifferentTensors(
      ModelDirectory first, SafetensorsFile file, ModelDirectory other, SafetensorsFile otherFile) {
    if (!file.names().equals(otherFile.names())) {
      throw notOneModel(first, other, "other tensors");
    }
    for (String name : file.names()) {
      if (!file.shape(name).equals(otherFile.shape(name))) {
        throw notOneModel(
            first,
            other,
            name + " of shape " + otherFile.shape(name) + ", not " + file.shape(name));
      }
    }
  }

  private static DolmetschException notOneModel(
      ModelDirectory first, ModelDirectory other, String difference) {
    return new DolmetschException(
        other.path()
            + ": has "
            + difference
            + " than "
            + first.path()
            + "; only checkpoints of one model can be averaged");
  }

  private static NamedArray mean(String name, List<SafetensorsFile> files) {
    List<FloatBuffer> parts = files.stream().map(file -> file.floats(name)).toList();
    int elements = parts.get(0).remaining();
    FloatBuffer mean =
        ByteBuffer.allocateDirect(elements * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    double[] sums = new double[CHUNK];
    for (int done = 0; done < elements; done += CHUNK) {
      int count = Math.min(CHUNK, elements - done);
      Arrays.fill(sums, 0);
      for (FloatBuffer part : parts) {
        for (int i = 0; i < count; i++) {
          sums[i] += part.get(done + i);
        }
      }
      for (int i = 0; i < count; i++) {
        mean.put(done + i, (float) (sums[i] / files.size()));
      }
    }
    return new NamedArray(name, files.get(0).shape(name), StoredType.F32, mean);
  }
}
