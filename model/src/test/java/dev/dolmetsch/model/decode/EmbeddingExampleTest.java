package dev.dolmetsch.model.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/embedding.md} shows a program that works. */
class EmbeddingExampleTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void theExampleCompilesAndTranslates() throws Exception {
    Path model = SavedModel.write(folder.resolve("model"));
    compile(example());
    String printed;
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      Method main = loader.loadClass("Embedded").getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      printed = printedBy(() -> main.invoke(null, (Object) new String[] {model.toString()}));
    }
    try (Translator translator = Translator.load(model)) {
      String expected =
          String.join(
              System.lineSeparator(),
              translator.translate("A dog runs."),
              translator.translateBatch(List.of("A cat sleeps.", "Two men read.")).toString(),
              translator.translate("A woman sings."),
              translator.translateStreaming("Children play in the park.", part -> {}));
      assertEquals(expected, printed);
    }
  }

  /** The only block of Java on the page. */
  private static String example() throws Exception {
    Path page = Path.of(System.getProperty("dolmetsch.root"), "docs", "embedding.md");
    Matcher block = JAVA.matcher(Files.readString(page).replace("\r\n", "\n"));
    assertTrue(block.find(), "no Java in " + page);
    String example = block.group(1);
    assertTrue(!block.find(), "two programs in " + page + ", of which this test would run one");
    return example;
  }

  private void compile(String program) throws Exception {
    Path source = Files.writeString(folder.resolve("Embedded.java"), program);
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                messages,
                messages,
                "-proc:none",
                "-Xlint:all,-path",
                "-Werror",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    assertEquals(0, result, () -> messages.toString(UTF_8));
  }

  private interface Action {
    Object run() throws Exception;
  }

  private static String printedBy(Action action) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      action.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(UTF_8);
  }
}
