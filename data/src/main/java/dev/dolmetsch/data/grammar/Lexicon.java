package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.grammar.Verb.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The words of the bundled corpus. Lists keep the order of their files. */
final class Lexicon {
  private final List<Noun> nouns;
  private final List<Name> names;
  private final List<Verb> verbs;
  private final List<Adjective> adjectives;
  private final List<Adverbial> adverbials;
  private final List<Reason> reasons;
  // Looked up for every sentence, so each answer is kept; the words themselves never change.
  private final Map<Set<String>, List<Noun>> nounsBySelectors = new HashMap<>();
  private final Map<Set<String>, List<Noun>> strangers = new HashMap<>();
  private final Map<String, List<Adjective>> attributes = new HashMap<>();

  Lexicon(
      List<Noun> nouns,
      List<Name> names,
      List<Verb> verbs,
      List<Adjective> adjectives,
      List<Adverbial> adverbials,
      List<Reason> reasons) {
    this.nouns = List.copyOf(nouns);
    this.names = List.copyOf(names);
    this.verbs = List.copyOf(verbs);
    this.adjectives = List.copyOf(adjectives);
    this.adverbials = List.copyOf(adverbials);
    this.reasons = List.copyOf(reasons);
    check();
  }

  /** The lexicon that the project ships. */
  static Lexicon bundled() {
    return new Lexicon(
        LexiconReader.nouns("nouns.tsv", resource("nouns.tsv")),
        LexiconReader.names("names.tsv", resource("names.tsv")),
        LexiconReader.verbs("verbs.tsv", resource("verbs.tsv")),
        LexiconReader.adjectives("adjectives.tsv", resource("adjectives.tsv")),
        LexiconReader.adverbials("adverbials.tsv", resource("adverbials.tsv")),
        LexiconReader.reasons("reasons.tsv", resource("reasons.tsv")));
  }

  /** Every entry: nouns, names, verbs, adjectives, adverbials. */
  List<Lexeme> lexemes() {
    List<Lexeme> all = new ArrayList<>(nouns);
    all.addAll(names);
    all.addAll(verbs);
    all.addAll(adjectives);
    all.addAll(adverbials);
    return all;
  }

  List<Reason> reasons() {
    return reasons;
  }

  /** The nouns of those classes or of those names. */
  List<Noun> nouns(Set<String> selectors) {
    return nounsBySelectors.computeIfAbsent(selectors, wanted -> nouns(noun -> noun.isAny(wanted)));
  }

  /** The same without those of the class of people. */
  List<Noun> nounsExceptPeople(Set<String> selectors) {
    return strangers.computeIfAbsent(
        selectors,
        wanted -> nouns(noun -> noun.isAny(wanted) && !noun.classes().contains("person")));
  }

  List<Noun> nouns(Predicate<Noun> condition) {
    return nouns.stream().filter(condition).toList();
  }

  List<Name> names(Name.Kind kind) {
    return names.stream().filter(name -> name.kind() == kind).toList();
  }

  List<Name> people() {
    return names.stream().filter(Name::isPerson).toList();
  }

  List<Verb> verbs(Predicate<Verb> condition) {
    return verbs.stream().filter(condition).toList();
  }

  List<Verb> verbs(Frame.Kind kind) {
    return verbs(verb -> verb.is(kind));
  }

  List<Adjective> adjectives(Predicate<Adjective> condition) {
    return adjectives.stream().filter(condition).toList();
  }

  /** The adjectives that can stand before that noun. */
  List<Adjective> attributes(Noun noun) {
    return attributes.computeIfAbsent(
        noun.english(), lemma -> adjectives(a -> a.stem().isPresent() && a.fits(noun)));
  }

  List<Adverbial> adverbials(Predicate<Adverbial> condition) {
    return adverbials.stream().filter(condition).toList();
  }

  /** The only noun of that English lemma. */
  Noun noun(String english) {
    return only("noun", english, nouns.stream().filter(n -> n.english().equals(english)));
  }

  /** The first verb of that English lemma. */
  Verb verb(String english) {
    return only("verb", english, verbs.stream().filter(v -> v.english().equals(english)));
  }

  /** The verb of that English lemma in that frame. */
  Verb verb(String english, Frame.Kind kind) {
    return only("verb", english, verbs(kind).stream().filter(v -> v.english().equals(english)));
  }

  Adjective adjective(String english) {
    return only("adjective", english, adjectives.stream().filter(a -> a.english().equals(english)));
  }

  private static <T> T only(String kind, String english, Stream<T> found) {
    return found
        .findFirst()
        .orElseThrow(
            () ->
                new DolmetschException(
                    "the lexicon lacks the " + kind + " \"" + english + "\"; add it to its table"));
  }

  /** Refuses duplicates and references to nothing. */
  private void check() {
    Set<String> seen = new HashSet<>();
    for (Lexeme lexeme : lexemes()) {
      String place = lexeme instanceof Verb verb ? verb.frame().toString() : "";
      String key = lexeme.getClass().getSimpleName() + place + lexeme.english() + lexeme.german();
      if (!seen.add(key)) {
        throw new DolmetschException("the lexicon has \"" + lexeme.english() + "\" twice");
      }
    }
    verbs.forEach(verb -> checkSelectors(verb, verb.subjects()));
    verbs.forEach(verb -> checkSelectors(verb, verb.objects()));
    adjectives.forEach(adjective -> checkSelectors(adjective, adjective.describes()));
    for (Reason reason : reasons) {
      verb(reason.verb());
      reason.adjectives().forEach(this::adjective);
    }
  }

  private void checkSelectors(Lexeme lexeme, Set<String> selectors) {
    for (String selector : selectors) {
      if (nouns.stream().noneMatch(noun -> noun.is(selector))) {
        throw new DolmetschException(
            "the lexicon's entry \""
                + lexeme.english()
                + "\" names \""
                + selector
                + "\", which is no noun and no class of nouns; mend its table");
      }
    }
  }

  private static String resource(String name) {
    try (InputStream stream = Lexicon.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the resource " + name + " is missing from the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
