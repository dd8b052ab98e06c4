package dev.dolmetsch.model.checkpoint;

import dev.dolmetsch.data.DolmetschException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps two trainings from writing one run; the operating system lifts it when a process dies. */
final class RunLock implements AutoCloseable {
  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, and writes this process's number into it.
   *
   * @throws DolmetschException if another training has it
   */
  @SuppressWarnings("MustBeClosedChecker")
  static RunLock take(Path run) throws IOException {
    Path file = run.resolve(".lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) == null) {
        throw new DolmetschException(
            run
                + ": another training"
                + holder(channel)
                + " is writing this run; wait, or choose another --run");
      }
      channel.truncate(0);
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
    return new RunLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static String holder(FileChannel channel) {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    try {
      channel.read(bytes, 0);
    } catch (IOException windowsDoesNotLetOthersRead) {
      return "";
    }
    String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    return pid.matches("[0-9]+") ? " (process " + pid + ")" : "";
  }
}
