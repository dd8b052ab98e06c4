package dev.dolmetsch.model.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.ShellWords;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.StringJoiner;

/**
 * Target pieces that are likely given the source's pieces (a lexical shortlist; Jean et al., "On
 * using very large target vocabulary", 2015): those that are frequent in any case, and those that
 * go with a piece of the source.
 *
 * <p>The file is text. Its first line is {@code dolmetsch-shortlist 1 V}; the second has the ids of
 * the frequent pieces; V lines follow, for each source piece the ids that go with it. Ids are
 * separated by spaces.
 */
public final class Shortlist {
  private static final String HEADER = "dolmetsch-shortlist 1 ";

  private final int[] frequent;
  private final int[][] byPiece;

  /**
   * A shortlist.
   *
   * @param frequent ids that are always there
   * @param byPiece for each of V source pieces the ids that go with it
   * @throws IllegalArgumentException if an id is not in 0–V − 1
   */
  public Shortlist(int[] frequent, int[][] byPiece) {
    this.frequent = frequent.clone();
    this.byPiece = Arrays.stream(byPiece).map(int[]::clone).toArray(int[][]::new);
    check(this.frequent);
    Arrays.stream(this.byPiece).forEach(this::check);
  }

  private void check(int[] ids) {
    for (int id : ids) {
      if (id < 0 || id >= byPiece.length) {
        throw new IllegalArgumentException(
            "id " + id + " is not in 0–" + (byPiece.length - 1) + ", the vocabulary");
      }
    }
  }

  /**
   * The pieces that a sentence's translation may have.
   *
   * @param further ids that are needed in any case
   * @return ids, ascending
   */
  int[] candidates(int[] source, int[] further) {
    BitSet set = new BitSet(byPiece.length);
    add(frequent, set);
    add(further, set);
    for (int piece : source) {
      add(byPiece[piece], set);
    }
    return set.stream().toArray();
  }

  private static void add(int[] ids, BitSet set) {
    for (int id : ids) {
      set.set(id);
    }
  }

  /** The file's bytes. */
  public byte[] toBytes() {
    StringBuilder text = new StringBuilder(HEADER).append(byPiece.length).append('\n');
    text.append(line(frequent)).append('\n');
    for (int[] ids : byPiece) {
      text.append(line(ids)).append('\n');
    }
    return text.toString().getBytes(US_ASCII);
  }

  private static String line(int[] ids) {
    StringJoiner line = new StringJoiner(" ");
    Arrays.stream(ids).forEach(id -> line.add(Integer.toString(id)));
    return line.toString();
  }

  /**
   * A model's shortlist.
   *
   * @param vocabularySize V
   * @throws DolmetschException if it has none, or one that is broken or of another vocabulary
   */
  static Shortlist of(ModelDirectory model, int vocabularySize) {
    Path file =
        model
            .shortlistFile()
            .orElseThrow(
                () ->
                    new DolmetschException(
                        model.path()
                            + ": has no shortlist; make one with dolmetsch shortlist --model "
                            + ShellWords.quoted(model.path())
                            + ", or translate with --no-shortlist"));
    try {
      return read(Files.readAllLines(file, US_ASCII), vocabularySize);
    } catch (IOException | IllegalArgumentException e) {
      throw new DolmetschException(
          file + ": is no shortlist of this model (" + e.getMessage() + "); make it again", e);
    }
  }

  static Shortlist read(List<String> lines, int vocabularySize) {
    String header = HEADER + vocabularySize;
    if (lines.isEmpty() || !lines.get(0).equals(header)) {
      throw new IllegalArgumentException("its first line is not \"" + header + "\"");
    }
    if (lines.size() != vocabularySize + 2) {
      throw new IllegalArgumentException(
          "it has " + lines.size() + " lines instead of " + (vocabularySize + 2));
    }
    int[][] ids = lines.stream().skip(1).map(Shortlist::ids).toArray(int[][]::new);
    return new Shortlist(ids[0], Arrays.copyOfRange(ids, 1, ids.length));
  }

  private static int[] ids(String line) {
    return line.isEmpty()
        ? new int[0]
        : Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt).toArray();
  }
}
