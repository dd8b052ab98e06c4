package dev.dolmetsch.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.decode.SavedModel;
import dev.dolmetsch.model.decode.Translator;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DolmetschModelTest {
  @TempDir private static Path folder;
  private static Path directory;

  @BeforeAll
  static void writeModel() {
    directory = SavedModel.write(folder.resolve("model"));
  }

  @Test
  void aPredictorGivesWhatTheTranslatorGives() throws TranslateException {
    try (Translator translator = Translator.load(directory);
        ZooModel<String, String> model = DolmetschModel.open(directory);
        Predictor<String, String> predictor = model.newPredictor()) {
      List<String> expected = translator.translateBatch(SavedModel.SENTENCES);
      assertEquals(expected, predictor.batchPredict(SavedModel.SENTENCES));
      assertEquals(expected.get(0), predictor.predict(SavedModel.SENTENCES.get(0)));
      assertEquals("", predictor.predict(" "));
      assertEquals(translator.directory().path(), model.getModelPath());
    }
  }

  @Test
  void aClosedPredictorDoesNotCloseTheModel() throws TranslateException {
    try (ZooModel<String, String> model = DolmetschModel.open(directory)) {
      model.newPredictor().close();
      try (Predictor<String, String> next = model.newPredictor()) {
        assertEquals(1, next.batchPredict(List.of("Yes")).size());
      }
    }
  }

  @Test
  void failuresAreThoseThatDjlKnows() {
    ZooModel<String, String> model = DolmetschModel.open(directory);
    try (Predictor<String, String> predictor = model.newPredictor()) {
      model.close();
      TranslateException failure =
          assertThrows(TranslateException.class, () -> predictor.predict("Yes"));
      assertInstanceOf(IllegalStateException.class, failure.getCause());
    }
  }

  @Test
  void arraysAreRefused() {
    try (ZooModel<String, String> model = DolmetschModel.open(directory)) {
      assertThrows(
          UnsupportedOperationException.class, () -> model.newPredictor(new NoopTranslator()));
    }
  }

  @Test
  void aDirectoryWithoutModelIsRefused() {
    assertThrows(DolmetschException.class, () -> DolmetschModel.open(folder.resolve("nowhere")));
  }
}
