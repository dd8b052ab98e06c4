package dev.dolmetsch.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dolmetsch.data.batch.Position;
import dev.dolmetsch.training.config.ValidationMetric;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
  @Test
  void firstValidationIsTheBestSoFar() {
    EarlyStopping start = EarlyStopping.start(ValidationMetric.BLEU);
    assertTrue(start.improvedBy(0, 5));
    assertEquals(new EarlyStopping(ValidationMetric.BLEU, 0, 5, 0), start.after(0, 5));
  }

  @Test
  void patienceCountsValidationsThatAreNotBetter() {
    EarlyStopping early =
        EarlyStopping.start(ValidationMetric.BLEU).after(20, 5).after(20, 5).after(19, 4);
    assertEquals(new EarlyStopping(ValidationMetric.BLEU, 20, 5, 2), early);
    assertTrue(early.exhausted(2));
    assertFalse(early.exhausted(3));
    assertFalse(early.exhausted(0), "a patience of 0 never ends a run");
    assertFalse(early.after(20.1, 6).exhausted(1));
  }

  @Test
  void ofEqualValuesTheOneWithTheLowerLossIsBetter() {
    EarlyStopping early = EarlyStopping.start(ValidationMetric.BLEU).after(0, 5);
    assertTrue(early.improvedBy(0, 4.9));
    assertFalse(early.improvedBy(0, 5));
    assertEquals(
        new EarlyStopping(ValidationMetric.BLEU, 0, 4.9, 0), early.after(0, 5.1).after(0, 4.9));
  }

  @Test
  void lowerLossesAreBetter() {
    EarlyStopping early = EarlyStopping.start(ValidationMetric.LOSS).after(3, 3);
    assertTrue(early.improvedBy(2.9, 2.9));
    assertFalse(early.improvedBy(3.1, 3.1));
  }

  @Test
  void valueThatIsNotANumberIsNeverBetter() {
    assertFalse(EarlyStopping.start(ValidationMetric.BLEU).improvedBy(Double.NaN, 1));
  }

  @Test
  void valuesOfAnotherMetricAreForgotten() {
    EarlyStopping early = EarlyStopping.start(ValidationMetric.LOSS).after(3, 3).after(4, 4);
    assertEquals(early, early.by(ValidationMetric.LOSS));
    assertEquals(EarlyStopping.start(ValidationMetric.BLEU), early.by(ValidationMetric.BLEU));
  }

  @Test
  void stateIsReadAsItWasWritten() throws IOException {
    for (double best : new double[] {Double.NaN, 0.1, -3, Double.POSITIVE_INFINITY}) {
      TrainingState state =
          new TrainingState(
              41,
              new Position(2, 7),
              40,
              new EarlyStopping(ValidationMetric.PERPLEXITY, best, best, 5),
              1.5);
      assertEquals(
          state, TrainingState.fromJson(new ObjectMapper().readTree(state.toJson().toString())));
    }
  }

  @Test
  void anEqualValueIsNoBetterWhereTheLossOfTheBestIsNotKnown() {
    assertFalse(new EarlyStopping(ValidationMetric.BLEU, 20, Double.NaN, 0).improvedBy(20, 1));
    assertTrue(new EarlyStopping(ValidationMetric.BLEU, 20, 2, 0).improvedBy(20, 1));
  }

  @Test
  void stateOfAVersionThatDidNotWriteTheLossIsRead() {
    TrainingState state = TrainingState.start(ValidationMetric.BLEU).validated(20, Double.NaN, 1.5);
    ObjectNode json = (ObjectNode) state.toJson();
    json.remove("best_loss");
    assertEquals(state, TrainingState.fromJson(json));
  }

  @Test
  void stateWithSomethingMissingIsRefused() {
    ObjectNode json = (ObjectNode) TrainingState.start(ValidationMetric.LOSS).toJson();
    json.remove("batch_index");
    assertThrows(IllegalArgumentException.class, () -> TrainingState.fromJson(json));
  }
}
