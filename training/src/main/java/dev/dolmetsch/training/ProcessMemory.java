package dev.dolmetsch.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resident memory of this process, where the system has Linux's {@code /proc}. */
public final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  /** Bytes resident now. */
  static OptionalLong resident() {
    return bytes("VmRSS");
  }

  /** The most bytes that were ever resident. */
  public static OptionalLong peakResident() {
    return bytes("VmHWM");
  }

  private static OptionalLong bytes(String key) {
    Pattern line = Pattern.compile("(?m)^" + key + ":\\s*(\\d+) kB$");
    try {
      Matcher matcher = line.matcher(Files.readString(STATUS, StandardCharsets.ISO_8859_1));
      return matcher.find()
          ? OptionalLong.of(1024 * Long.parseLong(matcher.group(1)))
          : OptionalLong.empty();
    } catch (IOException noSuchFile) {
      return OptionalLong.empty();
    }
  }
}
