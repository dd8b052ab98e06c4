package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's Java compiles: imports, then statements. */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void itsProgramsCompile() throws IOException {
    Path page = Path.of(System.getProperty("dolmetsch.root"), "README.md");
    List<String> programs =
        JAVA.matcher(Files.readString(page).replace("\r\n", "\n"))
            .results()
            .map(MatchResult::group)
            .map(block -> block.replaceFirst("```java\n", "").replaceFirst("```$", ""))
            .toList();
    assertEquals(2, programs.size());
    for (String program : programs) {
      compile(
          lines(program, true) + "\nclass Readme { void run() {\n" + lines(program, false) + "}}");
    }
  }

  private static String lines(String program, boolean imports) {
    return program
        .lines()
        .filter(line -> line.startsWith("import ") == imports)
        .collect(Collectors.joining("\n"));
  }

  private void compile(String program) throws IOException {
    Path source = Files.writeString(folder.resolve("Readme.java"), program);
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                messages,
                messages,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    assertEquals(0, result, () -> messages.toString(UTF_8));
  }
}
