package dev.dolmetsch.data.grammar;

/** A proper name, which has no article. */
record Name(String english, String german, Kind kind) implements Lexeme {
  enum Kind {
    FEMALE,
    MALE,
    CITY,
    COUNTRY
  }

  boolean isPerson() {
    return kind == Kind.FEMALE || kind == Kind.MALE;
  }

  Referent referent() {
    Gender gender =
        switch (kind) {
          case FEMALE -> Gender.FEMININE;
          case MALE -> Gender.MASCULINE;
          case CITY, COUNTRY -> Gender.NEUTER;
        };
    return new Referent(Person.THIRD, GrammaticalNumber.SINGULAR, gender, gender);
  }
}
