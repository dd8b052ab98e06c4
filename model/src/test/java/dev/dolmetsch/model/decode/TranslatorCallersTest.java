package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many callers at once, callers that go away, and callers that come too late. */
@Timeout(120)
class TranslatorCallersTest {
  @TempDir private static Path folder;
  private static Path model;

  private final ExecutorService callers = Executors.newFixedThreadPool(8);

  @BeforeAll
  static void writeModel() {
    model = SavedModel.write(folder.resolve("model"));
  }

  @AfterEach
  void stopCallers() {
    callers.shutdownNow();
  }

  private static Translator load() {
    return Translator.load(model, 2, Nd4jKernels::new);
  }

  /** A translator whose only worker starts when the latch is open. */
  private static Translator held(CountDownLatch latch) {
    return Translator.load(
        model,
        1,
        () -> {
          await(latch);
          return new Nd4jKernels();
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyKindOfCallGetsWhatASingleThreadGets() throws Exception {
    try (Translator translator = load()) {
      DecodingOptions greedy = translator.defaultOptions().withBeamSize(1);
      List<String> beam = SavedModel.SENTENCES.stream().map(translator::translate).toList();
      List<String> best =
          SavedModel.SENTENCES.stream().map(s -> translator.translate(s, greedy).text()).toList();
      List<Future<?>> futures = new ArrayList<>();
      for (int round = 0; round < 24; round++) {
        int i = round % SavedModel.SENTENCES.size();
        String sentence = SavedModel.SENTENCES.get(i);
        futures.add(
            switch (round % 4) {
              case 0 ->
                  callers.submit(() -> assertEquals(beam.get(i), translator.translate(sentence)));
              case 1 ->
                  callers.submit(
                      () -> assertEquals(beam, translator.translateBatch(SavedModel.SENTENCES)));
              case 2 ->
                  translator
                      .translateAsync(sentence)
                      .thenAccept(text -> assertEquals(beam.get(i), text));
              default ->
                  callers.submit(
                      () ->
                          assertEquals(
                              best.get(i), translator.translateStreaming(sentence, part -> {})));
            });
      }
      for (Future<?> future : futures) {
        future.get();
      }
    }
  }

  @Test
  void streamedPartsAreTheTextOfTheTranslation() {
    try (Translator translator = load()) {
      DecodingOptions greedy = translator.defaultOptions().withBeamSize(1);
      for (String sentence : SavedModel.SENTENCES) {
        List<String> parts = new ArrayList<>();
        Translation streamed = translator.translateStreaming(sentence, greedy, parts::add);
        assertEquals(streamed.text(), String.join("", parts));
        assertFalse(parts.contains(""));
        assertTrue(parts.size() > 1, "only " + parts);
        assertEquals(translator.translate(sentence, greedy).text(), streamed.text());
      }
      List<String> none = new ArrayList<>();
      assertEquals("", translator.translateStreaming(" ", none::add));
      assertEquals(List.of(), none);
    }
  }

  @Test
  void aStreamIsHandedOutOnItsCallersThreadWhoMayGiveUp() {
    try (Translator translator = load()) {
      Thread caller = Thread.currentThread();
      RuntimeException enough = new RuntimeException("enough");
      RuntimeException thrown =
          assertThrows(
              RuntimeException.class,
              () ->
                  translator.translateStreaming(
                      SavedModel.SENTENCES.get(1),
                      part -> {
                        assertSame(caller, Thread.currentThread());
                        throw enough;
                      }));
      assertSame(enough, thrown);
      assertFalse(translator.translate("Yes").isEmpty());
    }
  }

  @Test
  void aWiderBeamCannotStream() {
    try (Translator translator = load()) {
      assertThrows(
          IllegalArgumentException.class,
          () -> translator.translateStreaming("Yes", translator.defaultOptions(), part -> {}));
    }
  }

  @Test
  void aCancelledFutureHarmsNobody() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    try (Translator translator = held(latch);
        Translator other = load()) {
      CompletableFuture<String> first = translator.translateAsync("Yes");
      CompletableFuture<String> cancelled = translator.translateAsync("The dog sleeps.");
      CompletableFuture<String> last = translator.translateAsync("The dog sleeps.");
      assertTrue(cancelled.cancel(true));
      latch.countDown();
      assertEquals(other.translate("Yes"), first.get());
      assertEquals(other.translate("The dog sleeps."), last.get());
      assertTrue(cancelled.isCancelled());
    }
  }

  @Test
  void whatDependsOnAFutureMayTranslateOnTheOnlyWorkerAndEvenClose() throws Exception {
    try (Translator translator = Translator.load(model, 1, Nd4jKernels::new)) {
      CompletableFuture<String> twice =
          translator.translateAsync("Yes").thenApply(text -> text + translator.translate("Yes"));
      assertEquals(translator.translate("Yes").repeat(2), twice.get());
      translator.translateAsync("Yes").thenRun(translator::close).get();
      assertThrows(IllegalStateException.class, () -> translator.translate("Yes"));
    }
  }

  @Test
  void anInterruptedCallerGoesAwayAndStaysInterrupted() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    try (Translator translator = held(latch)) {
      for (Runnable call :
          List.<Runnable>of(
              () -> translator.translate("Yes"),
              () -> translator.translateStreaming("Yes", part -> {}))) {
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Future<?> future =
            callers.submit(
                () -> {
                  Thread.currentThread().interrupt();
                  assertThrows(DolmetschException.class, call::run);
                  stillInterrupted.set(Thread.currentThread().isInterrupted());
                });
        future.get();
        assertTrue(stillInterrupted.get());
      }
      latch.countDown();
      assertFalse(translator.translate("Yes").isEmpty());
    }
  }

  @Test
  void closingWaitsForWhatItTookAndRefusesTheRestAtOnce() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    List<CompletableFuture<String>> taken = new ArrayList<>();
    try (Translator translator = held(latch);
        Translator other = load()) {
      for (String sentence : SavedModel.SENTENCES) {
        taken.add(translator.translateAsync(sentence));
      }
      Future<?> closing = callers.submit(translator::close);
      while (true) {
        try {
          taken.add(translator.translateAsync("Yes"));
          Thread.onSpinWait();
        } catch (IllegalStateException refused) {
          break;
        }
      }
      assertFalse(closing.isDone());
      latch.countDown();
      closing.get();
      for (int i = 0; i < taken.size(); i++) {
        String sentence = i < SavedModel.SENTENCES.size() ? SavedModel.SENTENCES.get(i) : "Yes";
        assertEquals(other.translate(sentence), taken.get(i).get());
      }
    }
  }

  @Test
  void theListenerOfAStreamCannotCloseWhatItWaitsFor() {
    try (Translator translator = load()) {
      assertThrows(
          IllegalStateException.class,
          () -> translator.translateStreaming("Yes", part -> translator.close()));
      assertFalse(translator.translate("Yes").isEmpty());
    }
  }

  @Test
  void aPartThatFailsEndsTheWholeTextAtOnce() {
    AtomicBoolean fail = new AtomicBoolean(true);
    CountDownLatch latch = new CountDownLatch(1);
    try (Translator translator =
        Translator.load(
            model,
            1,
            () -> {
              if (fail.getAndSet(false)) {
                throw new IllegalStateException("as if");
              }
              await(latch);
              return new Nd4jKernels();
            })) {
      DecodingOptions byWord =
          translator.defaultOptions().with(change -> change.maxSourceLength(6));
      CompletableFuture<Translation> whole =
          translator.translateAsync(SavedModel.SENTENCES.get(1), byWord);
      try {
        ExecutionException failure =
            assertThrows(ExecutionException.class, () -> whole.get(20, TimeUnit.SECONDS));
        assertEquals("as if", failure.getCause().getMessage());
      } finally {
        latch.countDown();
      }
    }
  }

  @Test
  void aFailureReachesTheFutureAndNobodyElse() throws Exception {
    AtomicBoolean fail = new AtomicBoolean(true);
    try (Translator translator =
        Translator.load(
            model,
            1,
            () -> {
              if (fail.get()) {
                throw new IllegalStateException("as if");
              }
              return new Nd4jKernels();
            })) {
      ExecutionException failure =
          assertThrows(ExecutionException.class, () -> translator.translateAsync("Yes").get());
      assertEquals("as if", failure.getCause().getMessage());
      fail.set(false);
      List<String> many = Collections.nCopies(3, "Yes");
      assertEquals(
          Collections.nCopies(3, translator.translate("Yes")), translator.translateBatch(many));
    }
  }
}
