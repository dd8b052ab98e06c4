package dev.dolmetsch.model.decode.benchmark;

import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.decode.SearchProfile;
import dev.dolmetsch.model.engine.PlanProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What share of a search each of its phases has. */
final class Phases {
  private Phases() {}

  /** Nanoseconds of each phase, which together are the search. */
  static Map<String, Long> of(SearchProfile profile) {
    long lastLayer = 0;
    long attention = 0;
    long products = 0;
    for (PlanProfile.Line line : profile.decoder().lines()) {
      if (line.operation().equals(TransformerGraphs.LOGITS)) {
        lastLayer += line.nanoseconds();
      } else if (line.kernel().startsWith("linear")) {
        products += line.nanoseconds();
      } else if (isAttention(line.kernel())) {
        attention += line.nanoseconds();
      }
    }
    long encoder = profile.encoder().nanoseconds();
    Map<String, Long> phases = new LinkedHashMap<>();
    phases.put("encoder", encoder);
    phases.put("new sentences and shapes", Math.max(0, profile.fillNanoseconds() - encoder));
    phases.put("step: linear layers", products);
    phases.put("step: attention", attention);
    phases.put("step: logits", lastLayer);
    phases.put(
        "step: other", Math.max(0, profile.stepNanoseconds() - products - attention - lastLayer));
    phases.put("log-softmax, candidates, beams", profile.choiceNanoseconds());
    return phases;
  }

  private static boolean isAttention(String kernel) {
    return kernel.startsWith("attention")
        || kernel.startsWith("softmax")
        || kernel.startsWith("visible")
        || kernel.startsWith("cache")
        || kernel.startsWith("scale");
  }

  /** A line for each phase. */
  static List<String> table(SearchProfile profile) {
    Map<String, Long> phases = of(profile);
    double all = Math.max(1, phases.values().stream().mapToLong(Long::longValue).sum());
    List<String> lines = new ArrayList<>();
    phases.forEach(
        (name, nanoseconds) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "  %-32s %8.1f ms %5.1f%%",
                    name,
                    nanoseconds / 1e6,
                    100 * nanoseconds / all)));
    return lines;
  }
}
