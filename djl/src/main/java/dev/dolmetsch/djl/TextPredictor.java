package dev.dolmetsch.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import dev.dolmetsch.model.decode.Translator;
import java.util.List;
import java.util.function.Supplier;

/** Predicts text from text with a {@link Translator}, which belongs to the model. */
final class TextPredictor extends Predictor<String, String> {
  private final Translator sentences;

  TextPredictor(
      Model model,
      ai.djl.translate.Translator<String, String> translator,
      Device device,
      Translator sentences) {
    super(model, translator, device, false);
    this.sentences = sentences;
  }

  @Override
  public String predict(String input) throws TranslateException {
    return checked(() -> sentences.translate(input));
  }

  @Override
  public List<String> batchPredict(List<String> inputs) throws TranslateException {
    return checked(() -> sentences.translateBatch(inputs));
  }

  /** What goes wrong is a {@link TranslateException} to DJL's callers. */
  private static <T> T checked(Supplier<T> translation) throws TranslateException {
    try {
      return translation.get();
    } catch (RuntimeException e) {
      throw new TranslateException(e);
    }
  }

  @Override
  public boolean supportsStreaming() {
    return false;
  }
}
