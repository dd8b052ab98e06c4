package dev.dolmetsch.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
  @Test
  void wordsThatAShellWouldDivideAreQuoted() {
    assertEquals("train a.yaml '' 'b c'", ShellWords.join(List.of("train", "a.yaml", "", "b c")));
    assertEquals("'it'\\''s'", ShellWords.join(List.of("it's")));
    assertEquals("'$HOME'", ShellWords.join(List.of("$HOME")));
    assertEquals("'q s/run'", ShellWords.quoted(Path.of("q s", "run")));
  }
}
