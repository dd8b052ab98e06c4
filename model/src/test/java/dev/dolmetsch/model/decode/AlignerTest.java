package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.TeacherForcing;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.engine.ExecutionPlan;
import dev.dolmetsch.model.engine.GraphRunner;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlignerTest {
  @TempDir private static Path folder;

  @Test
  void weightsAreThoseOfTheTranslationReadAlone() {
    Path model = SavedModel.write(folder.resolve("model"));
    try (Translator translator = Translator.load(model, 1, Nd4jKernels::new)) {
      DecodingOptions options = translator.defaultOptions().withNBest(2);
      List<String> sentences = new ArrayList<>(SavedModel.SENTENCES);
      sentences.add(2, " ");
      List<Translation> translations = translator.translateBatch(sentences, options);
      try (Aligner aligner = new Aligner(translator, options)) {
        List<List<Alignment>> alignments = aligner.align(translations);
        assertEquals(List.of(), alignments.get(2));
        for (int i = 0; i < translations.size(); i++) {
          List<Translation.Candidate> candidates = translations.get(i).candidates();
          assertEquals(candidates.size(), alignments.get(i).size());
          for (int j = 0; j < candidates.size(); j++) {
            check(translator, sentences.get(i), candidates.get(j), alignments.get(i).get(j));
          }
        }
      }
    }
  }

  @Test
  void aDividedSentenceIsAlignedAsItsPartsAreButNumberedInTheWhole() {
    Path model = SavedModel.write(folder.resolve("divided"));
    List<String> parts = List.of("Where is the station?", "Yes!", "The dog sleeps.");
    try (Translator translator = Translator.load(model, 1, Nd4jKernels::new)) {
      int longest = translator.subwords().encode(parts.get(0)).length;
      DecodingOptions options =
          translator.defaultOptions().with(change -> change.maxSourceLength(longest).nBest(2));
      Translation whole =
          translator.translate("Where is the station? Yes!The dog sleeps.", options);
      List<Translation> alone = translator.translateBatch(parts, options);
      assertEquals(parts, whole.parts().stream().map(Translation::source).toList());
      try (Aligner aligner = new Aligner(translator, options)) {
        List<List<Alignment>> alignments = aligner.align(alone);
        int[] sourceWords = {0, 4, 4}; // The whole's words before each part; "Yes!The" is one.
        for (int rank = 0; rank < 2; rank++) {
          Alignment joined = aligner.align(List.of(whole)).get(0).get(rank);
          TreeSet<Alignment.Link> words = new TreeSet<>();
          int targetWords = 0;
          for (int p = 0; p < parts.size(); p++) {
            for (Alignment.Link link : alignments.get(p).get(rank).wordLinks()) {
              words.add(
                  new Alignment.Link(link.source() + sourceWords[p], link.target() + targetWords));
            }
            targetWords += alone.get(p).candidates().get(rank).text().strip().split(" +").length;
          }
          assertEquals(List.copyOf(words), joined.wordLinks());
          assertEquals(whole.candidates().get(rank).pieces().size(), joined.pieceLinks().size());
        }
      }
    }
  }

  private static void check(
      Translator translator,
      String sentence,
      Translation.Candidate candidate,
      Alignment alignment) {
    int[] source = translator.subwords().encode(sentence);
    int[] target = candidate.pieces().stream().mapToInt(translator.subwords()::id).toArray();
    assertEquals(translator.subwords().encodeAsPieces(sentence), alignment.sourcePieces());
    assertEquals(candidate.pieces(), alignment.targetPieces());
    float[] alone = weightsAlone(translator, source, target);
    int heads = translator.config().heads();
    for (int t = 0; t <= target.length; t++) {
      double sum = 0;
      for (int s = 0; s <= source.length; s++) {
        double mean = 0;
        for (int head = 0; head < heads; head++) {
          mean += alone[(head * (target.length + 1) + t) * (source.length + 1) + s];
        }
        assertEquals(mean / heads, alignment.weight(t, s), 1e-5);
        sum += alignment.weight(t, s);
      }
      assertEquals(1, sum, 1e-5);
    }
    assertEquals(target.length, alignment.pieceLinks().size());
    int words = candidate.text().strip().split("\\s+").length;
    assertTrue(alignment.wordLinks().stream().allMatch(link -> link.target() < words));
  }

  /** [1, H, T, S] of the only decoder layer, of one pair without padding. */
  private static float[] weightsAlone(Translator translator, int[] source, int[] target) {
    String weights = "decoder.layers.0.cross_attention.weights";
    try (GraphRunner runner =
        new GraphRunner(
            TransformerGraphs.forced(translator.config(), translator.parameters().layout()),
            List.of(weights),
            translator.parameters().views(),
            new Nd4jKernels())) {
      TokenBatch batch = new TokenBatch(List.of(source), List.of(target), translator.specials());
      ExecutionPlan plan = runner.plan(TeacherForcing.shapes(batch));
      TeacherForcing.fill(plan, batch);
      plan.run();
      return plan.tensor(weights).toFloats();
    }
  }

  @Test
  void prefixesAreTextOfTheTranslation() {
    Path model = SavedModel.write(folder.resolve("other"));
    try (Translator translator = Translator.load(model, 1, Nd4jKernels::new)) {
      List<Translation> found =
          translator.translateAll(
              List.of(
                  new SourceSentence("The dog sleeps.", "Yes the dog", 1),
                  new SourceSentence("Yes", "", 2)),
              translator.defaultOptions());
      assertTrue(found.get(0).text().startsWith("Yes the dog"), found.get(0).text());
      assertEquals(translator.translate("Yes"), found.get(1).text());
    }
  }
}
