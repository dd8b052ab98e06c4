package dev.dolmetsch.cli;

import dev.dolmetsch.training.metric.BleuScore;
import dev.dolmetsch.training.metric.ChrfScore;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code evaluate} found.
 *
 * @param bleu BLEU of all sentences
 * @param chrf chrF of all sentences
 * @param sentences how many there were
 * @param seconds how long a model took to translate them, if one did
 */
record Evaluation(BleuScore bleu, ChrfScore chrf, int sentences, Optional<Double> seconds) {
  /** As sacreBLEU prints it, a metric a line, and the speed. */
  String text() {
    String speed =
        seconds
            .map(
                time ->
                    String.format(
                        Locale.ROOT,
                        "%d sentences in %.1f s: %.1f sentences/s\n",
                        sentences,
                        time,
                        sentences / time))
            .orElse("");
    return bleu.signedLine() + "\n" + chrf.signedLine() + "\n" + speed;
  }

  /** One JSON object with full doubles. */
  String json() {
    Map<String, Object> bleuFields = new LinkedHashMap<>();
    bleuFields.put("score", bleu.score());
    bleuFields.put("signature", bleu.signature());
    bleuFields.put("precisions", bleu.precisions());
    bleuFields.put("bp", bleu.bp());
    bleuFields.put("ratio", bleu.ratio());
    bleuFields.put("sys_len", bleu.sysLen());
    bleuFields.put("ref_len", bleu.refLen());
    bleuFields.put("counts", bleu.counts());
    bleuFields.put("totals", bleu.totals());
    Map<String, Object> chrfFields = new LinkedHashMap<>();
    chrfFields.put("score", chrf.score());
    chrfFields.put("signature", chrf.signature());
    chrfFields.put("name", chrf.name());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("bleu", bleuFields);
    fields.put("chrf", chrfFields);
    fields.put("sentences", sentences);
    seconds.ifPresent(
        time -> {
          fields.put("seconds", time);
          fields.put("sentences_per_second", sentences / time);
        });
    return JsonText.of(fields);
  }
}
