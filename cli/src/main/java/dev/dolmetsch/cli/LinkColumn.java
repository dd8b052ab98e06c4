package dev.dolmetsch.cli;

import dev.dolmetsch.model.decode.Aligner;
import dev.dolmetsch.model.decode.Translation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The column of alignments that stands behind each translation, if one was asked for.
 *
 * @param aligner computes it; closed with this
 * @param unit what is counted; given with the aligner only
 */
record LinkColumn(Optional<Aligner> aligner, Optional<AlignmentUnit> unit)
    implements AutoCloseable {
  /** For each candidate of each translation its links; empty where none are wanted. */
  List<List<String>> of(List<Translation> translations) {
    if (aligner.isEmpty()) {
      return translations.stream()
          .map(translation -> Collections.nCopies(translation.candidates().size(), ""))
          .toList();
    }
    return aligner.get().align(translations).stream()
        .map(each -> each.stream().map(one -> unit.get().pharaoh(one)).toList())
        .toList();
  }

  @Override
  public void close() {
    aligner.ifPresent(Aligner::close);
  }
}
