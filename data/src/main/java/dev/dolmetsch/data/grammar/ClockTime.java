package dev.dolmetsch.data.grammar;

/**
 * A time of day as people say it, to five minutes.
 *
 * @param hour 1–12
 * @param minute 0–55, a multiple of five, without 25 and 35, which German says from the half hour
 */
record ClockTime(int hour, int minute) {
  ClockTime {
    if (hour < 1 || hour > 12) {
      throw new IllegalArgumentException("hour must be in 1–12, but is " + hour);
    }
    if (minute < 0 || minute > 55 || minute % 5 != 0 || minute == 25 || minute == 35) {
      throw new IllegalArgumentException(
          "minute must be a multiple of 5 in 0–55 other than 25 and 35, but is " + minute);
    }
  }

  /** half past three; a quarter to four. */
  String english() {
    if (minute == 0) {
      return NumberWords.english(hour) + " o'clock";
    } else if (minute == 30) {
      return "half past " + NumberWords.english(hour);
    }
    boolean past = minute < 30;
    int distance = past ? minute : 60 - minute;
    String amount = distance == 15 ? "a quarter" : NumberWords.english(distance);
    return amount + (past ? " past " : " to ") + NumberWords.english(past ? hour : nextHour());
  }

  /** halb vier; Viertel vor vier. */
  String german() {
    if (minute == 0) {
      return hour == 1 ? "ein Uhr" : NumberWords.german(hour) + " Uhr";
    } else if (minute == 30) {
      return "halb " + NumberWords.german(nextHour());
    }
    boolean past = minute < 30;
    int distance = past ? minute : 60 - minute;
    String amount = distance == 15 ? "Viertel" : NumberWords.german(distance);
    return amount + (past ? " nach " : " vor ") + NumberWords.german(past ? hour : nextHour());
  }

  /** When something happens: at half past three, um halb vier. */
  Adverbial adverbial() {
    return Adverbial.ofTime("at " + english(), "um " + german());
  }

  private int nextHour() {
    return hour % 12 + 1;
  }
}
