package dev.dolmetsch.model.checkpoint;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.FileProblems;
import dev.dolmetsch.data.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code manifest.json}: what a complete model directory contains, and the proof that it does.
 *
 * @param format always {@value #FORMAT}
 * @param version of the directory's layout
 * @param files length and SHA-256 of every file but this one
 */
@JsonPropertyOrder({"format", "version", "files"})
@JsonIgnoreProperties(ignoreUnknown = true)
record Manifest(
    @JsonProperty("format") String format,
    @JsonProperty("version") int version,
    @JsonProperty("files") Map<String, FileProof> files) {
  static final String FILE = "manifest.json";
  static final String FORMAT = "dolmetsch-model";
  static final int VERSION = 1;

  Manifest {
    if (!FORMAT.equals(format)) {
      throw new IllegalArgumentException("its format is \"" + format + "\", not " + FORMAT);
    }
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "its layout has version " + version + ", but this program reads version " + VERSION);
    }
    if (files == null || files.containsValue(null)) {
      throw new IllegalArgumentException("it lists no files");
    }
    for (String name : files.keySet()) {
      if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
        throw new IllegalArgumentException("it lists \"" + name + "\", which is no file name");
      }
    }
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /**
   * What a file must be.
   *
   * @param bytes its length
   * @param sha256 its SHA-256, in lower-case hexadecimal
   */
  record FileProof(@JsonProperty("bytes") long bytes, @JsonProperty("sha256") String sha256) {}

  static Manifest of(Map<String, FileProof> files) {
    return new Manifest(FORMAT, VERSION, files);
  }

  /** Reads the directory's manifest; one that is absent or broken is refused. */
  static Manifest read(Path directory) {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      throw new DolmetschException(
          directory
              + ": not a model directory (it has no "
              + FILE
              + "); give the directory that training wrote");
    }
    return Json.read(file, Manifest.class);
  }

  /**
   * Compares a listed file with its proof.
   *
   * @throws DolmetschException naming the file if it is missing or differs
   */
  void verify(Path directory, String name) {
    FileProof proof = files.get(name);
    if (proof == null) {
      throw new IllegalArgumentException(name + " is not listed");
    }
    verify(directory.resolve(name), proof);
  }

  private static void verify(Path file, FileProof proof) {
    String remedy = "; take it from another checkpoint or a copy";
    try {
      long bytes = Files.size(file);
      if (bytes != proof.bytes()) {
        throw new DolmetschException(
            file + ": damaged: it has " + bytes + " bytes instead of " + proof.bytes() + remedy);
      }
      if (!sha256(file).equals(proof.sha256())) {
        throw new DolmetschException(
            file + ": damaged or changed: its SHA-256 is not the one in " + FILE + remedy);
      }
    } catch (NoSuchFileException e) {
      throw new DolmetschException(file + ": missing, but listed in " + FILE + remedy, e);
    } catch (IOException e) {
      throw new DolmetschException(file + ": cannot be read: " + FileProblems.reason(e), e);
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    ByteBuffer chunk = ByteBuffer.allocate(1 << 18);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(chunk) >= 0) {
        digest.update(chunk.flip());
        chunk.clear();
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
