package dev.dolmetsch.model.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.model.engine.onednn.AttentionKernels.Group;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How attention divides a batch. */
class AttentionGroupsTest {
  private static final long SMALL = 1 << 10;
  private static final long LARGE = 1 << 20;

  @ParameterizedTest
  @CsvSource({"1", "7", "8", "9", "23", "24", "25", "31", "32", "33", "47", "48", "171"})
  void groupsCoverAllSentencesInOrder(int sentences) {
    for (long bytes : new long[] {SMALL, LARGE}) {
      List<Group> groups = AttentionKernels.groups(sentences, bytes);
      int next = 0;
      for (Group group : groups) {
        assertTrue(group.first() <= next, "a sentence is missing before " + group);
        assertTrue(group.first() >= 0 && group.first() + group.count() <= sentences);
        next = group.first() + group.count();
      }
      assertEquals(sentences, next);
      Set<Integer> sizes = groups.stream().map(Group::count).collect(Collectors.toSet());
      assertTrue(Set.of(1, 8, 24).containsAll(sizes), sizes::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({"171, 7, 1", "47, 1, 3", "24, 1, 0", "9, 0, 2"})
  void asManyLargeGroupsAsThereAre(int sentences, int large, int small) {
    List<Group> groups = AttentionKernels.groups(sentences, SMALL);
    assertEquals(large, groups.stream().filter(group -> group.count() == 24).count());
    assertEquals(small, groups.stream().filter(group -> group.count() == 8).count());
    assertEquals(large + small, groups.size());
  }

  @ParameterizedTest
  @CsvSource({"9", "100"})
  void hugeSentencesGoOneByOne(int sentences) {
    List<Group> groups = AttentionKernels.groups(sentences, 1L << 31);
    assertEquals(sentences, groups.size());
    assertTrue(groups.stream().allMatch(group -> group.count() == 1));
  }

  @ParameterizedTest
  @CsvSource({"24", "100"})
  void sentencesThatFillTheCacheGoInSmallGroups(int sentences) {
    assertTrue(
        AttentionKernels.groups(sentences, LARGE).stream().allMatch(group -> group.count() == 8));
  }
}
