package dev.dolmetsch.model.similarity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.TeacherForcing;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.decode.SavedModel;
import dev.dolmetsch.model.decode.Translator;
import dev.dolmetsch.model.engine.ExecutionPlan;
import dev.dolmetsch.model.engine.GraphRunner;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentenceVectorsTest {
  @TempDir private static Path folder;

  @Test
  void aVectorIsTheMeanOfAllEncoderStatesWithoutPadding() {
    Path model = SavedModel.write(folder.resolve("mean"));
    try (Translator translator = Translator.load(model);
        SentenceVectors vectors = SentenceVectors.of(translator)) {
      for (String sentence : SavedModel.SENTENCES) {
        float[] expected = meanOfStates(translator, sentence);
        assertArrayEquals(expected, vectors.vector(sentence), 1e-5f);
      }
    }
  }

  /** Without any padding, in a graph of the exact length. */
  private static float[] meanOfStates(Translator translator, String sentence) {
    TokenBatch batch =
        new TokenBatch(
            List.of(translator.subwords().encode(sentence)),
            List.of(new int[0]),
            translator.specials());
    try (GraphRunner runner =
        new GraphRunner(
            TransformerGraphs.forced(translator.config(), translator.parameters().layout()),
            List.of(TransformerGraphs.ENCODER_STATES),
            translator.parameters().views(),
            new Nd4jKernels())) {
      ExecutionPlan plan = runner.plan(TeacherForcing.shapes(batch));
      // Only the encoder is needed, so the plan has no decoder inputs.
      plan.tensor("source_ids").set(batch.sourceIds());
      plan.tensor("source_positions").set(TeacherForcing.positions(1, batch.sourceWidth()));
      plan.tensor("source_lengths").set(batch.sourceLengths());
      plan.run();
      float[] states = plan.tensor(TransformerGraphs.ENCODER_STATES).toFloats();
      int width = translator.config().modelWidth();
      float[] mean = new float[width];
      for (int i = 0; i < states.length; i++) {
        mean[i % width] += states[i] / batch.sourceWidth();
      }
      return mean;
    }
  }

  @Test
  void aSentenceIsMostLikeItself() {
    Path model = SavedModel.write(folder.resolve("itself"));
    try (Translator translator = Translator.load(model);
        SentenceVectors vectors = SentenceVectors.of(translator)) {
      String sentence = SavedModel.SENTENCES.get(0);
      assertEquals(1, vectors.compare(sentence, sentence).cosine(), 1e-12);
      assertTrue(vectors.compare(sentence, SavedModel.SENTENCES.get(1)).cosine() < 1);
    }
  }

  @Test
  void aClosedTranslatorGivesNoVectors() {
    Translator translator = Translator.load(SavedModel.write(folder.resolve("closed")));
    try (SentenceVectors vectors = SentenceVectors.of(translator)) {
      assertEquals(translator.config().modelWidth(), vectors.vector("Yes").length);
      translator.close();
      assertThrows(IllegalStateException.class, () -> vectors.vector("Yes"));
    }
  }

  @Test
  void aBlankOrOverlongSentenceIsRefused() {
    Path model = SavedModel.write(folder.resolve("blank"));
    try (Translator translator = Translator.load(model);
        SentenceVectors vectors = SentenceVectors.of(translator)) {
      assertThrows(DolmetschException.class, () -> vectors.compare("Yes", " "));
      String overlong = "The dog sleeps. ".repeat(50);
      assertThrows(DolmetschException.class, () -> vectors.vector(overlong));
    }
  }

  @Test
  void similarityIsDotProductAndCosine() {
    assertEquals(new Similarity(-12, -0.8), Similarity.of(new float[] {3, 0}, new float[] {-4, 3}));
    assertEquals(new Similarity(0, 0), Similarity.of(new float[] {3, 0}, new float[] {0, 0}));
    assertThrows(IllegalArgumentException.class, () -> Similarity.of(new float[1], new float[2]));
  }
}
