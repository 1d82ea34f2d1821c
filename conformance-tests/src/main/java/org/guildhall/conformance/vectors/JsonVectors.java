package org.guildhall.conformance.vectors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Suites {@code json} (is it the canonical form?) and {@code jcs} (what is its canonical form?). */
final class JsonVectors {
    private JsonVectors() {}

    static void addTo(VectorSet set) {
        canonical(set);
        otherSpellings(set);
        outsideTheSubset(set);
        jcs(set);
    }

    private static void canonical(VectorSet set) {
        valid(set, "empty-object", "The smallest document.", "{}");
        valid(
                set,
                "all-types",
                "Objects, arrays, strings, booleans and integers.",
                "{\"a\":[],\"b\":{},\"c\":\"\",\"d\":false,\"e\":true,\"f\":0}");
        valid(
                set,
                "largest-integers",
                "2^53 - 1 and its negative.",
                "{\"max\":9007199254740991,\"min\":-9007199254740991}");
        valid(
                set,
                "escapes",
                "The short escapes, and small hexadecimal digits for the other control characters. DEL and the slash stand for themselves.",
                "{\"s\":\"\\b\\t\\n\\f\\r\\\"\\\\ \\u0000\\u0007\\u000b\\u001f /\u007f\"}");
        valid(
                set,
                "order-by-utf16-units",
                "U+1F600 sorts before U+FB33: its first code unit is D83D. An order by code points or UTF-8 bytes is wrong.",
                "{\"\\r\":1,\"1\":2,\"\u0080\":3,\"\u00f6\":4,\"\u20ac\":5,\"\ud83d\ude00\":6,\"\ufb33\":7}");
        valid(set, "empty-name", "The empty name sorts first.", "{\"\":1,\"a\":2}");
        valid(set, "name-prefix", "A name sorts before the names that it begins.", "{\"a\":1,\"a\\u0000\":2,\"aa\":3}");
        valid(
                set,
                "noncharacter",
                "U+FFFF and U+FEFF inside a string are characters like others.",
                "{\"a\":\"\uffff\ufeff\"}");
        set.valid(
                "json/depth-16",
                "Sixteen levels, the outer object counted.",
                List.of("OQX-REC-006", "OQX-LIM-002"),
                VectorSet.input(nested(16).getBytes(UTF_8)));
        set.invalid(
                "json/depth-17",
                "Seventeen levels.",
                List.of("OQX-REC-006", "OQX-LIM-002"),
                VectorSet.input(nested(17).getBytes(UTF_8)),
                "too-large");
        set.invalid(
                "json/depth-100000",
                "A reader that recurses without a bound dies of this one.",
                List.of("OQX-REC-006"),
                VectorSet.input(Wire.filled("{\"a\":#", "#", "[", 100_000)),
                "too-large",
                "malformed");
    }

    private static String nested(int levels) {
        return "{\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    }

    private static void otherSpellings(VectorSet set) {
        List<String> rule = List.of("OQX-REC-008");
        other(set, rule, "space", "White space between tokens.", "{\"a\": 1}");
        other(set, rule, "space-before", "White space before the object.", " {\"a\":1}");
        other(set, rule, "newline-at-end", "A file's last line ends; a record does not.", "{\"a\":1}\n");
        other(set, rule, "order", "Members in another order.", "{\"b\":1,\"a\":2}");
        other(
                set,
                rule,
                "order-by-code-points",
                "The order of code points, where that of UTF-16 code units differs.",
                "{\"\ufb33\":1,\"\ud83d\ude00\":2}");
        other(set, rule, "order-inside", "Members in another order, deeper.", "{\"a\":[{\"y\":1,\"x\":2}]}");
        other(set, rule, "escaped-letter", "A letter written as an escape.", "{\"a\":\"\\u0061\"}");
        other(set, rule, "escaped-slash", "A slash needs no escape.", "{\"a\":\"\\/\"}");
        other(set, rule, "escape-in-capitals", "Hexadecimal digits in capitals.", "{\"a\":\"\\u000B\"}");
        other(set, rule, "escape-instead-of-short", "A line feed has a short escape.", "{\"a\":\"\\u000a\"}");
        other(set, rule, "escaped-pair", "A surrogate pair written as escapes.", "{\"a\":\"\\ud83d\\ude00\"}");
        other(set, rule, "minus-zero", "JCS writes 0.", "{\"a\":-0}");
        set.invalid(
                "json/escaped-name",
                "Names have one spelling too.",
                rule,
                VectorSet.input("{\"\\u0061\":1}".getBytes(UTF_8)),
                "not-canonical",
                "malformed");
    }

    private static void outsideTheSubset(VectorSet set) {
        bad(set, "OQX-REC-001", "empty", "No bytes at all.", "");
        bad(set, "OQX-REC-001", "array", "An array is no record.", "[]");
        bad(set, "OQX-REC-001", "string", "A string is no record.", "\"a\"");
        bad(set, "OQX-REC-001", "two-objects", "Something follows the object.", "{}{}");
        bad(set, "OQX-REC-001", "trailing-comma", "A comma too many.", "{\"a\":1,}");
        bad(set, "OQX-REC-001", "unclosed", "The object does not end.", "{\"a\":1");
        bad(set, "OQX-REC-001", "single-quotes", "Not JSON, though some parsers take it.", "{'a':1}");
        bad(set, "OQX-REC-001", "comment", "Not JSON, though some parsers take it.", "{\"a\":1/**/}");
        bad(set, "OQX-REC-001", "leading-zero", "Not JSON, though some parsers take it.", "{\"a\":01}");
        bad(set, "OQX-REC-001", "plus", "Not JSON, though some parsers take it.", "{\"a\":+1}");
        bad(set, "OQX-REC-001", "nan", "Not JSON, though some parsers take it.", "{\"a\":NaN}");
        bad(set, "OQX-REC-001", "raw-control", "A control character must be escaped.", "{\"a\":\"\u0001\"}");
        bad(set, "OQX-REC-001", "raw-tab", "A tab in a string must be escaped.", "{\"a\":\"\t\"}");
        bad(set, "OQX-REC-001", "bad-escape", "No such escape.", "{\"a\":\"\\x41\"}");
        bad(set, "OQX-REC-001", "byte-order-mark", "A byte order mark before the object.", "\ufeff{\"a\":1}");
        badBytes(set, "invalid-utf8", "A byte that is never in UTF-8.", "{\"a\":\"\u00ff\"}");
        badBytes(set, "overlong-utf8", "A slash in two bytes.", "{\"a\":\"\u00c0\u00af\"}");
        badBytes(set, "truncated-utf8", "A character that does not end.", "{\"a\":\"\u00e2\u0082\"}");
        badBytes(set, "surrogate-in-utf8", "A surrogate encoded in three bytes.", "{\"a\":\"\u00ed\u00a0\u0080\"}");
        bad(set, "OQX-REC-002", "duplicate-key", "Two members of one name.", "{\"a\":1,\"a\":2}");
        bad(set, "OQX-REC-002", "duplicate-key-same-value", "Also when they say the same.", "{\"a\":1,\"a\":1}");
        bad(set, "OQX-REC-002", "duplicate-key-inside", "Also deeper.", "{\"a\":{\"b\":1,\"b\":1}}");
        set.invalid(
                "json/duplicate-key-escaped",
                "Two spellings of one name.",
                List.of("OQX-REC-002"),
                VectorSet.input("{\"a\":1,\"\\u0061\":2}".getBytes(UTF_8)),
                "malformed",
                "not-canonical");
        bad(set, "OQX-REC-003", "lone-high-surrogate", "An escape without its other half.", "{\"a\":\"\\ud83d\"}");
        bad(set, "OQX-REC-003", "lone-low-surrogate", "The other half alone.", "{\"a\":\"\\ude00\"}");
        bad(set, "OQX-REC-003", "reversed-surrogates", "Both halves in the wrong order.", "{\"a\":\"\\ude00\\ud83d\"}");
        bad(set, "OQX-REC-003", "surrogate-in-name", "In a member's name.", "{\"\\ud800\":1}");
        bad(set, "OQX-REC-004", "fraction", "A fraction.", "{\"a\":1.5}");
        bad(set, "OQX-REC-004", "fraction-of-zero", "An integer, but written with a fraction.", "{\"a\":1.0}");
        bad(set, "OQX-REC-004", "exponent", "An integer, but written with an exponent.", "{\"a\":1e2}");
        bad(set, "OQX-REC-004", "infinity", "Some parsers make Infinity of this.", "{\"a\":1e400}");
        bad(
                set,
                "OQX-REC-004",
                "too-big",
                "2^53: readers that use floating point can't tell it from 2^53 + 1.",
                "{\"a\":9007199254740992}");
        bad(set, "OQX-REC-004", "too-small", "-2^53.", "{\"a\":-9007199254740992}");
        bad(set, "OQX-REC-004", "wraps-64-bits", "2^64 + 1 must not become 1.", "{\"a\":18446744073709551617}");
        set.invalid(
                "json/thousand-digits",
                "An integer of a thousand digits.",
                List.of("OQX-REC-004"),
                VectorSet.input(Wire.filled("{\"a\":#}", "#", "9", 1000)),
                "malformed");
        bad(set, "OQX-REC-005", "null", "A member without a value is absent.", "{\"a\":null}");
        bad(set, "OQX-REC-005", "null-in-array", "Nowhere.", "{\"a\":[null]}");
        bad(set, "OQX-REC-005", "null-alone", "Not an object either.", "null");
    }

    private static void jcs(VectorSet set) {
        List<String> rule = List.of("OQX-REC-008");
        set.valid(
                "jcs/sorts-and-strips",
                "White space goes, names are sorted at every level, arrays keep their order.",
                rule,
                VectorSet.input(
                        "{ \"b\" : [ 3, 1, 2 ],\r\n\t\"a\" : { \"y\" : true, \"x\" : false } }".getBytes(UTF_8)));
        set.valid(
                "jcs/escapes",
                "Every way to write a character becomes the one.",
                rule,
                VectorSet.input(
                        "{\"s\":\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"}".getBytes(UTF_8)));
        set.valid(
                "jcs/surrogate-pair",
                "A pair of escapes becomes the character.",
                rule,
                VectorSet.input("{\"s\":\"\\ud83d\\ude00\",\"\\ufb33\":1,\"\\ud83d\\ude00\":2}".getBytes(UTF_8)));
        set.valid("jcs/minus-zero", "There is one zero.", rule, VectorSet.input("{\"a\":-0}".getBytes(UTF_8)));
        set.valid(
                "jcs/scripts",
                "Nothing is normalized: the two spellings of the same letter stay different.",
                rule,
                VectorSet.input("{\"A\\u030a\":1,\"\\u00c5\":2,\"\u6df7\u51dd\u571f\":\"\u0142\u00f3d\u017a\"}"
                        .getBytes(UTF_8)));
    }

    private static void valid(VectorSet set, String name, String comment, String json) {
        set.valid(
                "json/" + name, comment, List.of("OQX-REC-001", "OQX-REC-008"), VectorSet.input(json.getBytes(UTF_8)));
    }

    /** Well-formed, but not canonical. A reader that meets the escape or digit first may also say malformed. */
    private static void other(VectorSet set, List<String> rule, String name, String comment, String json) {
        set.invalid("json/" + name, comment, rule, VectorSet.input(json.getBytes(UTF_8)), "not-canonical", "malformed");
    }

    private static void bad(VectorSet set, String requirement, String name, String comment, String json) {
        set.invalid(
                "json/" + name,
                comment,
                List.of(requirement, "OQX-REC-009"),
                VectorSet.input(json.getBytes(UTF_8)),
                "malformed",
                "not-canonical");
    }

    private static void badBytes(VectorSet set, String name, String comment, String bytes) {
        set.invalid(
                "json/" + name,
                comment,
                List.of("OQX-REC-001", "OQX-REC-009"),
                VectorSet.input(bytes.getBytes(ISO_8859_1)),
                "malformed");
    }
}
