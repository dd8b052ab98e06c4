package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.batch.SpecialIds;
import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PieceSamplerTest {
  private static final SpecialIds SPECIALS = SpecialIds.standard();

  /** Probabilities of the ids 0 to 9; those of {@code <s>} and {@code <pad>} are never drawn. */
  private static final double[] P = {0.1, 0, 0.3, 0, 0.2, 0.15, 0.1, 0.08, 0.05, 0.02};

  private static LogitRow row() {
    float[] logits = new float[P.length];
    for (int id = 0; id < P.length; id++) {
      logits[id] = (float) (P[id] == 0 ? -50 : Math.log(P[id]) + 3);
    }
    LogitRow row = new LogitRow(P.length, SPECIALS);
    row.load(FloatBuffer.wrap(logits), 0);
    return row;
  }

  /** How often each id is drawn where the cut is at the middle of each of so many equal parts. */
  private static double[] shares(LogitRow row, Sampling options) {
    int parts = 100_000;
    PieceSampler sampler = new PieceSampler(P.length);
    double[] shares = new double[P.length];
    for (int i = 0; i < parts; i++) {
      shares[sampler.draw(row, options, (i + 0.5) / parts)] += 1.0 / parts;
    }
    return shares;
  }

  private static void assertShares(double[] expected, double[] shares) {
    for (int id = 0; id < P.length; id++) {
      assertEquals(expected[id], shares[id], 3e-5, "share of " + id);
    }
  }

  @Test
  void piecesAreDrawnAsOftenAsTheirProbabilitySays() {
    assertEquals(1, SPECIALS.start());
    assertEquals(3, SPECIALS.padding());
    assertShares(P, shares(row(), Sampling.defaults()));
  }

  @ParameterizedTest
  @CsvSource({"0.5", "2"})
  void temperatureIsAnExponentOfProbabilities(double temperature) {
    double[] expected = new double[P.length];
    double sum = 0;
    for (double p : P) {
      sum += p == 0 ? 0 : Math.pow(p, 1 / temperature);
    }
    for (int id = 0; id < P.length; id++) {
      expected[id] = P[id] == 0 ? 0 : Math.pow(P[id], 1 / temperature) / sum;
    }
    assertShares(expected, shares(row(), new Sampling(temperature, 0, 1, 1)));
  }

  @Test
  void onlyTheMostProbableKAreDrawnTheLowerIdFirst() {
    double[] expected = new double[P.length];
    for (int id : new int[] {2, 4, 5, 0}) { // 0 and 6 are equal.
      expected[id] = P[id] / 0.75;
    }
    assertShares(expected, shares(row(), new Sampling(1, 4, 1, 1)));
  }

  @ParameterizedTest
  @CsvSource({"0.29, 0.3", "0.31, 0.5", "0.6, 0.65", "0.00001, 0.3"})
  void onlyTheNucleusIsDrawn(double topP, double mass) {
    double[] expected = new double[P.length];
    double sum = 0;
    for (int id : new int[] {2, 4, 5, 0}) {
      if (sum < mass - 1e-9) {
        expected[id] = P[id] / mass;
        sum += P[id];
      }
    }
    assertShares(expected, shares(row(), new Sampling(1, 0, topP, 1)));
    assertShares(expected, shares(row(), new Sampling(1, 1000, topP, 1)));
  }

  @Test
  void theNucleusIsThatOfTheMostProbableK() {
    double[] expected = new double[P.length];
    expected[2] = 1; // 0.3 of 0.5 is more than 0.55 of it; 0.3 of 1 would not be.
    assertShares(expected, shares(row(), new Sampling(1, 2, 0.55, 1)));
  }

  @Test
  void whatIsBannedIsNotDrawn() {
    LogitRow row = row();
    PieceSampler sampler = new PieceSampler(P.length);
    row.ban(2);
    assertEquals(0, shares(row, Sampling.defaults())[2]);
    assertEquals(4, sampler.draw(row, new Sampling(1, 1, 1, 1), 0.9));
    IntStream.range(0, P.length).forEach(row::ban);
    assertEquals(-1, sampler.draw(row, Sampling.defaults(), 0.5));
  }

  @Test
  void smallTemperaturesAndManyPiecesLoseNothing() {
    int size = 5_000;
    float[] logits = new float[size];
    for (int id = 0; id < size; id++) {
      logits[id] = id * 0.02f; // 100 in all: most weights vanish in a float.
    }
    LogitRow row = new LogitRow(size, SPECIALS);
    row.load(FloatBuffer.wrap(logits), 0);
    PieceSampler sampler = new PieceSampler(size);
    Sampling cold = new Sampling(0.01, 0, 1, 1);
    assertEquals(size - 1, sampler.draw(row, cold, 0.5)); // The others have 0.14 together.
    assertEquals(size - 1000, sampler.draw(row, new Sampling(1, 1000, 1, 1), Math.nextDown(1.0)));
    assertEquals(size - 1, sampler.draw(row, new Sampling(1, 4000, 0.999, 1), 0));
  }

  @Test
  void drawsDependOnEachOfTheirPlaces() {
    Set<Double> draws = new HashSet<>();
    double sum = 0;
    for (int seed = 0; seed < 10; seed++) {
      for (int sentence = 0; sentence < 10; sentence++) {
        for (int sample = 0; sample < 10; sample++) {
          for (int position = 0; position < 10; position++) {
            double draw = PieceSampler.uniform(seed, sentence, sample, position);
            assertTrue(draw >= 0 && draw < 1);
            draws.add(draw);
            sum += draw;
          }
        }
      }
    }
    assertEquals(10_000, draws.size());
    assertEquals(0.5, sum / 10_000, 0.015);
    assertEquals(PieceSampler.uniform(1, 2, 3, 4), PieceSampler.uniform(1, 2, 3, 4));
    assertNotEquals(PieceSampler.uniform(1, 2, 3, 4), PieceSampler.uniform(1, 2, 4, 3));
  }
}
