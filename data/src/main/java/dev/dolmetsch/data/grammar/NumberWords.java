package dev.dolmetsch.data.grammar;

/** Cardinal numbers in words, 1 to 999. */
final class NumberWords {
  private static final String[] ENGLISH = {
    "",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen"
  };
  private static final String[] ENGLISH_TENS = {
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
  };
  private static final String[] GERMAN = {
    "",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn"
  };
  private static final String[] GERMAN_TENS = {
    "", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"
  };

  private NumberWords() {}

  /** twenty-one; two hundred and five. */
  static String english(int number) {
    check(number);
    if (number >= 100) {
      String hundreds = ENGLISH[number / 100] + " hundred";
      return number % 100 == 0 ? hundreds : hundreds + " and " + english(number % 100);
    }
    if (number < 20) {
      return ENGLISH[number];
    }
    String tens = ENGLISH_TENS[number / 10];
    return number % 10 == 0 ? tens : tens + "-" + ENGLISH[number % 10];
  }

  /** einundzwanzig; hundert, without ein; zweihundertfünf. */
  static String german(int number) {
    check(number);
    if (number >= 100) {
      String hundreds = (number < 200 ? "" : GERMAN[number / 100]) + "hundert";
      return number % 100 == 0 ? hundreds : hundreds + german(number % 100);
    }
    if (number < 20) {
      return GERMAN[number];
    }
    String tens = GERMAN_TENS[number / 10];
    return number % 10 == 0 ? tens : joined(number % 10) + "und" + tens;
  }

  /** The form inside a longer number: ein rather than eins. */
  private static String joined(int digit) {
    return digit == 1 ? "ein" : GERMAN[digit];
  }

  private static void check(int number) {
    if (number < 1 || number > 999) {
      throw new IllegalArgumentException("number must be in 1–999, but is " + number);
    }
  }
}
