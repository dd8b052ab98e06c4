package dev.dolmetsch.model.checkpoint;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import dev.dolmetsch.data.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Directories and files that appear whole or not at all.
 *
 * <p>What is being written has a hidden name with {@value #PARTIAL} in it, in the same parent, and
 * gets its own only after every byte and the names themselves have been forced to disk. A directory
 * that is replaced stands aside under a name with {@value #ASIDE} in it meanwhile.
 */
final class AtomicDirectory {
  private static final String PARTIAL = ".partial-";
  private static final String ASIDE = ".aside-";

  private AtomicDirectory() {}

  /** Makes a new file to write to; a test's may be on a disk that is full. */
  interface Opener {
    /** Opens a file that does not exist yet. */
    FileChannel open(Path file) throws IOException;
  }

  /** One file's bytes. */
  interface Content {
    void writeTo(WritableByteChannel channel) throws IOException;

    static Content of(byte[] bytes) {
      return of(ByteBuffer.wrap(bytes));
    }

    static Content of(ByteBuffer bytes) {
      return channel -> {
        ByteBuffer rest = bytes.duplicate();
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      };
    }
  }

  static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /**
   * Writes a directory with these files and their manifest.
   *
   * @param replace whether a directory of that name is replaced, rather than the write refused
   */
  static void write(Path target, Map<String, Content> files, boolean replace, Opener opener) {
    if (!replace && Files.exists(target)) {
      throw new DolmetschException(
          target + ": it exists already; give another name or remove it first");
    }
    Path absolute = target.toAbsolutePath();
    Path partial = hidden(absolute, PARTIAL);
    try {
      Files.createDirectories(parentOf(absolute));
      Files.createDirectory(partial);
      Map<String, Manifest.FileProof> proofs = new LinkedHashMap<>();
      for (Map.Entry<String, Content> file : files.entrySet()) {
        Path path = partial.resolve(file.getKey());
        proofs.put(file.getKey(), writeFile(path, file.getValue(), opener));
      }
      byte[] manifest = Json.toBytes(Manifest.of(proofs));
      writeFile(partial.resolve(Manifest.FILE), Content.of(manifest), opener);
      forceNames(partial);
      putInPlace(partial, absolute);
    } catch (IOException e) {
      throw FileProblems.notWritten(target, e);
    } finally {
      deleteQuietly(partial);
    }
  }

  /** Writes a small file; one of that name is replaced in one step. */
  static void writeFile(Path target, byte[] bytes) {
    writeFile(target, Content.of(bytes));
  }

  /** Writes a file; one of that name is replaced in one step. Returns what it then is. */
  static Manifest.FileProof writeFile(Path target, Content content) {
    Path absolute = target.toAbsolutePath();
    Path partial = hidden(absolute, PARTIAL);
    try {
      Manifest.FileProof proof = writeFile(partial, content, AtomicDirectory::create);
      Files.move(
          partial, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceNames(parentOf(absolute));
      return proof;
    } catch (IOException e) {
      throw FileProblems.notWritten(target, e);
    } finally {
      deleteQuietly(partial);
    }
  }

  /** Removes a directory; interrupted, it leaves a partial one that {@link #recover} removes. */
  static void delete(Path directory) {
    Path absolute = directory.toAbsolutePath();
    Path partial = hidden(absolute, PARTIAL);
    try {
      Files.move(absolute, partial, StandardCopyOption.ATOMIC_MOVE);
      deleteTree(partial);
    } catch (IOException e) {
      throw new DolmetschException(directory + ": cannot be removed: " + FileProblems.reason(e), e);
    }
  }

  /**
   * Clears up what a killed program left in a directory: what is partial goes; what stood aside
   * comes back, unless its successor is in place. Nothing else may be writing there.
   */
  static void recover(Path directory) throws IOException {
    for (Path child : children(directory)) {
      String name = child.getFileName().toString();
      if (!name.startsWith(".")) {
        continue;
      }
      int aside = name.indexOf(ASIDE);
      if (aside > 0) {
        Path original = directory.resolve(name.substring(1, aside));
        if (Files.exists(original)) {
          deleteTree(child);
        } else {
          Files.move(child, original, StandardCopyOption.ATOMIC_MOVE);
        }
      } else if (name.indexOf(PARTIAL) > 0) {
        deleteTree(child);
      }
    }
  }

  private static Manifest.FileProof writeFile(Path path, Content content, Opener opener)
      throws IOException {
    try (FileChannel channel = opener.open(path)) {
      HashingChannel hashing = new HashingChannel(channel);
      content.writeTo(hashing);
      channel.force(true);
      return hashing.proof();
    }
  }

  private static void putInPlace(Path partial, Path target) throws IOException {
    Path aside = hidden(target, ASIDE);
    boolean replaced = Files.exists(target);
    if (replaced) {
      Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (replaced) {
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
    forceNames(parentOf(target));
    if (replaced) {
      deleteTree(aside);
    }
  }

  /** A hidden sibling's name that no other process and no other call uses. */
  private static Path hidden(Path target, String mark) {
    String suffix =
        Long.toHexString(ProcessHandle.current().pid()) + "-" + Long.toHexString(System.nanoTime());
    return target.resolveSibling("." + target.getFileName() + mark + suffix);
  }

  private static Path parentOf(Path absolute) throws IOException {
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new IOException("it is the root of the file system");
    }
    return parent;
  }

  /** Forces a directory's list of names to disk, where the operating system has that notion. */
  private static void forceNames(Path directory) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(directory, StandardOpenOption.READ);
    } catch (IOException windowsCannotOpenDirectories) {
      return;
    }
    try (channel) {
      channel.force(true);
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    try (Stream<Path> stream = Files.list(directory)) {
      return stream.sorted().toList();
    }
  }

  private static void deleteTree(Path root) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> stream = Files.walk(root)) {
      stream.forEach(paths::add);
    }
    paths.sort(Comparator.reverseOrder());
    for (Path path : paths) {
      Files.delete(path);
    }
  }

  /** Removes what a failed write left; the failure itself is what the user must hear of. */
  private static void deleteQuietly(Path partial) {
    try {
      if (Files.exists(partial)) {
        deleteTree(partial);
      }
    } catch (IOException leftForRecovery) {
      // The next start of a run removes it.
    }
  }

  /** Hashes what passes through it. */
  private static final class HashingChannel implements WritableByteChannel {
    private final WritableByteChannel target;
    private final MessageDigest digest = Sha256.digest();
    private long written;

    HashingChannel(WritableByteChannel target) {
      this.target = target;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      ByteBuffer passed = source.duplicate();
      int count = target.write(source);
      digest.update(passed.limit(passed.position() + count));
      written += count;
      return count;
    }

    Manifest.FileProof proof() {
      return new Manifest.FileProof(written, HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public boolean isOpen() {
      return target.isOpen();
    }

    @Override
    public void close() throws IOException {
      target.close();
    }
  }
}
