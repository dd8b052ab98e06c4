package dev.dolmetsch.model.checkpoint;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.data.subword.SubwordModel;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.config.ModelConfig;
import dev.dolmetsch.model.engine.choice.InferenceKernels;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.model.engine.choice.Precision;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A model directory's contents in memory: configuration, subword model and parameters.
 *
 * <p>Thread-safe. Holds native memory until it is closed.
 */
public final class LoadedModel implements AutoCloseable {
  private final ModelDirectory directory;
  private final ModelConfig config;
  private final SubwordModel subwords;
  private final SpecialIds specials;
  private final SharedParameters parameters;

  private LoadedModel(
      ModelDirectory directory,
      ModelConfig config,
      SubwordModel subwords,
      SpecialIds specials,
      SharedParameters parameters) {
    this.directory = directory;
    this.config = config;
    this.subwords = subwords;
    this.specials = specials;
    this.parameters = parameters;
  }

  /**
   * Loads a model.
   *
   * @param path a model directory, or a run directory or pointer as {@link RunDirectory#resolve}
   *     takes it
   * @throws DolmetschException naming the file, and the tensor or piece in it, that is missing or
   *     does not fit
   */
  public static LoadedModel load(Path path) {
    ModelDirectory directory = ModelDirectory.open(path);
    ModelConfig config = directory.config();
    SubwordModel subwords = SubwordModel.load(directory.subwordModelFile());
    try {
      SpecialIds specials = specials(subwords, directory.subwordModelFile());
      ParameterLayout layout = new ParameterLayout(config.model(), subwords.size());
      SharedParameters parameters = SharedParameters.acquire(directory, config.model(), layout);
      return new LoadedModel(directory, config, subwords, specials, parameters);
    } catch (RuntimeException | Error e) {
      subwords.close();
      throw e;
    }
  }

  private static SpecialIds specials(SubwordModel subwords, Path file) {
    return new SpecialIds(
        special(subwords.bosId(), "beginning-of-sentence", file),
        special(subwords.eosId(), "end-of-sentence", file),
        special(subwords.padId(), "padding", file));
  }

  private static int special(OptionalInt id, String name, Path file) {
    return id.orElseThrow(
        () ->
            new DolmetschException(
                file + ": has no " + name + " piece; train a subword model that has one"));
  }

  /**
   * Kernels for workers that translate with this model; the caller closes them.
   *
   * @throws DolmetschException if they multiply int8 and the model was not quantised
   */
  public InferenceKernels kernels(KernelChoice choice) {
    return choice.precision() == Precision.INT8
        ? choice.forInference(directory.readInt8(parameters()))
        : choice.forInference();
  }

  /**
   * Copies a model's parameters over others, having compared all names and shapes.
   *
   * @throws DolmetschException naming the tensor that is missing, too many, or of another shape;
   *     nothing has been copied then
   */
  public static void copyParameters(ModelDirectory model, FlatParameters target) {
    try (SafetensorsFile file = model.openParameters()) {
      refuseOthers(model, file, target.layout());
      target.layout().names().forEach(name -> file.copy(name, target.view(name).floats()));
    }
  }

  /** Maps a model's parameters where its file permits that, and copies them elsewhere. */
  static FlatParameters readParameters(ModelDirectory model, ParameterLayout layout) {
    try (SafetensorsFile file = model.openParameters()) {
      refuseOthers(model, file, layout);
      Optional<MappedByteBuffer> mapped = file.mapAll(layout.names());
      if (mapped.isPresent()) {
        return FlatParameters.mapped(layout, mapped.get());
      }
      FlatParameters copy = new FlatParameters(layout);
      try {
        layout.names().forEach(name -> file.copy(name, copy.view(name).floats()));
        return copy;
      } catch (RuntimeException | Error e) {
        copy.close();
        throw e;
      }
    }
  }

  private static void refuseOthers(
      ModelDirectory model, SafetensorsFile file, ParameterLayout layout) {
    for (ParameterLayout.Entry entry : layout.entries()) {
      List<Long> shape = file.shape(entry.name());
      if (!shape.equals(entry.shape())) {
        throw new DolmetschException(
            model.path()
                + ": tensor "
                + entry.name()
                + " has shape "
                + shape
                + ", but the configuration and the subword model need "
                + entry.shape()
                + "; take files that belong together");
      }
    }
    Set<String> unknown = new HashSet<>(file.names());
    layout.names().forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      String first = file.names().stream().filter(unknown::contains).findFirst().orElseThrow();
      throw new DolmetschException(
          model.path()
              + ": tensor "
              + first
              + " has no place in a model of this configuration; take files that belong"
              + " together");
    }
  }

  /** Where the model was loaded from. */
  public ModelDirectory directory() {
    return directory;
  }

  /** Architecture, direction, default search. */
  public ModelConfig config() {
    return config;
  }

  /** The subword model. */
  public SubwordModel subwords() {
    return subwords;
  }

  /** The subword model's special ids. */
  public SpecialIds specials() {
    return specials;
  }

  /** The parameters, shared with others and perhaps mapped: to be read only. */
  public FlatParameters parameters() {
    return parameters.values();
  }

  /** Releases the memory; nothing that was got from here may be used afterwards. */
  @Override
  public void close() {
    parameters.close();
    subwords.close();
  }
}
