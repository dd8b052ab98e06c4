package dev.dolmetsch.data.corpus;

import dev.dolmetsch.data.DolmetschException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Reads two files in step. */
final class TwoFilesReader implements CorpusReader {
  private final LineReader english;
  private final LineReader german;
  private Optional<NumberedPair> ahead = Optional.empty();
  private boolean ended;

  private TwoFilesReader(LineReader english, LineReader german) {
    this.english = english;
    this.german = german;
  }

  static TwoFilesReader open(Path english, Path german) {
    LineReader first = LineReader.open(english);
    try {
      return new TwoFilesReader(first, LineReader.open(german));
    } catch (DolmetschException e) {
      first.close();
      throw e;
    }
  }

  @Override
  public boolean hasNext() {
    if (ahead.isEmpty() && !ended) {
      Optional<String> left = english.next();
      Optional<String> right = german.next();
      if (left.isPresent() && right.isPresent()) {
        ahead =
            Optional.of(
                new NumberedPair(english.line(), new SentencePair(left.get(), right.get())));
      } else {
        ended = true;
        requireSameLength();
      }
    }
    return ahead.isPresent();
  }

  private void requireSameLength() {
    long left = english.countRemaining();
    long right = german.countRemaining();
    if (left != right) {
      throw new DolmetschException(
          english.file()
              + " has "
              + left
              + " lines but "
              + german.file()
              + " has "
              + right
              + "; lines of the same number must be translations of each other");
    }
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
    return List.of(english.fingerprint(), german.fingerprint());
  }

  @Override
  public void close() {
    english.close();
    german.close();
  }
}
