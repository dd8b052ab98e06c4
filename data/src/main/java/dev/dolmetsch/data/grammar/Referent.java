package dev.dolmetsch.data.grammar;

/**
 * What a pronoun, a possessive or a verb agrees with.
 *
 * @param english which of he, she and it
 * @param german which of er, sie and es: the gender of the German noun
 */
record Referent(Person person, GrammaticalNumber number, Gender english, Gender german) {
  static final Referent I = of(Person.FIRST, GrammaticalNumber.SINGULAR, Gender.MASCULINE);
  static final Referent YOU = of(Person.SECOND, GrammaticalNumber.SINGULAR, Gender.MASCULINE);
  static final Referent HE = of(Person.THIRD, GrammaticalNumber.SINGULAR, Gender.MASCULINE);
  static final Referent SHE = of(Person.THIRD, GrammaticalNumber.SINGULAR, Gender.FEMININE);
  static final Referent IT = of(Person.THIRD, GrammaticalNumber.SINGULAR, Gender.NEUTER);
  static final Referent WE = of(Person.FIRST, GrammaticalNumber.PLURAL, Gender.MASCULINE);
  static final Referent THEY = of(Person.THIRD, GrammaticalNumber.PLURAL, Gender.MASCULINE);

  Referent {
    if (person == Person.SECOND && number == GrammaticalNumber.PLURAL) {
      throw new IllegalArgumentException("number must be SINGULAR for the second person (du)");
    }
  }

  private static Referent of(Person person, GrammaticalNumber number, Gender gender) {
    return new Referent(person, number, gender, gender);
  }

  boolean isPlural() {
    return number == GrammaticalNumber.PLURAL;
  }

  boolean isThirdSingular() {
    return person == Person.THIRD && !isPlural();
  }
}
