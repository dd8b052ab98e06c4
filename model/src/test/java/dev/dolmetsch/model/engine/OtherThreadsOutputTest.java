package dev.dolmetsch.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OtherThreadsOutputTest {
  @Test
  void oneThreadIsMutedAndAllOthersPass() throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream =
        new PrintStream(
            new OtherThreadsOutput(Thread.currentThread(), bytes), true, StandardCharsets.UTF_8);
    stream.println("muted");
    Thread other = new Thread(() -> stream.print("hört"));
    other.start();
    other.join();
    stream.write('m');
    assertEquals("hört", bytes.toString(StandardCharsets.UTF_8));
  }
}
