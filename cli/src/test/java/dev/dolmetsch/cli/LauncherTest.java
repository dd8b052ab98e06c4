package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shell script {@code dolmetsch} in a source tree without sources: its java prints what it was
 * called with, its mvn makes the jars.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final String BUILDING = "dolmetsch: building";
  private static final String PREPARING = "dolmetsch: preparing a quick start";

  @TempDir Path folder;
  private Path tree;
  private Path jdk;

  /** What a run of the script came to. */
  private record Run(int exitCode, String out, String err) {}

  @BeforeEach
  void makeTree() throws IOException {
    Path sources = Path.of(System.getProperty("dolmetsch.root"));
    tree = folder.resolve("tree");
    Path launcher = Files.createDirectories(tree.resolve("cli/src/main/launcher"));
    Files.copy(sources.resolve("dolmetsch"), tree.resolve("dolmetsch"));
    Files.copy(sources.resolve("cli/src/main/launcher/launch.sh"), launcher.resolve("launch.sh"));
    for (String module : List.of("data", "model", "training", "cli")) {
      Files.createDirectories(tree.resolve(module + "/src/main"));
      Files.writeString(tree.resolve(module + "/pom.xml"), "");
    }
    Files.writeString(tree.resolve("pom.xml"), "");
    Files.createDirectories(tree.resolve(".mvn"));
    Files.createDirectories(tree.resolve("configs"));
    Files.writeString(tree.resolve("configs/quickstart.yaml"), "");

    jdk = folder.resolve("jdk");
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
    script(
        jdk.resolve("bin/java"),
        """
        for argument; do
          case $argument in
            -XX:SharedArchiveFile=*) archive=${argument#*=} ;;
            -Xshare:dump) dumps=yes ;;
            -XX:DumpLoadedClassList=*) exit 0 ;;
          esac
        done
        if [ -n "${dumps:-}" ]; then : >"$archive"; exit 0; fi
        printf '%s\\n' "$@"
        echo "read: $(cat)"
        echo "threads: $OMP_NUM_THREADS"
        """);
    script(
        folder.resolve("bin/mvn"),
        """
        mkdir -p cli/target/lib
        echo a program >cli/target/dolmetsch.jar
        echo ours >cli/target/lib/dolmetsch-model.jar
        echo theirs >cli/target/lib/other.jar
        """);
  }

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\nset -eu\n" + body);
    assertTrue(file.toFile().setExecutable(true));
  }

  private Run run(String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), tree.resolve("dolmetsch").toString(), arguments);
  }

  private Run run(Map<String, String> variables, String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", program));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder
        .environment()
        .merge("PATH", folder.resolve("bin").toString(), (p, bin) -> bin + ":" + p);
    builder.environment().keySet().removeIf(name -> name.startsWith("DOLMETSCH_"));
    builder.environment().putAll(variables);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it goes on for ever");
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  @Test
  void itBuildsWhatIsNotBuiltOrOlderThanASource() throws Exception {
    Run first = run("translate", "--model", "a b");
    assertEquals(0, first.exitCode, first.err);
    assertTrue(first.err.contains(BUILDING), first.err);
    assertTrue(first.out.contains("translate\n--model\na b\n"), first.out);
    assertTrue(first.out.contains("threads: 1\n"), first.out);

    assertFalse(run("translate").err.contains(BUILDING));

    Path source = Files.writeString(tree.resolve("model/src/main/Model.java"), "");
    assertTrue(source.toFile().setLastModified(System.currentTimeMillis() + 60_000));
    assertTrue(run("translate").err.contains(BUILDING));
  }

  @Test
  void aTreeThatWasMovedRunsWhereItIs() throws Exception {
    run("translate");
    Path moved = Files.move(tree, folder.resolve("moved tree"));
    Run there = run(Map.of(), moved.resolve("dolmetsch").toString(), "translate");
    assertEquals(0, there.exitCode, there.err);
    assertFalse(there.err.contains(BUILDING), there.err);
    assertTrue(there.out.contains(moved + "/cli/target/launcher/app."), there.out);
  }

  @Test
  void itIsFoundThroughLinks() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), tree.resolve("dolmetsch"));
    assertEquals(0, run(Map.of(), link.toString(), "--version").exitCode);
  }

  @Test
  void theLockOfAProcessThatIsGoneIsTakenOver() throws Exception {
    Path lock = Files.createDirectories(tree.resolve("cli/target/launcher/lock"));
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
    Run run = run("translate");
    assertEquals(0, run.exitCode, run.err);
    assertFalse(Files.exists(lock));
  }

  @Test
  void whereNothingCanBeBuiltItSaysSo() throws Exception {
    Files.createDirectories(tree.resolve("cli/target"));
    Files.writeString(tree.resolve("cli/target/launcher"), "a file is in the way");
    Run run = run("translate");
    assertEquals(1, run.exitCode, run.out);
    assertEquals(1, run.err.lines().count(), run.err);
    assertTrue(run.err.contains("cannot be written, which is needed to build"), run.err);
  }

  @Test
  void anOldJavaAndAnImpossibleHeapAreRefused() throws Exception {
    String program = tree.resolve("dolmetsch").toString();
    Run heap = run(Map.of("DOLMETSCH_HEAP", "much"), program, "translate");
    assertEquals(1, heap.exitCode, heap.out);
    assertTrue(heap.err.contains("DOLMETSCH_HEAP must be a size such as 4g"), heap.err);
    assertTrue(run(Map.of("DOLMETSCH_HEAP", "3g"), program, "translate").out.contains("-Xmx3g\n"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    Run old = run("translate");
    assertEquals(1, old.exitCode, old.out);
    assertTrue(old.err.contains("is Java 11; Dolmetsch needs a JDK 17 or newer"), old.err);
  }

  @Test
  void theArchiveOfClassesIsMadeOnceForABuildWhateverTheTimeZone() throws Exception {
    Run first = run("translate");
    assertTrue(first.err.contains(PREPARING), first.err);
    assertTrue(first.out.contains("-XX:SharedArchiveFile="), first.out);
    String program = tree.resolve("dolmetsch").toString();
    assertFalse(run(Map.of("TZ", "Asia/Tokyo"), program, "translate").err.contains(PREPARING));
    // Java refuses an archive whose jar has another time, as after it was unpacked again.
    try (Stream<Path> files = Files.walk(tree.resolve("cli/target/launcher"))) {
      Path jar = files.filter(file -> file.endsWith("dolmetsch.jar")).findFirst().orElseThrow();
      assertTrue(jar.toFile().setLastModified(1_700_000_000_000L));
    }
    assertTrue(run("translate").err.contains(PREPARING));
  }

  /** Else Java's first file would take the place of standard input. */
  @Test
  void aClosedStandardInputIsAnEmptyOne() throws Exception {
    Path wrapper = folder.resolve("wrapper");
    script(wrapper, "exec sh '" + tree.resolve("dolmetsch") + "' translate <&-\n");
    Run run = run(Map.of(), wrapper.toString());
    assertEquals(0, run.exitCode, run.err);
    assertTrue(run.out.contains("read: \n"), run.out);
  }
}
