package org.guildhall.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.morfologik.MorfologikFilter;
import org.apache.lucene.analysis.morfologik.MorphosyntacticTagsAttribute;
import org.apache.lucene.analysis.pl.PolishAnalyzer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.stempel.StempelFilter;
import org.apache.lucene.analysis.stempel.StempelStemmer;
import org.apache.lucene.analysis.tokenattributes.KeywordAttribute;

/**
 * How words are cut and reduced: by the rules of a language in the fields of that language, and without any in the neutral
 * ones, which hold every text once more so that a word is found whatever language its post is in.
 */
final class Languages {
    static final String NEUTRAL = "any";
    private static final List<String> KNOWN = List.of("en", "de", "pl", "zh");

    private Languages() {}

    /** The suffix of the fields for a language tag; {@link #NEUTRAL} for a language without rules here. */
    static String of(String tag) {
        String primary = tag.toLowerCase(Locale.ROOT).split("-", -1)[0];
        return KNOWN.contains(primary) ? primary : NEUTRAL;
    }

    static List<String> all() {
        return List.of("en", "de", "pl", "zh", NEUTRAL);
    }

    static String title(String language) {
        return "title_" + language;
    }

    static String text(String language) {
        return "text_" + language;
    }

    /** Made when first needed: the Chinese and Polish dictionaries take a while to read. */
    static Analyzer analyzer() {
        Map<String, Analyzer> byField = new HashMap<>();
        Map<String, Analyzer> byLanguage = Map.of(
                "en", new EnglishAnalyzer(),
                "de", new GermanAnalyzer(),
                "pl", new Polish(),
                "zh", new SmartChineseAnalyzer());
        byLanguage.forEach((language, analyzer) -> {
            byField.put(title(language), analyzer);
            byField.put(text(language), analyzer);
        });
        return new PerFieldAnalyzerWrapper(new Neutral(), byField);
    }

    /**
     * Polish words by the dictionary, which knows every form of a word; what is not in it is cut by rules. The rules alone miss
     * that "zaworów" is a form of "zawór".
     */
    private static final class Polish extends Analyzer {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            Tokenizer source = new StandardTokenizer();
            TokenStream words = new StopFilter(new LowerCaseFilter(source), PolishAnalyzer.getDefaultStopSet());
            TokenStream known = new Found(new MorfologikFilter(words));
            return new TokenStreamComponents(
                    source, new StempelFilter(known, new StempelStemmer(PolishAnalyzer.getDefaultTable())));
        }

        @Override
        protected TokenStream normalize(String field, TokenStream in) {
            return new LowerCaseFilter(in);
        }
    }

    /** Keeps what the dictionary found from being cut again. */
    private static final class Found extends TokenFilter {
        private final MorphosyntacticTagsAttribute tags = addAttribute(MorphosyntacticTagsAttribute.class);
        private final KeywordAttribute whole = addAttribute(KeywordAttribute.class);

        Found(TokenStream in) {
            super(in);
        }

        @Override
        public boolean incrementToken() throws IOException {
            if (!input.incrementToken()) {
                return false;
            }
            whole.setKeyword(tags.getTags() != null && !tags.getTags().isEmpty());
            return true;
        }
    }

    /** Words in lower case without accents, Chinese and Japanese in pairs of characters. */
    private static final class Neutral extends Analyzer {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            Tokenizer source = new StandardTokenizer();
            TokenStream folded = new ASCIIFoldingFilter(new LowerCaseFilter(new CJKWidthFilter(source)));
            return new TokenStreamComponents(source, new CJKBigramFilter(folded));
        }

        @Override
        protected TokenStream normalize(String field, TokenStream in) {
            return new ASCIIFoldingFilter(new LowerCaseFilter(new CJKWidthFilter(in)));
        }
    }
}
