package dev.dolmetsch.data.subword;

import ai.djl.sentencepiece.jni.SentencePieceLibrary;
import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import dev.dolmetsch.data.TemporaryFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * SentencePiece's native library, which lies in DJL's jar and is unpacked once, or, without a home
 * folder, by each process.
 *
 * <p>DJL's own loader is not used: it looks for graphics cards first, through two further native
 * libraries, which takes longer than all else that a subword model needs.
 */
final class SentencePieceNatives {
  private static final String FOLDER = "/native/lib/";

  /** Names the folder for natives in which there is one for each of DJL's engines. */
  private static final String ENGINE_FOLDER = "ENGINE_CACHE_DIR";

  /** Names DJL's folder, where the one above is not given. */
  private static final String DJL_FOLDER = "DJL_CACHE_DIR";

  private static boolean loaded;
  private static Optional<TemporaryFolder> temporary = Optional.empty();

  private SentencePieceNatives() {}

  /**
   * The library, unpacked and loaded.
   *
   * @throws DolmetschException if it cannot be, naming the folder
   */
  static synchronized SentencePieceLibrary library() {
    if (!loaded) {
      Path folder = folder();
      try {
        System.load(unpacked(folder).toString());
      } catch (IOException | UnsatisfiedLinkError e) {
        throw new DolmetschException(
            folder
                + ": SentencePiece's native library cannot be unpacked there and loaded ("
                + (e instanceof IOException failure ? FileProblems.reason(failure) : e.getMessage())
                + "); name a folder that can be written to in DOLMETSCH_NATIVES, or, where Dolmetsch"
                + " is embedded, in the environment variable or system property "
                + ENGINE_FOLDER,
            e);
      }
      loaded = true;
    }
    return SentencePieceLibrary.LIB;
  }

  /** Where DJL unpacks it too, if there is a home folder. */
  private static Path folder() {
    return setting(ENGINE_FOLDER)
        .or(() -> setting(DJL_FOLDER))
        .orElseGet(SentencePieceNatives::usualFolder)
        .resolve("sentencepiece")
        .toAbsolutePath();
  }

  private static synchronized Path usualFolder() {
    Path home = Path.of(System.getProperty("user.home"));
    // Without a home, a folder that nobody else can have put a library into.
    if (Files.isWritable(home)) {
      return home.resolve(".djl.ai");
    }
    if (temporary.isEmpty()) {
      temporary = Optional.of(new TemporaryFolder("dolmetsch-natives"));
    }
    return temporary.get().path();
  }

  private static Optional<Path> setting(String name) {
    return Optional.ofNullable(System.getenv(name))
        .or(() -> Optional.ofNullable(System.getProperty(name)))
        .filter(value -> !value.isEmpty())
        .map(Path::of);
  }

  private static Path unpacked(Path folder) throws IOException {
    String platform = platform();
    String name = System.mapLibraryName("sentencepiece_native");
    Properties properties = new Properties();
    try (InputStream in = resource("sentencepiece.properties")) {
      properties.load(in);
    }
    Path version = folder.resolve(properties.getProperty("version", "unknown"));
    Path library = version.resolve(name);
    if (Files.exists(library)) {
      return library;
    }
    Files.createDirectories(version);
    // Another process may unpack it at the same time: each writes a file of its own.
    Path temporary = Files.createTempFile(version, name, ".tmp");
    try (InputStream in = resource(platform + "/" + name)) {
      Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
      Files.move(temporary, library, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return library;
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = SentencePieceLibrary.class.getResourceAsStream(FOLDER + name);
    if (in == null) {
      throw new FileNotFoundException(
          "DJL's jar has no " + name + ", so it does not support this platform");
    }
    return in;
  }

  /** This platform as DJL names it. */
  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch");
    return (system.startsWith("win") ? "win" : system.startsWith("mac") ? "osx" : "linux")
        + "-"
        + (processor.equals("amd64") ? "x86_64" : processor);
  }
}
