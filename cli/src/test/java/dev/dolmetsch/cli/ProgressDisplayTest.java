package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.training.TrainingProgress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
  private static final TrainingProgress HALF =
      new TrainingProgress(6_000, 12_000, 3, 4.25, 1, 0.002, 15_432.1, Duration.ofSeconds(3_723));

  private static String shown(boolean watching, int columns) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            new PrintStream(err, true, UTF_8),
            false,
            false,
            watching,
            columns);
    ProgressDisplay display = new ProgressDisplay(terminal);
    display.progress(HALF);
    display.message("something");
    display.close();
    return err.toString(UTF_8);
  }

  @Test
  void aLogGetsPlainLines() {
    assertEquals(
        "update 6000/12000, epoch 4, loss 4.2500, learning rate 0.00200, 15432 target tokens/s,"
            + " 1:02:03 left\nsomething\n",
        shown(false, 80));
  }

  @Test
  void aTerminalGetsABarThatFitsItsWidth() {
    for (int columns : new int[] {55, 80, 200}) {
      String shown = shown(true, columns);
      assertTrue(
          Arrays.stream(shown.split("[\r\n]")).allMatch(line -> line.length() < columns), shown);
    }
    assertTrue(shown(true, 80).contains("#."), "half of the bar is filled");
    assertTrue(shown(true, 80).contains("1:02:03 left"));
  }

  @Test
  void aMessageStandsOnALineOfItsOwnAboveTheBar() {
    assertTrue(shown(true, 80).contains("\rsomething\n["));
  }
}
