package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.grammar.Verb.Frame;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the tables of the lexicon: one entry per line, columns parted by tabs, # for comments. */
final class LexiconReader {
  private static final Map<String, Case> CASES = Map.of("acc", Case.ACCUSATIVE, "dat", Case.DATIVE);
  private static final Map<String, Gender> GENDERS =
      Map.of("m", Gender.MASCULINE, "f", Gender.FEMININE, "n", Gender.NEUTER);

  private final String file;

  private LexiconReader(String file) {
    this.file = file;
  }

  static List<Noun> nouns(String file, String text) {
    return new LexiconReader(file).entries(text, 7, LexiconReader::noun);
  }

  static List<Name> names(String file, String text) {
    return new LexiconReader(file)
        .entries(text, 3, cells -> new Name(cells[0], cells[1], option(Name.Kind.class, cells[2])));
  }

  static List<Verb> verbs(String file, String text) {
    return new LexiconReader(file).entries(text, 9, LexiconReader::verb);
  }

  static List<Adjective> adjectives(String file, String text) {
    return new LexiconReader(file).entries(text, 6, LexiconReader::adjective);
  }

  static List<Adverbial> adverbials(String file, String text) {
    return new LexiconReader(file).entries(text, 5, LexiconReader::adverbial);
  }

  static List<Reason> reasons(String file, String text) {
    return new LexiconReader(file)
        .entries(
            text,
            4,
            cells ->
                new Reason(
                    cells[0],
                    option(Reason.Polarity.class, cells[1]),
                    option(Reason.About.class, cells[2]),
                    set(cells[3])));
  }

  private <T> List<T> entries(String text, int columns, Function<String[], T> parse) {
    List<T> entries = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        String[] cells = line.split("\t", -1);
        if (cells.length != columns) {
          throw new IllegalArgumentException(
              columns + " columns parted by tabs are needed, but there are " + cells.length);
        }
        for (String cell : cells) {
          if (cell.isBlank()) {
            throw new IllegalArgumentException("a column is empty; write - for nothing");
          }
        }
        entries.add(parse.apply(cells));
      } catch (IllegalArgumentException malformed) {
        throw new DolmetschException(
            "malformed entry of the lexicon at "
                + file
                + ":"
                + (i + 1)
                + ": "
                + malformed.getMessage(),
            malformed);
      }
    }
    return List.copyOf(entries);
  }

  private static Noun noun(String[] cells) {
    boolean uncounted = cells[1].equals("=");
    if (uncounted != cells[4].equals("=")) {
      throw new IllegalArgumentException("a noun has a plural (or =) in both languages or in none");
    }
    Optional<String> plural =
        uncounted
            ? Optional.empty()
            : Optional.of(cells[1].equals("-") ? EnglishMorphology.plural(cells[0]) : cells[1]);
    return new Noun(
        cells[0],
        plural,
        cells[2],
        lookUp("gender", GENDERS, cells[3]),
        uncounted ? Optional.empty() : Optional.of(cells[4]),
        cells[5].equals("-") ? "" : cells[5],
        set(cells[6]));
  }

  private static Verb verb(String[] cells) {
    int bar = cells[0].indexOf('|');
    String particle = bar < 0 ? "" : cells[0].substring(bar + 1);
    String base = bar < 0 ? cells[0] : cells[0].substring(0, bar);
    return new Verb(
        cells[0],
        particle,
        cells[1].equals("-") ? EnglishMorphology.past(base) : cells[1],
        cells[2],
        germanVerb(cells[2], cells[3], cells[4]),
        frame(cells[5]),
        set(cells[6]),
        set(cells[7]),
        set(cells[8]).stream()
            .map(trait -> option(Verb.Trait.class, trait))
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static GermanVerb germanVerb(String infinitive, String present, String past) {
    GermanVerb.Reflexive reflexive = GermanVerb.Reflexive.NONE;
    String verb = infinitive;
    if (verb.startsWith("sich_dat ")) {
      reflexive = GermanVerb.Reflexive.DATIVE;
    } else if (verb.startsWith("sich ")) {
      reflexive = GermanVerb.Reflexive.ACCUSATIVE;
    }
    verb = verb.substring(verb.indexOf(' ') + 1);
    int bar = verb.indexOf('|');
    if (!verb.endsWith("n")) {
      throw new IllegalArgumentException("a German infinitive ends in n, but not " + infinitive);
    }
    return new GermanVerb(
        bar < 0 ? "" : verb.substring(0, bar),
        verb.substring(bar + 1),
        present.equals("-") ? Optional.empty() : Optional.of(present),
        past(past),
        reflexive);
  }

  private static GermanVerb.Past past(String cell) {
    if (cell.startsWith("hat ") || cell.startsWith("ist ")) {
      return new GermanVerb.Perfect(cell.startsWith("ist "), cell.substring(4));
    }
    if (cell.contains(" ")) {
      throw new IllegalArgumentException(
          "the German past is \"hat …\", \"ist …\" or one preterite form, but not \""
              + cell
              + "\"");
    }
    return new GermanVerb.Preterite(cell);
  }

  private static Frame frame(String cell) {
    int plus = cell.indexOf('+');
    if (plus < 0) {
      return new Frame(option(Frame.Kind.class, cell), Optional.empty());
    }
    Case governs = lookUp("case", CASES, cell.substring(plus + 1));
    return new Frame(
        Frame.Kind.PREPOSITION, Optional.of(new Preposition("", cell.substring(0, plus), governs)));
  }

  private static Adjective adjective(String[] cells) {
    Optional<String> stem =
        switch (cells[2]) {
          case "=" -> Optional.empty();
          case "-" -> Optional.of(cells[1]);
          default -> Optional.of(cells[2]);
        };
    boolean compared = !cells[3].equals("=");
    if (compared == cells[4].equals("=")) {
      throw new IllegalArgumentException("an adjective is compared in both languages or in none");
    }
    String comparative = cells[3].equals("-") ? EnglishMorphology.comparative(cells[0]) : cells[3];
    String german =
        cells[4].equals("-") ? cells[1] + (cells[1].endsWith("e") ? "r" : "er") : cells[4];
    return new Adjective(
        cells[0],
        cells[1],
        stem,
        compared ? Optional.of(comparative) : Optional.empty(),
        compared ? Optional.of(german) : Optional.empty(),
        set(cells[5]));
  }

  private static Adverbial adverbial(String[] cells) {
    Set<Tense> tenses =
        set(cells[2]).stream()
            .map(tense -> option(Tense.class, tense))
            .collect(Collectors.toUnmodifiableSet());
    return new Adverbial(
        cells[0],
        cells[1],
        tenses,
        option(Aspect.class, cells[3]),
        option(Adverbial.Kind.class, cells[4]));
  }

  /** The constant of that name, written in lower case in the file. */
  private static <E extends Enum<E>> E option(Class<E> type, String cell) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(cell)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "\"" + cell + "\" is not known as " + type.getSimpleName().toLowerCase(Locale.ROOT));
  }

  private static <T> T lookUp(String what, Map<String, T> known, String cell) {
    T value = known.get(cell);
    if (value == null) {
      throw new IllegalArgumentException("\"" + cell + "\" is not known as " + what);
    }
    return value;
  }

  /** The items of a list parted by commas, in their order; "-" is the empty list. */
  private static Set<String> set(String cell) {
    return cell.equals("-") ? Set.of() : new LinkedHashSet<>(List.of(cell.split(",")));
  }
}
