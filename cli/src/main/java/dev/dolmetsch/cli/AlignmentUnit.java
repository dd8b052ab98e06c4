package dev.dolmetsch.cli;

import dev.dolmetsch.model.decode.Alignment;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What the numbers of a printed alignment count. */
enum AlignmentUnit {
  /** What spaces separate. */
  WORDS,
  /** Subword pieces. */
  PIECES;

  /** The links in the Pharaoh format. */
  String pharaoh(Alignment alignment) {
    return Alignment.pharaoh(this == WORDS ? alignment.wordLinks() : alignment.pieceLinks());
  }

  /** Takes a unit by its name in lower case. */
  static final class Converter implements ITypeConverter<AlignmentUnit> {
    @Override
    public AlignmentUnit convert(String name) {
      return Stream.of(values())
          .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("must be words or pieces, but is '" + name + "'"));
    }
  }
}
