package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.grammar.Clause.Part;
import dev.dolmetsch.data.grammar.Clause.Role;
import dev.dolmetsch.data.grammar.NounPhrase.Nominal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where something is, happens or goes: the prepositions that go with each place. */
final class Places {
  private static final Set<String> ANYWHERE =
      Set.of(
          "kitchen",
          "garden",
          "living room",
          "park",
          "library",
          "restaurant",
          "hotel",
          "office",
          "school",
          "village",
          "city",
          "beach",
          "station",
          "bus stop",
          "airport",
          "museum");
  private static final Map<String, Set<String>> TYPICAL =
      Map.ofEntries(
          Map.entry("sleep", Set.of("bedroom", "hotel", "living room", "flat", "garden")),
          Map.entry("fall asleep", Set.of("living room", "cinema", "theatre", "library", "church")),
          Map.entry(
              "work", Set.of("office", "factory", "hospital", "bakery", "pharmacy", "school")),
          Map.entry("arrive", Set.of("station", "airport", "harbour", "hotel", "bus stop")),
          Map.entry("take place", Set.of("school", "church", "hotel", "theatre", "castle", "park")),
          Map.entry("dance", Set.of("kitchen", "garden", "living room", "castle", "park")),
          Map.entry("sing", Set.of("church", "theatre", "bathroom", "school", "garden")),
          Map.entry(
              "have breakfast", Set.of("kitchen", "garden", "hotel", "living room", "bakery")),
          Map.entry(
              "eat", Set.of("kitchen", "garden", "restaurant", "hotel", "living room", "park")),
          Map.entry("drink", Set.of("kitchen", "garden", "restaurant", "hotel", "living room")),
          Map.entry("play", Set.of("school", "church", "living room", "theatre", "hotel")),
          Map.entry("rest", Set.of("garden", "living room", "bedroom", "park", "beach", "hotel")),
          Map.entry("read", Set.of("library", "garden", "living room", "bedroom", "park", "beach")),
          Map.entry("help", Set.of("kitchen", "garden", "office", "cellar", "library", "garage")),
          Map.entry("listen to", Set.of("school", "church", "theatre", "library", "kitchen")),
          Map.entry("try|on", Set.of("bedroom", "living room", "hotel")),
          Map.entry("wait for", Set.of("station", "bus stop", "airport", "harbour", "hotel")));

  private final Lexicon lexicon;
  private final Choice choice;

  Places(Lexicon lexicon, Choice choice) {
    this.lexicon = lexicon;
    this.choice = choice;
  }

  /** A place where that usually happens. */
  Part around(Verb verb) {
    Set<String> typical = TYPICAL.getOrDefault(verb.english(), ANYWHERE);
    return location(choice.word(lexicon.nouns(typical)), Role.PLACE);
  }

  /** At or in one of those places. */
  Part location(Noun place, Role role) {
    Preposition preposition =
        place.is("site")
            ? new Preposition("at", "an", Case.DATIVE)
            : new Preposition("in", "in", Case.DATIVE);
    return new Part.Prepositional(preposition, Nominal.the(place), role);
  }

  /** To or into a place: in die Küche, ins Kino, zum Bahnhof. */
  Part goal(Noun place) {
    Preposition preposition =
        place.is("room")
            ? new Preposition("into", "in", Case.ACCUSATIVE)
            : place.is("venue")
                ? new Preposition("to", "in", Case.ACCUSATIVE)
                : new Preposition("to", "zu", Case.DATIVE);
    return new Part.Prepositional(preposition, Nominal.the(place), Role.COMPLEMENT);
  }

  /** To a city or a country. */
  Part destination() {
    Name name =
        choice.word(
            choice.chance(50) ? lexicon.names(Name.Kind.CITY) : lexicon.names(Name.Kind.COUNTRY));
    return new Part.Prepositional(
        new Preposition("to", "nach", Case.DATIVE), new NounPhrase.Proper(name), Role.COMPLEMENT);
  }

  Part inCity() {
    return new Part.Prepositional(
        new Preposition("in", "in", Case.DATIVE),
        new NounPhrase.Proper(choice.word(lexicon.names(Name.Kind.CITY))),
        Role.COMPLEMENT);
  }

  /** A spot for a thing: on the table, in the bag. With the accusative it is moved there. */
  Part spot(Noun thing, boolean moved) {
    Case governs = moved ? Case.ACCUSATIVE : Case.DATIVE;
    if (thing.is("furniture")) {
      return choice.chance(40) && !moved
          ? location(
              choice.word(
                  lexicon.nouns(Set.of("kitchen", "bedroom", "living room", "office", "cellar"))),
              Role.COMPLEMENT)
          : beside(thing, Set.of("furniture"), governs);
    }
    int kind = choice.between(0, 99);
    if (kind < 50) {
      return at("on", "auf", governs, other(thing, Set.of("surface")));
    } else if (kind < 75 && !thing.is("container")) {
      return at("in", "in", governs, other(thing, Set.of("container")));
    } else if (kind < 85) {
      return at("under", "unter", governs, other(thing, Set.of("table", "bed", "chair", "sofa")));
    }
    return beside(thing, Set.of("furniture", "container", "lamp", "vase"), governs);
  }

  private Part beside(Noun thing, Set<String> classes, Case governs) {
    List<Preposition> prepositions =
        List.of(
            new Preposition("next to", "neben", governs),
            new Preposition("behind", "hinter", governs),
            new Preposition("in front of", "vor", governs));
    Preposition preposition = choice.any(prepositions);
    return new Part.Prepositional(preposition, Nominal.the(other(thing, classes)), Role.COMPLEMENT);
  }

  private static Part at(String english, String german, Case governs, Noun place) {
    return new Part.Prepositional(
        new Preposition(english, german, governs), Nominal.the(place), Role.COMPLEMENT);
  }

  private Noun other(Noun thing, Set<String> classes) {
    return choice.word(lexicon.nouns(noun -> noun.isAny(classes) && !noun.equals(thing)));
  }
}
