package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.corpus.Direction;
import dev.dolmetsch.data.subword.BpeOptions;
import dev.dolmetsch.data.subword.BpeTrainer;
import dev.dolmetsch.data.subword.SubwordModel;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.NormPosition;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.checkpoint.ModelContents;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import dev.dolmetsch.model.checkpoint.NamedArray;
import dev.dolmetsch.model.checkpoint.Provenance;
import dev.dolmetsch.model.config.ModelConfig;
import dev.dolmetsch.model.config.YamlBinding;
import dev.dolmetsch.model.ops.Activation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a small untrained model for tests, of two encoder layers and one decoder layer. */
public final class SavedModel {
  /** Sentences that the model's subwords can spell. */
  public static final List<String> SENTENCES =
      List.of(
          "The dog sleeps.",
          "A small cat is sitting under the old table, and nobody sees it.",
          "Yes",
          "The children are playing in the garden because the sun is shining today.",
          "Where is the station?");

  /** The model's hyper-parameters. */
  public static final TransformerConfig CONFIG =
      new TransformerConfig(
          2, 1, 16, 2, 24, Activation.GELU, NormPosition.PRE, "softmax", 0.1, 0.1, 0, true, true);

  private SavedModel() {}

  /** Writes the model to a directory that does not exist yet. */
  public static Path write(Path directory) {
    return write(directory, CONFIG);
  }

  /** Writes the model with another configuration beside its parameters. */
  static Path write(Path directory, TransformerConfig written) {
    BpeTrainer trainer = new BpeTrainer(BpeOptions.ofSize(60));
    SENTENCES.forEach(trainer::add);
    byte[] subwords = trainer.train();
    try (SubwordModel model = SubwordModel.of(subwords);
        FlatParameters parameters =
            FlatParameters.initialise(new ParameterLayout(CONFIG, model.size()), 5)) {
      List<NamedArray> tensors =
          parameters.layout().entries().stream()
              .map(
                  entry ->
                      NamedArray.of(
                          entry.name(), parameters.view(entry.name()).floats(), entry.extents()))
              .toList();
      ModelConfig config =
          new ModelConfig(
              new ModelConfig.Data(Direction.DE_EN),
              written,
              DecodingOptions.defaults()
                  .with(
                      change ->
                          change
                              .beamSize(3)
                              .maxLengthFactor(1)
                              .maxLengthOffset(5)
                              .maxSourceLength(60)));
      Provenance provenance =
          new Provenance(
              "de-en", 0, 5, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of());
      ModelDirectory.write(
          directory,
          new ModelContents(
              tensors,
              YamlBinding.write(config),
              ByteBuffer.wrap(subwords),
              provenance,
              Optional.empty()));
    }
    return directory;
  }
}
