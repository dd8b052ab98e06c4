package dev.dolmetsch.cli;

import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the lines to translate look like. */
final class FormatOptions {
  /** The names are those that are typed. */
  enum Name {
    text,
    jsonl,
    tsv
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "text|jsonl|tsv",
      description =
          "What lines are: a sentence (the default), a JSON object, or columns separated by tabs."
              + " All other fields and columns are kept as they are.")
  private Name format = Name.text;

  @Option(
      names = "--source-field",
      paramLabel = "NAME",
      description = "jsonl: the field to translate; default text.")
  private Optional<String> sourceField = Optional.empty();

  @Option(
      names = "--translation-field",
      paramLabel = "NAME",
      description =
          "jsonl: the field for the translation, replaced or appended; default translation.")
  private Optional<String> translationField = Optional.empty();

  @Option(
      names = "--alignment-field",
      paramLabel = "NAME",
      description =
          "jsonl with --alignments: the field for the links, replaced or appended; default"
              + " alignment. With --n-best each translation's object has a field of that default name.")
  private Optional<String> alignmentField = Optional.empty();

  @Option(
      names = "--source-column",
      paramLabel = "N",
      description = "tsv: the column to translate, from 1; default 1.")
  private Optional<Integer> sourceColumn = Optional.empty();

  @Option(
      names = "--translation-column",
      paramLabel = "N",
      description = "tsv: the column that the translation replaces; default: a new last column.")
  private Optional<Integer> translationColumn = Optional.empty();

  /**
   * The format.
   *
   * @param nBest whether several translations of each sentence are written
   * @param alignments whether links are written behind each translation
   */
  LineFormat format(boolean nBest, boolean alignments) {
    require(format != Name.tsv || !alignments, "--alignments needs --format text or jsonl");
    require(
        format == Name.jsonl || (sourceField.isEmpty() && translationField.isEmpty()),
        "--source-field and --translation-field need --format jsonl");
    require(
        alignmentField.isEmpty() || (format == Name.jsonl && alignments && !nBest),
        "--alignment-field needs --format jsonl and --alignments, without --n-best");
    require(
        format == Name.tsv || (sourceColumn.isEmpty() && translationColumn.isEmpty()),
        "--source-column and --translation-column need --format tsv");
    return switch (format) {
      case text -> new PlainLines(nBest, alignments);
      case jsonl -> jsonLines(nBest, alignments);
      case tsv -> {
        require(!nBest, "--n-best needs --format text or jsonl");
        yield new TsvLines(
            column("--source-column", sourceColumn.orElse(1)),
            translationColumn.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(column("--translation-column", translationColumn.get())));
      }
    };
  }

  /** How long lines may be. */
  Lines.Limit limit() {
    return format == Name.text ? Lines.Limit.OF_TEXT : Lines.Limit.OF_RECORDS;
  }

  private JsonLines jsonLines(boolean nBest, boolean alignments) {
    String translation = translationField.orElse("translation");
    String alignment = alignmentField.orElse(JsonLines.ALIGNMENT);
    require(
        !alignments || nBest || !alignment.equals(translation),
        "--alignment-field and --translation-field must differ, but both are " + translation);
    return new JsonLines(
        sourceField.orElse("text"),
        translation,
        alignments ? Optional.of(alignment) : Optional.empty(),
        nBest);
  }

  /** Whether a sentence may become several lines, each with the sentence's number in front. */
  boolean numbersLines(boolean nBest) {
    return nBest && format == Name.text;
  }

  private int column(String option, int number) {
    require(number >= 1, option + " must be at least 1, but is " + number);
    return number;
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
