package dev.dolmetsch.djl;

import ai.djl.BaseModel;
import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import ai.djl.util.passthrough.PassthroughNDManager;
import dev.dolmetsch.model.decode.Translator;
import java.nio.file.Path;
import java.util.Map;

/**
 * A translation model for DJL.
 *
 * <pre>{@code
 * try (ZooModel<String, String> model = DolmetschModel.open(Path.of("runs/quickstart"));
 *     Predictor<String, String> predictor = model.newPredictor()) {
 *   String one = predictor.predict("The dog sleeps.");
 *   List<String> many = predictor.batchPredict(List.of("The dog sleeps.", "The cat runs."));
 * }
 * }</pre>
 *
 * <p>It needs no DJL engine. Text goes in and text comes out: there are no DJL arrays in between,
 * so translators of one's own, training and saving are refused. Thread-safe, and so are its
 * predictors, which share the model's workers; closing a predictor does nothing.
 */
public final class DolmetschModel extends BaseModel {
  /** Stands for what this model does itself. */
  private static final NoBatchifyTranslator<String, String> TEXT = new TextTranslator();

  private final Translator translator;

  private DolmetschModel(Translator translator) {
    super("dolmetsch");
    this.translator = translator;
    this.manager = PassthroughNDManager.INSTANCE;
    this.dataType = DataType.FLOAT32;
    this.modelDir = translator.directory().path();
  }

  /**
   * Loads a model.
   *
   * @param modelOrRunDirectory as {@link Translator#load(Path)} takes it
   * @throws dev.dolmetsch.data.DolmetschException if there is no model that can be used
   */
  public static ZooModel<String, String> open(Path modelOrRunDirectory) {
    return new ZooModel<>(new DolmetschModel(Translator.load(modelOrRunDirectory)), TEXT);
  }

  /**
   * Refused: a model is loaded by {@link #open(Path)}.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public void load(Path path, String prefix, Map<String, ?> options) {
    throw new UnsupportedOperationException("use the static method DolmetschModel.open(Path)");
  }

  /**
   * A predictor of the model's own translator, that of the {@link ZooModel}.
   *
   * @throws UnsupportedOperationException for any other translator, as there are no arrays that it
   *     could work with
   */
  @Override
  @SuppressWarnings("unchecked") // The one translator that passes is of strings.
  public <I, O> Predictor<I, O> newPredictor(
      ai.djl.translate.Translator<I, O> wanted, Device device) {
    if (wanted != TEXT) {
      throw new UnsupportedOperationException(
          "this model takes and gives text, no arrays; use ZooModel.newPredictor()");
    }
    return (Predictor<I, O>) new TextPredictor(this, TEXT, device, translator);
  }

  /** Waits for what is under way, then releases the memory. */
  @Override
  public void close() {
    translator.close();
    super.close();
  }

  private static final class TextTranslator implements NoBatchifyTranslator<String, String> {
    @Override
    public NDList processInput(TranslatorContext context, String input) {
      throw new UnsupportedOperationException("text is not turned into arrays");
    }

    @Override
    public String processOutput(TranslatorContext context, NDList output) {
      throw new UnsupportedOperationException("text is not made from arrays");
    }
  }
}
