package dev.dolmetsch.training;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.data.corpus.CorpusFiles;
import dev.dolmetsch.data.corpus.CorpusFilters;
import dev.dolmetsch.data.corpus.CorpusReader;
import dev.dolmetsch.data.corpus.EncodedCorpus;
import dev.dolmetsch.data.corpus.SentencePair;
import dev.dolmetsch.data.subword.BpeOptions;
import dev.dolmetsch.data.subword.BpeTrainer;
import dev.dolmetsch.data.subword.SubwordModel;
import dev.dolmetsch.training.config.FilterConfig;
import dev.dolmetsch.training.config.SubwordConfig;
import dev.dolmetsch.training.config.TrainingConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a run reads, checked before its first update.
 *
 * @param corpora the files
 * @param subwords the joint subword model
 * @param specials its special ids
 * @param train the training pairs as ids
 * @param validation the validation pairs as ids
 * @param sample the validation pairs that are translated, as text
 */
record PreparedData(
    Corpora corpora,
    SubwordModel subwords,
    SpecialIds specials,
    EncodedCorpus train,
    EncodedCorpus validation,
    List<SentencePair> sample)
    implements AutoCloseable {

  /**
   * Reads, filters and encodes the corpora; trains the subword model unless there is one.
   *
   * @param given bytes of the subword model of a checkpoint that the run starts from
   */
  static PreparedData of(
      TrainingConfig config, Path runDirectory, Optional<byte[]> given, TrainingListener listener) {
    Corpora corpora = Corpora.locate(config.data(), runDirectory);
    corpora.check();
    SubwordModel subwords = subwordModel(config, corpora, given, listener);
    try {
      SpecialIds specials = specials(subwords);
      Path cache = runDirectory.resolve("cache");
      FilterConfig filters = config.data().filters();
      EncodedCorpus train =
          encode(
              corpora.train(),
              new CorpusFilters(
                  true,
                  filters.maxTokens(),
                  filters.maxLengthRatio(),
                  filters.dropIdentical(),
                  filters.dropDuplicates()),
              subwords,
              cache,
              "train");
      // Validation keeps everything that fits a batch: a figure must not depend on the filters.
      EncodedCorpus validation =
          encode(
              corpora.validation(),
              new CorpusFilters(true, longestSide(config), 0, false, false),
              subwords,
              cache,
              "validation");
      listener.message(
          "corpus: "
              + train.size()
              + " of "
              + train.report().pairsRead()
              + " training pairs kept, "
              + validation.size()
              + " validation pairs"
              + (train.reused() ? " (cached)" : ""));
      List<SentencePair> sample =
          Corpora.head(corpora.validation(), config.validation().maxSentences());
      return new PreparedData(corpora, subwords, specials, train, validation, sample);
    } catch (RuntimeException e) {
      subwords.close();
      throw e;
    }
  }

  /** What fits a batch with its {@code </s>}, within what a filter takes. */
  private static int longestSide(TrainingConfig config) {
    return Math.min(CorpusFilters.LARGEST_MAX_TOKENS, config.training().tokensPerBatch() - 1);
  }

  private static EncodedCorpus encode(
      CorpusFiles files, CorpusFilters filters, SubwordModel subwords, Path cache, String name) {
    return EncodedCorpus.open(files, filters, subwords::encode, subwords.sha256(), cache, name);
  }

  private static SubwordModel subwordModel(
      TrainingConfig config, Corpora corpora, Optional<byte[]> given, TrainingListener listener) {
    if (given.isPresent()) {
      return SubwordModel.of(given.get());
    }
    SubwordConfig subword = config.subword();
    if (subword.model().isPresent()) {
      return SubwordModel.load(config.data().resolve(subword.model().get()));
    }
    listener.message("subwords: learning " + subword.vocabularySize() + " pieces");
    BpeTrainer trainer =
        new BpeTrainer(new BpeOptions(subword.vocabularySize(), subword.characterCoverage()));
    try (CorpusReader reader = corpora.train().open()) {
      if (!reader.hasNext()) {
        throw Corpora.noPairs(corpora.train());
      }
      while (reader.hasNext()) {
        SentencePair pair = reader.next().pair();
        trainer.add(pair.english());
        trainer.add(pair.german());
      }
    }
    return SubwordModel.of(trainer.train());
  }

  private static SpecialIds specials(SubwordModel subwords) {
    if (subwords.bosId().isEmpty() || subwords.eosId().isEmpty() || subwords.padId().isEmpty()) {
      throw new DolmetschException(
          "the subword model has no <s>, </s> or <pad>; train it with --pad_id=3, or leave"
              + " subword.model out and let Dolmetsch train one");
    }
    return new SpecialIds(
        subwords.bosId().getAsInt(), subwords.eosId().getAsInt(), subwords.padId().getAsInt());
  }

  /** SHA-256 of each corpus file by its role. */
  Map<String, String> hashes() {
    Map<String, String> hashes = new LinkedHashMap<>();
    addHashes(hashes, "train", train);
    addHashes(hashes, "validation", validation);
    return hashes;
  }

  private static void addHashes(Map<String, String> hashes, String role, EncodedCorpus corpus) {
    var files = corpus.report().files();
    List<String> sides = files.size() == 2 ? List.of("english", "german") : List.of("tsv");
    for (int i = 0; i < files.size(); i++) {
      hashes.put(role + "." + sides.get(i), files.get(i).sha256());
    }
  }

  @Override
  public void close() {
    subwords.close();
  }
}
