package dev.dolmetsch.model.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.model.engine.KernelsUnderTest;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Every operation's gradient against central finite differences. A block of rows is 2,048 elements
 * (4,096 where there are no rows), so the larger shapes here span several.
 */
class OperationGradientTest {
  /** In float32 a difference over 2·10⁻² has an error of a few 10⁻⁴; curvature adds as much. */
  private static final float STEP = 1e-2f;

  private static final double TOLERANCE = 2e-3;

  /** Operations of which nobody takes a gradient. */
  private static final Set<Class<?>> WITHOUT_GRADIENT =
      Set.of(CacheWrite.class, ScaleAndBias.class, SelectedLinear.class);

  /** A graph with the operation under test; says how many elements its output has. */
  private record Case(String name, int outputLength, Function<OperationGraph, SDVariable> build) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int[] s : new int[][] {{1, 5, 3}, {7, 9, 13}, {70, 33, 40}}) {
      cases.add(linear(s[0], s[1], s[2], true));
      cases.add(linear(s[0], s[1], s[2], false));
    }
    for (int[] s : new int[][] {{1, 8}, {5, 13}, {70, 33}}) {
      cases.add(
          new Case(
              "layer norm " + s[0] + "x" + s[1],
              s[0] * s[1],
              g ->
                  new LayerNorm(
                          g.graph(),
                          g.random("x", s[0], s[1]),
                          g.random("gain", s[1]),
                          g.random("bias", s[1]),
                          1e-5)
                      .output()));
    }
    for (int[] s : new int[][] {{1, 3}, {3, 7}, {70, 61}}) {
      String shape = s[0] + "x" + s[1];
      int length = s[0] * s[1];
      for (Activation activation : Activation.values()) {
        cases.add(
            new Case(
                activation + " " + shape,
                length,
                g ->
                    new FeedForwardActivation(g.graph(), g.random("x", s[0], s[1]), activation)
                        .output()));
      }
      for (double p : new double[] {0, 0.5}) {
        cases.add(
            new Case(
                "dropout p=" + p + " " + shape,
                length,
                g ->
                    new Dropout(
                            g.graph(),
                            g.random("x", s[0], s[1]),
                            g.ints("seed", 3, -4),
                            g.ints("sentences", 5),
                            p,
                            2)
                        .output()));
      }
      cases.add(
          new Case(
              "residual add " + shape,
              length,
              g ->
                  new ResidualAdd(g.graph(), g.random("a", s[0], s[1]), g.random("b", s[0], s[1]))
                      .output()));
    }
    cases.add(
        new Case(
            "embedding with repeated ids",
            5 * 6,
            g ->
                new Embedding(g.graph(), g.random("table", 7, 6), g.ints("ids", 2, 2, 0, 6, 2), 2.5)
                    .output()));
    cases.add(
        new Case(
            "add positions",
            6 * 10,
            g ->
                new AddPositions(
                        g.graph(), g.random("x", 6, 10), g.ints("positions", 0, 1, 2, 0, 1, 90))
                    .output()));
    cases.add(
        new Case(
            "pass through",
            2 * 5,
            g -> {
              // Read twice, so that a pass-through's gradient is one of several to be added.
              SDVariable x = g.random("x", 2, 5);
              SDVariable same = new PassThrough(g.graph(), x).output();
              return new ResidualAdd(g.graph(), same, x).output();
            }));
    cases.add(
        new Case(
            "a weight that is used twice",
            4 * 5,
            g -> {
              SDVariable weight = g.random("weight", 5, 5);
              SDVariable once = new Linear(g.graph(), g.random("x", 4, 5), weight).output();
              return new Linear(g.graph(), once, weight).output();
            }));
    for (int[] s : new int[][] {{1, 1, 1, 1, 4}, {2, 2, 3, 5, 6}, {3, 3, 9, 7, 9}}) {
      String shape = "B=%d H=%d T=%d S=%d D=%d".formatted(s[0], s[1], s[2], s[3], s[4]);
      cases.add(
          new Case(
              "attention scores " + shape,
              s[0] * s[1] * s[2] * s[3],
              g ->
                  new AttentionScores(
                          g.graph(),
                          g.random("query", s[0] * s[2], s[4]),
                          g.random("key", s[0] * s[3], s[4]),
                          g.ints("lengths", new int[s[0]]),
                          s[1])
                      .output()));
      cases.add(
          new Case(
              "attention context " + shape,
              s[0] * s[2] * s[4],
              g ->
                  new AttentionContext(
                          g.graph(),
                          g.random("weights_", s[0], s[1], s[2], s[3]),
                          g.random("value", s[0] * s[3], s[4]))
                      .output()));
    }
    cases.add(softmax(1, 1, 1, 1));
    cases.add(softmax(2, 2, 3, 5));
    cases.add(softmax(1, 2, 65, 33));
    for (boolean causal : new boolean[] {false, true}) {
      cases.add(mask(causal, false, 5));
      cases.add(mask(causal, true, 5));
      cases.add(mask(causal, true, 40));
    }
    for (double smoothing : new double[] {0, 0.1}) {
      cases.add(crossEntropy(smoothing, 1, 4));
      cases.add(crossEntropy(smoothing, 11, 4, 3, 10, 3, 0, 4));
    }
    cases.add(attention());
    return cases;
  }

  private static Case linear(int n, int in, int out, boolean bias) {
    return new Case(
        "linear N=%d I=%d O=%d%s".formatted(n, in, out, bias ? " with bias" : ""),
        n * out,
        g -> {
          SDVariable x = g.random("x", n, in);
          SDVariable weight = g.random("weight", out, in);
          return bias
              ? new Linear(g.graph(), x, weight, g.random("bias", out)).output()
              : new Linear(g.graph(), x, weight).output();
        });
  }

  private static Case softmax(int b, int h, int t, int s) {
    return new Case(
        "softmax B=%d H=%d T=%d S=%d".formatted(b, h, t, s),
        b * h * t * s,
        g -> new SoftmaxWeights(g.graph(), g.random("scores", b, h, t, s)).output());
  }

  /** Three sentences of 1, s − 2 and s keys. */
  private static Case mask(boolean causal, boolean softmax, int s) {
    return new Case(
        "%s mask%s S=%d".formatted(causal ? "causal" : "length", softmax ? " and softmax" : "", s),
        3 * 2 * s * s,
        g -> {
          SDVariable scores = g.random("scores", 3, 2, s, s);
          SDVariable lengths = g.ints("lengths", 1, s - 2, s);
          SDVariable masked = new ScaleAndMask(g.graph(), scores, lengths, 0.7, causal).output();
          return softmax ? new SoftmaxWeights(g.graph(), masked).output() : masked;
        });
  }

  /** Padding is id 3. */
  private static Case crossEntropy(double smoothing, int v, int... labels) {
    int pieces = Math.max(v, 5);
    return new Case(
        "cross-entropy smoothed by %s of %d rows".formatted(smoothing, labels.length),
        1,
        g ->
            new LabelSmoothedCrossEntropy(
                    g.graph(),
                    g.random("logits", labels.length, pieces),
                    g.ints("labels", labels),
                    smoothing,
                    3)
                .output());
  }

  /** All operations of attention in a row, dropout among them. */
  private static Case attention() {
    return new Case(
        "causal self-attention",
        2 * 4 * 6,
        g -> {
          SDVariable x = g.random("x", 2 * 4, 6);
          SDVariable lengths = g.ints("lengths", 4, 2);
          SDVariable scores = new AttentionScores(g.graph(), x, x, lengths, 3).output();
          SDVariable masked = new ScaleAndMask(g.graph(), scores, lengths, 0.7, true).output();
          SDVariable weights = new SoftmaxWeights(g.graph(), masked).output();
          SDVariable dropped =
              new Dropout(
                      g.graph(), weights, g.ints("seed", 1, 2), g.ints("sentences", 7, 3), 0.5, 1)
                  .output();
          SDVariable context = new AttentionContext(g.graph(), dropped, x).output();
          return new ResidualAdd(g.graph(), x, context).output();
        });
  }

  static Stream<Arguments> casesOnAllKernels() {
    return Stream.of(KernelsUnderTest.values())
        .flatMap(kernels -> cases().stream().map(example -> Arguments.of(kernels, example)));
  }

  @ParameterizedTest
  @MethodSource("casesOnAllKernels")
  void gradientIsTheSlope(KernelsUnderTest kernels, Case example) {
    OperationGraph graph = new OperationGraph(kernels);
    SDVariable output = example.build().apply(graph);
    assertEquals(example.outputLength(), graph.forward(output).length);
    graph.checkGradients(output, STEP, TOLERANCE);
  }

  @Test
  void everyOperationIsInOneOfTheGraphsChecked() {
    Set<Class<?>> checked =
        cases().stream()
            .flatMap(
                example -> {
                  OperationGraph graph = new OperationGraph(KernelsUnderTest.ND4J);
                  SDVariable output = example.build().apply(graph);
                  return graph.differentiatedOperations(output, example.outputLength()).stream();
                })
            .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    for (GraphOp op : Operations.all()) {
      if (!checked.contains(op.getClass()) && !WITHOUT_GRADIENT.contains(op.getClass())) {
        missing.add(op.getClass().getName());
      }
    }
    assertEquals(Set.of(), missing, "operations without a gradient test; add a case above");
  }

  @Test
  void everyOperationOfThePackageIsRegistered() throws IOException, URISyntaxException {
    Set<String> registered =
        Operations.all().stream()
            .map(op -> op.getClass().getName())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(concreteOperations(), registered);
    assertEquals(
        Operations.all().size(),
        Operations.all().stream().map(GraphOp::opName).distinct().count(),
        "names are distinct");
  }

  private static Set<String> concreteOperations() throws IOException, URISyntaxException {
    Path classes =
        Path.of(GraphOp.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String folder = GraphOp.class.getPackageName().replace('.', '/');
    try (Stream<Path> files = Files.list(classes.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
          .map(name -> GraphOp.class.getPackageName() + "." + name.replace(".class", ""))
          .filter(OperationGradientTest::isConcreteOperation)
          .sorted(Comparator.naturalOrder())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static boolean isConcreteOperation(String name) {
    try {
      Class<?> type = Class.forName(name);
      return GraphOp.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(name, e);
    }
  }

  @Test
  void anOperationWithoutGradientSaysSo() {
    OperationGraph g = new OperationGraph(KernelsUnderTest.ND4J);
    SDVariable written =
        new CacheWrite(
                g.graph(), g.random("cache", 4, 3), g.random("rows", 2, 3), g.ints("lengths", 1, 2))
            .output();
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> g.differentiatedOperations(written, 12));
    assertTrue(error.getMessage().contains("dolmetsch_cache_write has no gradient"));
  }
}
