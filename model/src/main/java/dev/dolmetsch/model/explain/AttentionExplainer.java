package dev.dolmetsch.model.explain;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.TeacherForcing;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.decode.Translation;
import dev.dolmetsch.model.decode.Translator;
import dev.dolmetsch.model.engine.ExecutionPlan;
import dev.dolmetsch.model.engine.GraphRunner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Translates a sentence and records every intermediate of attention: the model reads the sentence
 * and its own translation once more, in the graph whose logits are those of the search.
 *
 * <p>Thread-safe.
 */
public final class AttentionExplainer {
  private final Translator translator;

  /** An explainer of a translator's translations; the translator stays the caller's to close. */
  public AttentionExplainer(Translator translator) {
    this.translator = translator;
  }

  /**
   * Translates by the model's own decoding options and explains the best translation.
   *
   * @throws DolmetschException if the sentence is blank
   * @throws IllegalStateException if the translator is closed
   */
  public Explanation explain(String sentence) {
    return translator.whileOpen(() -> explainOpen(sentence));
  }

  private Explanation explainOpen(String sentence) {
    int[] source = translator.subwords().encode(sentence);
    int longest = translator.defaultOptions().maxSourceLength();
    int[] read = source;
    String text = sentence;
    // What is translated is a text, and the text of some pieces may have more of them.
    for (int pieces = longest; read.length > longest; pieces--) {
      text = translator.subwords().decode(Arrays.copyOf(source, pieces));
      read = translator.subwords().encode(text);
    }
    boolean truncated = source.length > longest;
    Translation translation =
        translator.translateBatch(List.of(text), translator.defaultOptions()).get(0);
    if (translation.candidates().isEmpty()) {
      throw new DolmetschException("a blank sentence has no translation; give one with words");
    }
    int[] written =
        translation.candidates().get(0).pieces().stream()
            .mapToInt(translator.subwords()::id)
            .toArray();
    TokenBatch batch = new TokenBatch(List.of(read), List.of(written), translator.specials());
    List<String> sourcePieces = pieces(batch.sourceIds());
    List<String> targetPieces = pieces(batch.decoderInput());
    return new Explanation(
        sentence,
        translation.text(),
        sourcePieces,
        targetPieces,
        pieces(batch.decoderOutput()),
        truncated,
        record(batch, sourcePieces, targetPieces));
  }

  private List<String> pieces(int[] ids) {
    return Arrays.stream(ids).mapToObj(translator.subwords()::piece).toList();
  }

  private List<AttentionHead> record(
      TokenBatch batch, List<String> sourcePieces, List<String> targetPieces) {
    TransformerConfig config = translator.config();
    List<Block> blocks = blocks(config, sourcePieces, targetPieces);
    List<String> outputs =
        blocks.stream()
            .flatMap(block -> TransformerGraphs.attentionIntermediates(block.name()).stream())
            .toList();
    try (GraphRunner runner =
        new GraphRunner(
            TransformerGraphs.forced(config, translator.parameters().layout()),
            outputs,
            translator.parameters().views(),
            translator.newKernels())) {
      ExecutionPlan plan = runner.plan(TeacherForcing.shapes(batch));
      TeacherForcing.fill(plan, batch);
      plan.run();
      List<AttentionHead> heads = new ArrayList<>();
      for (Block block : blocks) {
        for (int head = 0; head < config.heads(); head++) {
          heads.add(block.head(plan, head, config.headWidth()));
        }
      }
      return heads;
    }
  }

  private static List<Block> blocks(
      TransformerConfig config, List<String> sourcePieces, List<String> targetPieces) {
    List<Block> blocks = new ArrayList<>();
    for (int layer = 0; layer < config.encoderLayers(); layer++) {
      blocks.add(new Block(AttentionKind.ENCODER_SELF, layer, sourcePieces, sourcePieces));
    }
    for (int layer = 0; layer < config.decoderLayers(); layer++) {
      blocks.add(new Block(AttentionKind.DECODER_SELF, layer, targetPieces, targetPieces));
      blocks.add(new Block(AttentionKind.DECODER_CROSS, layer, targetPieces, sourcePieces));
    }
    return blocks;
  }

  /** One attention block and the pieces that it is about. */
  private record Block(
      AttentionKind kind, int layer, List<String> queryLabels, List<String> keyLabels) {
    String name() {
      return kind.blockName(layer);
    }

    AttentionHead head(ExecutionPlan plan, int head, int width) {
      String name = name();
      int first = head * width;
      return new AttentionHead(
          kind,
          layer,
          head,
          kind == AttentionKind.DECODER_SELF,
          queryLabels,
          keyLabels,
          Matrix.columns(plan.tensor(name + ".query"), first, width),
          Matrix.columns(plan.tensor(name + ".key"), first, width),
          Matrix.columns(plan.tensor(name + ".value"), first, width),
          Matrix.head(plan.tensor(name + ".scores"), head),
          Matrix.head(plan.tensor(name + ".masked_scores"), head),
          Matrix.head(plan.tensor(name + ".weights"), head),
          Matrix.columns(plan.tensor(name + ".context"), first, width));
    }
  }
}
