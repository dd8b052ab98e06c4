package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.corpus.Direction;
import dev.dolmetsch.model.NormPosition;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import dev.dolmetsch.model.ops.Activation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranslatorTest {
  @TempDir private static Path folder;
  private static Path model;

  @BeforeAll
  static void writeModel() {
    model = SavedModel.write(folder.resolve("model"));
  }

  private static Translator load() {
    return Translator.load(model, 2, Nd4jKernels::new);
  }

  @Test
  void translationsStandInTheOrderOfTheirSentences() {
    try (Translator translator = load()) {
      assertEquals(Direction.DE_EN, translator.direction());
      DecodingOptions options = translator.defaultOptions();
      List<Translation> together = translator.translateBatch(SavedModel.SENTENCES, options);
      for (int i = 0; i < together.size(); i++) {
        Translation translation = together.get(i);
        assertEquals(SavedModel.SENTENCES.get(i), translation.source());
        assertFalse(translation.text().isEmpty());
        assertEquals(translator.translate(translation.source()), translation.text());
      }
    }
  }

  @Test
  void resultsDoNotDependOnTheNumberOfWorkers() {
    List<String> many =
        Collections.nCopies(20, SavedModel.SENTENCES).stream().flatMap(List::stream).toList();
    try (Translator one = Translator.load(model, 1, Nd4jKernels::new);
        Translator three = Translator.load(model, 3, Nd4jKernels::new)) {
      DecodingOptions options = one.defaultOptions();
      List<Translation> expected = one.translateBatch(many, options);
      List<Translation> found = three.translateBatch(many, options);
      for (int i = 0; i < many.size(); i++) {
        assertEquals(expected.get(i).text(), found.get(i).text());
        assertEquals(score(expected.get(i)), score(found.get(i)), 1e-5);
      }
    }
  }

  @Test
  void candidatesComeBestFirstWithThePiecesOfTheirText() {
    try (Translator translator = load()) {
      DecodingOptions options = translator.defaultOptions().withNBest(3);
      List<Translation.Candidate> candidates =
          translator.translateBatch(SavedModel.SENTENCES, options).get(0).candidates();
      assertEquals(3, candidates.size());
      assertTrue(candidates.get(0).score() >= candidates.get(1).score());
      for (Translation.Candidate candidate : candidates) {
        assertEquals(candidate.text(), translator.subwords().decodePieces(candidate.pieces()));
      }
    }
  }

  @Test
  void blankSentencesStayBlank() {
    try (Translator translator = load()) {
      List<Translation> translations =
          translator.translateBatch(
              List.of("", "Yes", " \t\u00a0\u3000"), translator.defaultOptions());
      assertEquals("", translations.get(0).text());
      assertNotEquals("", translations.get(1).text());
      assertEquals("", translations.get(2).text());
      assertEquals(List.of(), translations.get(2).candidates());
    }
  }

  @Test
  void anOverlongTextIsTranslatedSentenceBySentence() {
    try (Translator translator = load()) {
      String text = String.join(" ", Collections.nCopies(200, "The dog sleeps."));
      List<Translation> translations =
          translator.translateBatch(List.of(text, "The dog sleeps."), translator.defaultOptions());
      assertFalse(translations.get(0).truncated());
      assertEquals(
          String.join(" ", Collections.nCopies(200, translations.get(1).text())),
          translations.get(0).text());
    }
  }

  @Test
  void anOverlongTextIsTheSameAtOnceLaterAndInAStream() {
    try (Translator translator = load()) {
      String text = "Yes. " + "The dog sleeps. ".repeat(100);
      DecodingOptions greedy = translator.defaultOptions().withNBest(1).withBeamSize(1);
      String expected = translator.translateBatch(List.of(text), greedy).get(0).text();
      assertEquals(expected, translator.translateAsync(text, greedy).join().text());
      StringBuilder streamed = new StringBuilder();
      Translation translation = translator.translateStreaming(text, greedy, streamed::append);
      assertEquals(expected, translation.text());
      assertEquals(expected, streamed.toString());
    }
  }

  @Test
  void soIsOneThatIsSampled() {
    try (Translator translator = load()) {
      String text = "Yes. " + "The dog sleeps. ".repeat(100);
      DecodingOptions sampled =
          translator
              .defaultOptions()
              .with(change -> change.method(SearchMethod.SAMPLING).nBest(1).maxDecodingLength(8));
      Translation expected = translator.translate(text, sampled);
      assertEquals(expected.text(), translator.translateAsync(text, sampled).join().text());
      assertEquals(
          expected.text(), translator.translateStreaming(text, sampled, part -> {}).text());
      long different = expected.parts().stream().skip(1).map(Translation::text).distinct().count();
      assertTrue(different > 1, "each part is drawn by itself");
    }
  }

  @Test
  void anOverlongWordIsTranslatedUpToTheLimit() {
    try (Translator translator = load()) {
      List<Translation> translations =
          translator.translateBatch(
              List.of("Thedogsleeps.".repeat(200), "Yes"), translator.defaultOptions());
      assertTrue(translations.get(0).truncated());
      assertFalse(translations.get(1).truncated());
    }
  }

  @Test
  void severalThreadsGetWhatOneThreadGets() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(6);
    try (Translator translator = load()) {
      DecodingOptions options = translator.defaultOptions();
      List<Translation> expected = translator.translateBatch(SavedModel.SENTENCES, options);
      List<Future<List<Translation>>> futures = new ArrayList<>();
      for (int caller = 0; caller < 12; caller++) {
        futures.add(callers.submit(() -> translator.translateBatch(SavedModel.SENTENCES, options)));
      }
      for (Future<List<Translation>> future : futures) {
        List<Translation> found = future.get();
        for (int i = 0; i < expected.size(); i++) {
          assertEquals(expected.get(i).text(), found.get(i).text());
        }
      }
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void closingWaitsForTranslationsUnderWay() throws Exception {
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      CountDownLatch started = new CountDownLatch(1);
      Translator translator =
          Translator.load(
              model,
              1,
              () -> {
                started.countDown(); // Called by the worker, in the middle of the translation.
                return new Nd4jKernels();
              });
      List<String> many =
          Collections.nCopies(20, SavedModel.SENTENCES).stream().flatMap(List::stream).toList();
      Future<List<Translation>> future =
          caller.submit(() -> translator.translateBatch(many, translator.defaultOptions()));
      started.await();
      translator.close();
      assertTrue(future.isDone() || !future.get().isEmpty());
      assertEquals(many.size(), future.get().size());
    } finally {
      caller.shutdown();
    }
  }

  private static double score(Translation translation) {
    return translation.candidates().get(0).score();
  }

  @Test
  void aSearchThatFailedIsNotUsedAgain() {
    AtomicInteger searches = new AtomicInteger();
    Supplier<Kernels> firstFails =
        () -> {
          Kernels sound = new Nd4jKernels();
          boolean first = searches.incrementAndGet() == 1;
          return new Kernels() {
            @Override
            public Kernel create(OpCall call) {
              if (first) {
                throw new OutOfMemoryError("as if");
              }
              return sound.create(call);
            }

            @Override
            public String description() {
              return sound.description();
            }
          };
        };
    try (Translator translator = Translator.load(model, 1, firstFails);
        Translator other = load()) {
      assertThrows(OutOfMemoryError.class, () -> translator.translate("Yes"));
      assertEquals(other.translate("Yes"), translator.translate("Yes"));
      assertEquals(2, searches.get());
    }
  }

  @Test
  void aClosedTranslatorRefusesToTranslate() {
    Translator translator = load();
    translator.close();
    translator.close();
    assertThrows(IllegalStateException.class, () -> translator.translate("Yes"));
  }

  @Test
  void parametersOfAnotherShapeAreRefusedByName() {
    TransformerConfig wider =
        new TransformerConfig(
            2, 1, 16, 2, 32, Activation.GELU, NormPosition.PRE, "softmax", 0, 0, 0, true, true);
    Path other = SavedModel.write(folder.resolve("wider"), wider);
    DolmetschException refusal =
        assertThrows(DolmetschException.class, () -> Translator.load(other));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("encoder.layers.0.feed_forward.inner.weight"), message);
    assertTrue(message.contains("[24, 16]"), message);
  }

  @Test
  void parametersTooManyAreRefusedByName() {
    TransformerConfig shallower =
        new TransformerConfig(
            1, 1, 16, 2, 24, Activation.GELU, NormPosition.PRE, "softmax", 0, 0, 0, true, true);
    Path other = SavedModel.write(folder.resolve("shallower"), shallower);
    DolmetschException refusal =
        assertThrows(DolmetschException.class, () -> Translator.load(other));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("encoder.layers.1.self_attention.query.weight"), message);
  }
}
