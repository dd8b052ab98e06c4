package dev.dolmetsch.data.corpus;

import dev.dolmetsch.data.DolmetschException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Reads lines of English, a tab, German. */
final class TsvReader implements CorpusReader {
  private final LineReader lines;
  private Optional<NumberedPair> ahead = Optional.empty();

  TsvReader(LineReader lines) {
    this.lines = lines;
  }

  @Override
  public boolean hasNext() {
    if (ahead.isEmpty()) {
      ahead = lines.next().map(this::split);
    }
    return ahead.isPresent();
  }

  private NumberedPair split(String line) {
    int tab = line.indexOf('\t');
    if (tab < 0 || line.indexOf('\t', tab + 1) >= 0) {
      long columns = 1 + line.chars().filter(c -> c == '\t').count();
      throw new DolmetschException(
          lines.file()
              + ":"
              + lines.line()
              + ": has "
              + columns
              + (columns == 1 ? " column" : " columns")
              + " but must have 2, English and German with a tab between; pick them with cut -f,"
              + " or give two files");
    }
    return new NumberedPair(
        lines.line(), new SentencePair(line.substring(0, tab), line.substring(tab + 1)));
  }

  @Override
  public NumberedPair next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    NumberedPair pair = ahead.orElseThrow();
    ahead = Optional.empty();
    return pair;
  }

  @Override
  public List<FileFingerprint> fingerprints() {
    return List.of(lines.fingerprint());
  }

  @Override
  public void close() {
    lines.close();
  }
}
