package dev.dolmetsch.data.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dolmetsch.data.Sha256;
import java.util.HexFormat;
import java.util.List;

/** The name of everything that encoded ids depend on. */
final class CacheKey {
  private CacheKey() {}

  /**
   * SHA-256, in hexadecimal.
   *
   * @param encoderIdentity tells encoders apart that give different ids
   */
  static String of(
      CorpusFiles files,
      List<FileFingerprint> fingerprints,
      CorpusFilters filters,
      String encoderIdentity) {
    StringBuilder text = new StringBuilder();
    text.append(files instanceof CorpusFiles.Tsv ? "tsv" : "two files");
    for (FileFingerprint fingerprint : fingerprints) {
      text.append('\n').append(fingerprint.sha256());
    }
    text.append('\n').append(filters);
    // Last, because it is the one part whose form is not ours.
    text.append('\n').append(encoderIdentity);
    return HexFormat.of().formatHex(Sha256.digest().digest(text.toString().getBytes(UTF_8)));
  }
}
