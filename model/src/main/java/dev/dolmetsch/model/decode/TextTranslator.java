package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.subword.SubwordModel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Translates texts: divides what is too long, hands the parts' pieces to the workers, and makes
 * texts of what they have found.
 *
 * <p>Thread-safe.
 */
final class TextTranslator {
  private final SubwordModel subwords;
  private final SearchPool pool;
  private final Supplier<Shortlist> shortlist;

  TextTranslator(SubwordModel subwords, SearchPool pool, Supplier<Shortlist> shortlist) {
    this.shortlist = shortlist;
    this.subwords = subwords;
    this.pool = pool;
  }

  /** The sentences' translations, in their order; waits for them. */
  List<Translation> translate(List<SourceSentence> sentences, DecodingOptions options) {
    return longSentences(options).translate(sentences, parts -> translateParts(parts, options));
  }

  private LongSentences longSentences(DecodingOptions options) {
    if (options.shortlist()) {
      var unusedList =
          shortlist.get(); // Its absence is the caller's error, not that of each sentence.
    }
    return LongSentences.of(subwords, options);
  }

  private List<Translation> translateParts(List<SourceSentence> parts, DecodingOptions options) {
    List<Source> sources = new ArrayList<>();
    List<SearchRequest> requests = new ArrayList<>();
    for (SourceSentence part : parts) {
      Source source = source(part, options);
      sources.add(source);
      if (!source.blank()) {
        requests.add(new SearchRequest(input(part, source), options));
      }
    }
    pool.submitAll(requests);
    Iterator<List<Hypothesis>> found = SearchRequest.await(requests).iterator();
    return sources.stream()
        .map(
            source ->
                source.blank()
                    ? source.untranslated()
                    : source.translation(found.next(), subwords, options.shortlist()))
        .toList();
  }

  private Source source(SourceSentence part, DecodingOptions options) {
    return Source.of(part.text(), subwords, options.maxSourceLength());
  }

  private SearchInput input(SourceSentence part, Source source) {
    return new SearchInput(source.ids(), subwords.encode(part.prefix()), part.number());
  }

  /** A sentence that somebody asks for by itself, in parts if it is too long. */
  private List<SourceSentence> parts(String sentence, DecodingOptions options) {
    return longSentences(options).parts(new SourceSentence(sentence, "", 0));
  }

  /**
   * A view of the sentence's translation, later.
   *
   * @param view made by a worker
   */
  <T> CompletableFuture<T> promise(
      String sentence, DecodingOptions options, Function<Translation, T> view) {
    List<SourceSentence> parts = parts(sentence, options);
    if (parts.size() == 1) {
      return promisePart(parts.get(0), options, view);
    }
    List<CompletableFuture<Translation>> translations =
        parts.stream().map(part -> promisePart(part, options, translation -> translation)).toList();
    CompletableFuture<T> promise =
        CompletableFuture.allOf(translations.toArray(CompletableFuture<?>[]::new))
            .thenApply(
                done ->
                    view.apply(
                        LongSentences.join(
                            sentence,
                            translations.stream().map(CompletableFuture::join).toList())));
    var unusedEnding =
        promise.whenComplete(
            (whole, failure) -> translations.forEach(translation -> translation.cancel(false)));
    for (CompletableFuture<Translation> translation : translations) {
      var unusedFailing =
          translation.whenComplete(
              (part, failure) -> {
                if (failure != null) {
                  promise.completeExceptionally(failure); // Without the others it is no use.
                }
              });
    }
    return promise;
  }

  private <T> CompletableFuture<T> promisePart(
      SourceSentence part, DecodingOptions options, Function<Translation, T> view) {
    Source source = source(part, options);
    if (source.blank()) {
      return CompletableFuture.completedFuture(view.apply(source.untranslated()));
    }
    SearchRequest request = new SearchRequest(input(part, source), options);
    CompletableFuture<T> promise =
        request.promise(
            found -> view.apply(source.translation(found, subwords, options.shortlist())));
    pool.submit(request);
    return promise;
  }

  /** The sentence's translation, whose text the listener has been given as it was decided. */
  Translation stream(String sentence, DecodingOptions options, Consumer<String> listener) {
    List<Translation> translations = new ArrayList<>();
    for (SourceSentence part : parts(sentence, options)) {
      boolean first = translations.stream().allMatch(done -> done.text().isEmpty());
      translations.add(streamPart(part, options, first ? listener : afterSpace(listener)));
    }
    return LongSentences.join(sentence, translations);
  }

  /** Puts a space before the first part of the text. */
  private static Consumer<String> afterSpace(Consumer<String> listener) {
    AtomicBoolean begun = new AtomicBoolean();
    return text -> listener.accept(begun.getAndSet(true) ? text : " " + text);
  }

  private Translation streamPart(
      SourceSentence part, DecodingOptions options, Consumer<String> listener) {
    DecidedPieces pieces = new DecidedPieces(subwords.decodeStream());
    Source source = source(part, options);
    if (source.blank()) {
      return source.untranslated();
    }
    SearchRequest request = SearchRequest.streaming(input(part, source), options, pieces::add);
    var unusedEnding = request.result().whenComplete((found, failure) -> pieces.end());
    pool.submit(request);
    try {
      pieces.forEachText(listener);
      return source.translation(
          SearchRequest.await(List.of(request)).get(0), subwords, options.shortlist());
    } finally {
      request.result().cancel(false); // Where the listener threw; else it is there already.
    }
  }
}
