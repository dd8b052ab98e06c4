package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where a command's results go: standard output or a file; UTF-8, lines ended by {@code \n}. Unlike
 * a {@code PrintStream} it does not swallow errors.
 *
 * <p>A file gets its name only with {@link #complete}: until then an older file of that name stays
 * as it was, and a command that fails leaves nothing behind.
 */
final class Results implements AutoCloseable {
  /** Links that may lead from one to the next, as Linux follows them. */
  private static final int MOST_LINKS = 40;

  private final OutputStream stream;
  private final Writer writer;
  private final Optional<Unfinished> file;

  /**
   * A file that does not have its final name yet; {@code temporary} is the target for devices.
   *
   * @param kept whether what is there stays when the command fails
   */
  private record Unfinished(Path target, Path temporary, boolean kept) {}

  private Results(OutputStream bytes, Optional<Unfinished> file) {
    this.stream = bytes;
    this.writer = new BufferedWriter(new OutputStreamWriter(bytes, UTF_8));
    this.file = file;
  }

  /** Standard output. */
  static Results to(Terminal terminal) {
    return new Results(terminal.out(), Optional.empty());
  }

  /**
   * The file, or standard output if there is none.
   *
   * @throws DolmetschException if the file cannot be written
   */
  static Results to(Optional<Path> file, Terminal terminal) {
    return file.map(Results::to).orElseGet(() -> to(terminal));
  }

  /**
   * A file; one that exists will be replaced.
   *
   * @throws DolmetschException if it cannot be written
   */
  static Results to(Path path) {
    try {
      if (OpenStream.isNamedBy(path)) {
        return new Results(OpenStream.of(path), Optional.of(new Unfinished(path, path, true)));
      }
      Path target = target(path);
      if (Files.isDirectory(target)) {
        throw new DolmetschException(path + ": is a directory; name a file to write");
      }
      boolean device = Files.exists(target) && !Files.isRegularFile(target);
      if (device) {
        return new Results(
            Files.newOutputStream(target), Optional.of(new Unfinished(target, target, true)));
      }
      Path temporary = temporary(target);
      OutputStream bytes = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW);
      // Removes it when the process is interrupted.
      temporary.toFile().deleteOnExit();
      return new Results(bytes, Optional.of(new Unfinished(target, temporary, false)));
    } catch (IOException e) {
      throw FileProblems.notWritten(path, e);
    }
  }

  /**
   * A file that grows as {@link PartFile} until it is complete, and stays there if the command does
   * not end.
   *
   * @param begun whether it goes on with a part that is there, rather than refuse it
   * @param first is shown the part before anything is written; nobody else can write to it from
   *     then on
   * @return nothing if it goes on and there is no part, but the file: it is complete
   * @throws DolmetschException if it cannot be written, or is a device or directory
   */
  static Optional<Results> growing(Path path, boolean begun, Consumer<PartFile> first) {
    Path part = PartFile.of(path);
    if (OpenStream.isNamedBy(path) || (Files.exists(path) && !Files.isRegularFile(path))) {
      if (begun) {
        throw new DolmetschException(path + ": is no file that could be continued");
      }
      return Optional.of(to(path));
    }
    if (!begun && Files.exists(part)) {
      throw new DolmetschException(
          part
              + ": an unfinished run has left this; go on from there with --continue, or remove it");
    }
    try {
      Path target = target(path);
      PartFile opened = PartFile.open(part, begun);
      if (begun && opened.isNew() && Files.isRegularFile(path)) {
        opened.close();
        Files.delete(part);
        return Optional.empty();
      }
      try {
        first.accept(opened);
        return Optional.of(
            new Results(opened.stream(), Optional.of(new Unfinished(target, part, true))));
      } catch (RuntimeException | Error e) {
        opened.close();
        throw e;
      }
    } catch (IOException e) {
      throw FileProblems.notWritten(path, e);
    }
  }

  /** The file itself where a link is given, also one to a file that is not there yet. */
  private static Path target(Path path) throws IOException {
    if (Files.exists(path)) {
      return path.toRealPath();
    }
    Path target = path.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(path.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static Path temporary(Path target) {
    long pid = ProcessHandle.current().pid();
    for (int i = 0; ; i++) {
      Path path = target.resolveSibling("." + target.getFileName() + "." + pid + "-" + i + ".tmp");
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        return path;
      }
    }
  }

  /** Writes a line. */
  void line(String line) {
    text(line);
    text("\n");
  }

  /** Writes text as it is. */
  void text(String text) {
    try {
      writer.write(text);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Writes bytes as they are. */
  void bytes(byte[] bytes) {
    try {
      writer.flush();
      stream.write(bytes);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Lets everything written so far be seen. */
  void flush() {
    try {
      writer.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Declares the results complete; a file now gets its name. */
  void complete() {
    flush();
    if (file.isPresent()) {
      Unfinished unfinished = file.get();
      try {
        writer.close();
        if (!unfinished.temporary().equals(unfinished.target())) {
          rename(unfinished);
        }
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  private static void rename(Unfinished file) throws IOException {
    try {
      Files.move(file.temporary(), file.target(), StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(file.temporary(), file.target(), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void discard(Unfinished file) throws IOException {
    // A completed part has another name by now. A part of nothing is worth nothing, unless it tells
    // that an older target is not the result of this run.
    boolean worthless =
        file.kept()
            && Files.exists(file.temporary())
            && isEmpty(file.temporary())
            && !Files.exists(file.target());
    if (!file.temporary().equals(file.target()) && (!file.kept() || worthless)) {
      Files.deleteIfExists(file.temporary());
    }
  }

  private static boolean isEmpty(Path file) throws IOException {
    return Files.size(file) == 0;
  }

  private RuntimeException failed(IOException e) {
    if (file.isPresent()) {
      Unfinished unfinished = file.get();
      return unfinished.kept() && !unfinished.temporary().equals(unfinished.target())
          ? new DolmetschException(
              unfinished.target()
                  + ": cannot be written: "
                  + FileProblems.reason(e)
                  + "; "
                  + unfinished.temporary().getFileName()
                  + " has what was written: mend this and go on with --continue",
              e)
          : FileProblems.notWritten(unfinished.target(), e);
    }
    return OutputClosedException.causedBy(e)
        ? new OutputClosedException(e)
        : new DolmetschException(
            "standard output: cannot be written: " + FileProblems.reason(e), e);
  }

  /**
   * Removes a file that was not completed, unless it is to be continued; what went to standard
   * output stays there.
   */
  @Override
  public void close() {
    try {
      if (file.isEmpty()) {
        writer.flush();
      } else {
        writer.close();
        discard(file.get());
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
