package dev.dolmetsch.model.config;

import dev.dolmetsch.data.DolmetschException;
import java.util.List;

/** That it is an assignment of the command line that is wrong, and not the file. */
public final class OverrideException extends DolmetschException {
  private static final long serialVersionUID = 1;

  /**
   * Names the assignments, unless the reason does.
   *
   * @param reason what they made wrong
   */
  OverrideException(List<String> overrides, DolmetschException reason) {
    super(message(overrides, String.valueOf(reason.getMessage())), reason);
  }

  private static String message(List<String> overrides, String reason) {
    return reason.startsWith("--set ")
        ? reason
        : "--set " + ScalarParser.oneLine(String.join(" --set ", overrides)) + ": " + reason;
  }
}
