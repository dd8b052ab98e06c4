package dev.dolmetsch.training.config;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.config.ModelConfig;
import dev.dolmetsch.model.config.YamlBinding;
import dev.dolmetsch.model.decode.DecodingOptions;
import java.nio.file.Path;
import java.util.List;

/**
 * A training run's whole configuration: one component per section of the YAML file, complete.
 *
 * @param data corpora and their filters
 * @param subword the joint subword vocabulary
 * @param model the Transformer's hyper-parameters
 * @param training the loop, the optimizer, the schedule and what is kept
 * @param validation when and how a checkpoint is judged
 * @param decoding how the finished model searches for translations unless told otherwise
 */
public record TrainingConfig(
    DataConfig data,
    SubwordConfig subword,
    TransformerConfig model,
    OptimizationConfig training,
    ValidationConfig validation,
    DecodingOptions decoding) {
  public TrainingConfig {
    try {
      decoding.alignmentLayerOf(model); // Refuses a layer that the model lacks.
    } catch (DolmetschException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** What a file that mentions no key means. */
  public static TrainingConfig defaults() {
    return new TrainingConfig(
        DataConfig.defaults(),
        SubwordConfig.defaults(),
        ModelConfig.defaultModel(),
        OptimizationConfig.defaults(),
        ValidationConfig.defaults(),
        DecodingOptions.defaults());
  }

  /**
   * Reads a file.
   *
   * @param overrides assignments {@code section.key=value} that take precedence over the file
   * @throws dev.dolmetsch.data.DolmetschException naming file and line of what is wrong
   */
  public static TrainingConfig read(Path file, List<String> overrides) {
    return YamlBinding.read(file, overrides, defaults());
  }

  /**
   * Reads a text, such as a configuration that is a resource of the program.
   *
   * @param source what the text is called in messages
   */
  public static TrainingConfig parse(String yaml, String source, List<String> overrides) {
    return YamlBinding.parse(yaml, source, overrides, defaults());
  }

  /** The same configuration with some values replaced, each {@code section.key=value}. */
  public TrainingConfig with(String... overrides) {
    return YamlBinding.override(this, List.of(overrides));
  }

  /** The same configuration with another data folder. */
  public TrainingConfig withDataFolder(Path folder) {
    DataConfig moved =
        new DataConfig(
            data.direction(),
            data.corpus(),
            folder,
            data.train(),
            data.validation(),
            data.test(),
            data.bundled(),
            data.filters());
    return new TrainingConfig(moved, subword, model, training, validation, decoding);
  }

  /**
   * The search used while validating: {@link #decoding} with the validation's beam, one result,
   * never by chance, without groups and without a shortlist.
   */
  public DecodingOptions validationDecoding() {
    return testDecoding().greedy().withBeamSize(validation.beamSize());
  }

  /** {@link #decoding} without a shortlist, which a model that has just been trained lacks. */
  public DecodingOptions testDecoding() {
    return decoding.with(change -> change.shortlist(false));
  }

  /** The configuration as YAML with every key; reading it gives an equal record. */
  public String toYaml() {
    return YamlBinding.write(this);
  }
}
