package org.guildhall.search;

import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.simple.SimpleQueryParser;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** Turns a wish into a query that no wish can make expensive: no wildcards, no fuzziness, few words. */
final class WishQuery {
    private static final int SYNTAX = SimpleQueryParser.PHRASE_OPERATOR
            | SimpleQueryParser.NOT_OPERATOR
            | SimpleQueryParser.WHITESPACE_OPERATOR
            | SimpleQueryParser.ESCAPE_OPERATOR;

    private final SimpleQueryParser parser;

    WishQuery(Analyzer analyzer) {
        Map<String, Float> weights = new HashMap<>();
        for (String language : Languages.all()) {
            weights.put(Languages.title(language), 3f);
            weights.put(Languages.text(language), 1f);
        }
        parser = new SimpleQueryParser(analyzer, weights, SYNTAX);
        parser.setDefaultOperator(Occur.SHOULD);
    }

    Query of(SearchWish wish) {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        query.add(wish.words().isBlank() ? new MatchAllDocsQuery() : words(wish.words()), Occur.MUST);
        for (String tag : wish.tags()) {
            query.add(new TermQuery(new Term(SearchIndex.TAG, tag)), Occur.FILTER);
        }
        if (wish.unanswered()) {
            query.add(new TermQuery(new Term(SearchIndex.ANSWERED, "no")), Occur.FILTER);
        }
        if (wish.from() != SearchWish.From.ALL) {
            String where = wish.from() == SearchWish.From.HERE ? "here" : "peers";
            query.add(new TermQuery(new Term(SearchIndex.FROM, where)), Occur.FILTER);
        }
        return query.build();
    }

    /** Most of the words must be there; all when there are only two. */
    private Query words(String words) {
        Query parsed = parser.parse(words);
        if (!(parsed instanceof BooleanQuery several)) {
            return parsed;
        }
        long wanted = several.clauses().stream()
                .filter(clause -> clause.getOccur() == Occur.SHOULD)
                .count();
        BooleanQuery.Builder most = new BooleanQuery.Builder();
        several.clauses().forEach(most::add);
        if (wanted > 1 && words.strip().indexOf(' ') > 0) {
            most.setMinimumNumberShouldMatch((int) Math.max(Math.min(wanted, 2), Math.round(wanted * 0.6)));
        }
        return most.build();
    }
}
