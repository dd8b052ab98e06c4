package dev.dolmetsch.training.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PythonTextTest {

  @Test
  void whiteSpaceIsPythons() {
    // What Python 3.11's str.isspace() is true of, among all code points.
    assertEquals(
        List.of(
            0x9, 0xA, 0xB, 0xC, 0xD, 0x1C, 0x1D, 0x1E, 0x1F, 0x20, 0x85, 0xA0, 0x1680, 0x2000,
            0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x2028,
            0x2029, 0x202F, 0x205F, 0x3000),
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(PythonText::isSpace)
            .boxed()
            .toList());
  }

  @Test
  void splittingDropsEmptyWords() {
    assertEquals(List.of("a", "b\u200Bc"), PythonText.split(" a\u00A0\t b\u200Bc\u2028"));
    assertEquals(List.of(), PythonText.split(" \u0085 "));
  }

  @Test
  void onlyTrailingWhiteSpaceIsStripped() {
    assertEquals("  a", PythonText.stripTrailing("  a \u3000\u001C"));
    assertFalse(PythonText.stripTrailing("a\uFEFF").equals("a"));
  }

  @Test
  void lowerCasingIsFull() {
    assertEquals("i\u0307stanbul", PythonText.lowerCase("İstanbul"));
    assertEquals("straße", PythonText.lowerCase("STRAẞE"));
    assertEquals("\uD801\uDC28", PythonText.lowerCase("\uD801\uDC00"));
  }

  @Test
  void sigmaIsFinalWhereNoCasedLetterFollows() {
    assertEquals("οδυσσευς", PythonText.lowerCase("ΟΔΥΣΣΕΥΣ"));
    assertEquals("ας. ας1", PythonText.lowerCase("ΑΣ. ΑΣ1"));
    // The apostrophe is case-ignorable, and a capital follows.
    assertEquals("ασ'β", PythonText.lowerCase("ΑΣ'Β"));
    assertEquals("σ", PythonText.lowerCase("Σ"));
  }

  @Test
  void numbersAreRoundedToEvenFromTheirExactValue() {
    assertEquals("6.2", PythonText.fixed(6.25, 1));
    assertEquals("93.8", PythonText.fixed(93.75, 1));
    // The double next to 1.005 lies below it.
    assertEquals("1.00", PythonText.fixed(1.005, 2));
    assertEquals("0.10", PythonText.fixed(0.1, 2));
    assertEquals("100.00", PythonText.fixed(100.00000000000004, 2));
  }
}
