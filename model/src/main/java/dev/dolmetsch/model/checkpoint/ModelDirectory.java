package dev.dolmetsch.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.ShellWords;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.config.ModelConfig;
import dev.dolmetsch.model.engine.Int8Weights;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A complete model on disk.
 *
 * <pre>
 * model.safetensors           parameters, float32
 * config.yaml                 the effective configuration, every key
 * sentencepiece.model         the subword model
 * provenance.json             where the model comes from
 * model.int8.safetensors      linear weights in int8 (only where the model was quantised)
 * shortlist.txt               likely target pieces  (only where one was made)
 * training-state.safetensors  optimizer moments     (only where training can go on)
 * training-state.json         step, data position   (only where training can go on)
 * manifest.json               length and SHA-256 of all of the above
 * </pre>
 *
 * <p>An instance is a directory whose files were compared with the manifest: those of the training
 * state when they are asked for, the others before. Files that the manifest does not list are left
 * alone.
 */
public final class ModelDirectory {
  private static final String PARAMETERS = "model.safetensors";
  private static final String INT8 = "model.int8.safetensors";
  private static final String CONFIG = "config.yaml";
  private static final String SUBWORD_MODEL = "sentencepiece.model";
  private static final String PROVENANCE = "provenance.json";
  private static final String SHORTLIST = "shortlist.txt";
  private static final String STATE_TENSORS = "training-state.safetensors";
  private static final String STATE_VALUES = "training-state.json";

  /** Two thirds of the bytes, which only a resumed training reads: compared when it does. */
  private static final Set<String> TRAINING_STATE = Set.of(STATE_TENSORS, STATE_VALUES);

  private final Path path;
  private final Manifest manifest;

  private ModelDirectory(Path path, Manifest manifest) {
    this.path = path;
    this.manifest = manifest;
  }

  /**
   * Opens a directory, comparing each file but the training state's with the manifest.
   *
   * @param path a model directory, or a run directory or pointer as {@link RunDirectory#resolve}
   *     takes it
   * @throws DolmetschException naming the file that is missing or differs
   */
  public static ModelDirectory open(Path path) {
    Path directory = RunDirectory.resolve(path);
    Manifest manifest = Manifest.read(directory);
    for (String required : List.of(PARAMETERS, CONFIG, SUBWORD_MODEL, PROVENANCE)) {
      if (!manifest.files().containsKey(required)) {
        throw new DolmetschException(
            directory.resolve(Manifest.FILE)
                + ": does not list "
                + required
                + "; take the directory from another checkpoint or a copy");
      }
    }
    for (String name : manifest.files().keySet()) {
      if (!TRAINING_STATE.contains(name)) {
        manifest.verify(directory, name);
      }
    }
    return new ModelDirectory(directory, manifest);
  }

  /**
   * Writes a new directory: whole, or not at all.
   *
   * @throws DolmetschException if it exists already or cannot be written; nothing is left behind
   */
  public static void write(Path target, ModelContents contents) {
    AtomicDirectory.write(target, files(contents), false, AtomicDirectory::create);
  }

  /** The files that the contents make, in the order in which they are written. */
  static Map<String, AtomicDirectory.Content> files(ModelContents contents) {
    Map<String, AtomicDirectory.Content> files = new LinkedHashMap<>();
    files.put(PARAMETERS, safetensors(contents.parameters()));
    files.put(
        CONFIG, AtomicDirectory.Content.of(contents.config().getBytes(StandardCharsets.UTF_8)));
    files.put(SUBWORD_MODEL, AtomicDirectory.Content.of(contents.subwordModel()));
    files.put(PROVENANCE, AtomicDirectory.Content.of(Json.toBytes(contents.provenance())));
    contents
        .trainingState()
        .ifPresent(
            state -> {
              files.put(STATE_TENSORS, safetensors(state.tensors()));
              files.put(STATE_VALUES, AtomicDirectory.Content.of(Json.toBytes(state.values())));
            });
    return files;
  }

  /** Provenance of a checkpoint whose other files nobody needs to look at. */
  static Provenance readProvenance(Path directory) {
    return Json.read(directory.resolve(PROVENANCE), Provenance.class);
  }

  /** The directory itself. */
  public Path path() {
    return path;
  }

  /** Opens the parameters; the caller closes them. */
  public SafetensorsFile openParameters() {
    return SafetensorsFile.open(path.resolve(PARAMETERS));
  }

  /** Whether the model was quantised. */
  public boolean hasInt8() {
    return manifest.files().containsKey(INT8);
  }

  /**
   * The quantised weights.
   *
   * @throws DolmetschException if there are none, or not of these parameters
   */
  public Int8Weights readInt8(FlatParameters parameters) {
    if (!hasInt8()) {
      throw new DolmetschException(
          path
              + ": was not quantised; run dolmetsch quantize --model "
              + ShellWords.quoted(path)
              + " first");
    }
    return Int8File.read(path.resolve(INT8), parameters, parametersHash());
  }

  /**
   * Adds quantised weights, or replaces those that are there. Whenever the program is killed, the
   * directory can be opened: its manifest never lists a file that is not in place.
   *
   * @throws DolmetschException if the directory cannot be written
   */
  public void writeInt8(Int8Weights weights) {
    add(INT8, Int8File.content(weights, parametersHash()));
  }

  /** What translating needs of the configuration. */
  public ModelConfig config() {
    return ModelConfig.read(configFile());
  }

  /** The effective configuration. */
  public Path configFile() {
    return path.resolve(CONFIG);
  }

  /** The SentencePiece model. */
  public Path subwordModelFile() {
    return path.resolve(SUBWORD_MODEL);
  }

  /** The lexical shortlist, if there is one. */
  public Optional<Path> shortlistFile() {
    return manifest.files().containsKey(SHORTLIST)
        ? Optional.of(path.resolve(SHORTLIST))
        : Optional.empty();
  }

  /**
   * Adds a shortlist, or replaces it. Whenever this is interrupted, the directory is a complete
   * model; perhaps it has no shortlist then.
   */
  public void writeShortlist(byte[] bytes) {
    add(SHORTLIST, AtomicDirectory.Content.of(bytes));
  }

  /** The manifest is read again each time, as somebody else may have added a file since. */
  private void add(String name, AtomicDirectory.Content content) {
    Map<String, Manifest.FileProof> files = new LinkedHashMap<>(Manifest.read(path).files());
    if (files.remove(name) != null) {
      writeManifest(files);
    }
    Manifest.FileProof proof = AtomicDirectory.writeFile(path.resolve(name), content);
    files = new LinkedHashMap<>(Manifest.read(path).files());
    files.put(name, proof);
    writeManifest(files);
  }

  private void writeManifest(Map<String, Manifest.FileProof> files) {
    AtomicDirectory.writeFile(path.resolve(Manifest.FILE), Json.toBytes(Manifest.of(files)));
  }

  /** Where the model comes from. */
  public Provenance provenance() {
    return readProvenance(path);
  }

  /** Whether a training can go on from here. */
  public boolean hasTrainingState() {
    return manifest.files().containsKey(STATE_TENSORS)
        && manifest.files().containsKey(STATE_VALUES);
  }

  /**
   * Opens the training state's arrays; the caller closes them.
   *
   * @throws DolmetschException naming the file if it is missing or differs from the manifest
   */
  public SafetensorsFile openTrainingTensors() {
    return SafetensorsFile.open(stateFile(STATE_TENSORS));
  }

  /**
   * The training state's other values.
   *
   * @throws DolmetschException naming the file if it is missing or differs from the manifest
   */
  public JsonNode trainingValues() {
    return Json.read(stateFile(STATE_VALUES), JsonNode.class);
  }

  /** SHA-256 of the parameters' file, in lower-case hexadecimal. */
  String parametersHash() {
    return proof(PARAMETERS).sha256();
  }

  /** SHA-256 of the subword model, in lower-case hexadecimal. */
  String subwordModelHash() {
    return proof(SUBWORD_MODEL).sha256();
  }

  private Manifest.FileProof proof(String name) {
    Manifest.FileProof proof = manifest.files().get(name);
    if (proof == null) {
      throw new IllegalStateException(name + " was checked when the directory was opened");
    }
    return proof;
  }

  private Path stateFile(String name) {
    if (!hasTrainingState()) {
      throw new DolmetschException(
          path
              + ": holds a model but no training state, so training cannot be resumed from it; start"
              + " a new run from its parameters with --init-from");
    }
    manifest.verify(path, name);
    return path.resolve(name);
  }

  private static AtomicDirectory.Content safetensors(List<NamedArray> tensors) {
    return channel -> SafetensorsWriter.write(channel, Map.of(), tensors);
  }
}
