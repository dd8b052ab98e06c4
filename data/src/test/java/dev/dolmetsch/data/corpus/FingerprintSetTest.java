package dev.dolmetsch.data.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintSetTest {
  @TempDir Path folder;

  @Test
  void agreesWithASetOnTheHeapWhileItGrows() {
    FingerprintSet set = new FingerprintSet(folder);
    Set<Fingerprint128> expected = new HashSet<>();
    Random random = new Random(3);
    for (int i = 0; i < 50_000; i++) {
      Fingerprint128 fingerprint = Fingerprint128.of("text " + random.nextInt(30_000));
      assertEquals(expected.add(fingerprint), set.add(fingerprint));
    }
    assertEquals(expected.size(), set.size());
  }

  @Test
  void fingerprintsThatShareASlotAreKeptApart() {
    FingerprintSet set = new FingerprintSet(folder);
    for (int round = 0; round < 2; round++) {
      for (long low = 0; low < 5_000; low++) {
        assertEquals(round == 0, set.add(new Fingerprint128(-1, low)));
      }
    }
    assertEquals(5_000, set.size());
  }

  @Test
  void theFingerprintOfZerosIsNotAnEmptySlot() {
    FingerprintSet set = new FingerprintSet(folder);
    assertTrue(set.add(new Fingerprint128(0, 0)));
    assertFalse(set.add(new Fingerprint128(0, 0)));
  }

  @Test
  void aPairIsNotItsReverse() {
    Fingerprint128 a = Fingerprint128.of("a");
    Fingerprint128 b = Fingerprint128.of("b");
    assertFalse(Fingerprint128.of(a, b).equals(Fingerprint128.of(b, a)));
  }
}
