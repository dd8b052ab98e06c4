package dev.dolmetsch.cli;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.decode.Translation;
import java.util.List;

/** How sentences stand in the lines that are read, and translations in those that are written. */
interface LineFormat {
  /**
   * The sentence in a line.
   *
   * @throws DolmetschException saying, without its number, what is wrong with the line
   */
  String source(String line);

  /**
   * What is written for a line, without {@code \n} at its end.
   *
   * @param line as it was read
   * @param number of the line, from 1
   * @param translation of its sentence
   * @param links of each candidate, in the Pharaoh format; empty unless alignments were asked for
   */
  String result(String line, long number, Translation translation, List<String> links);

  /**
   * The text with a space for each tab and end of line, which would begin another field or line.
   */
  static String oneField(String text) {
    return text.replace('\t', ' ').replace('\n', ' ').replace('\r', ' ');
  }
}
