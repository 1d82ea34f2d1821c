package org.guildhall.conformance.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guildhall.conformance.oqx.Hashes;
import org.guildhall.conformance.oqx.Jcs;
import org.guildhall.conformance.oqx.Multikey;
import org.guildhall.conformance.oqx.Proof;
import org.guildhall.conformance.oqx.Ref;
import org.guildhall.conformance.oqx.SecretKey;
import org.guildhall.conformance.oqx.SignedRecord;

/** Suites {@code record}, {@code object-key} and {@code named-id}: what bytes alone decide. */
final class RecordVectors {
    private static final long LOGGED_AT = SampleNode.BEGIN.toEpochMilli() + 500;

    private final VectorSet set;
    private final SampleNode home;
    private final SampleNode other;
    private final Ref question;
    private final Ref answer;

    RecordVectors(VectorSet set, SampleNode home, SampleNode other) {
        this.set = set;
        this.home = home;
        this.other = other;
        this.question = home.ref("question");
        this.answer = other.ref("answer");
    }

    void add() {
        kinds();
        optionalMembers();
        commonMembers();
        strings();
        ofEachKind();
        decisions();
        erasures();
        attestations();
        proofShape();
        limits();
        size();
        identifiers();
    }

    private void kinds() {
        valid("node", "The first record of a log.", "OQX-REC-041", home.introduction());
        valid("member", "A member with what is needed.", "OQX-REC-041", home.member("anna", 10));
        valid("question", "A question.", "OQX-REC-041", question());
        valid("answer", "An answer to another node's question.", "OQX-REC-041", answerRecord());
        valid(
                "comment",
                "A comment on an answer.",
                "OQX-REC-041",
                home.comment("comment", "anna", question, answer, "Thanks, `M12`?", 40));
        valid("accept", "The asker's choice.", "OQX-REC-041", home.accept(question, answer, 1, 50));
        ObjectNode withdrawn = home.accept(question, answer, 2, 55);
        withdrawn.remove("about");
        valid("accept-withdrawn", "Without about the choice is withdrawn.", "OQX-REC-041", withdrawn);
        valid("verdict", "The home took an answer.", "OQX-REC-041", verdict());
        valid("tally", "Votes on two objects.", "OQX-REC-054", tally());
        valid(
                "link",
                "A question is like another node's.",
                "OQX-REC-055",
                home.link(question, "see-also", other.ref("their question"), 70));
        valid("link-to-url", "A question is answered on a page elsewhere.", "OQX-REC-055", linkToUrl());
        invalid(
                "unknown-kind",
                "A kind nobody knows.",
                "OQX-REC-040",
                changed(question(), q -> q.put("kind", "Poll")),
                "unknown-kind");
        invalid(
                "kind-in-capitals",
                "Names of kinds are compared exactly.",
                "OQX-REC-040",
                changed(question(), q -> q.put("kind", "QUESTION")),
                "unknown-kind");
    }

    private void optionalMembers() {
        valid(
                "node-everything",
                "With every optional member, a second address and a revoked key.",
                "OQX-REC-041",
                changed(home.introduction(), n -> {
                    n.put("contact", "mailto:admin@home.example")
                            .put("license", "CC-BY-SA-4.0")
                            .put("description", "Two lines\nof text.");
                    n.withArray("addresses").add("https://www.home.example:8443");
                    n.withArray("signingKeys")
                            .addObject()
                            .put("key", SampleNode.key("home old signing").multikey())
                            .put("revokedAt", 0);
                }));
        valid(
                "member-everything",
                "An imported member with affiliation and roles.",
                "OQX-REC-041",
                changed(home.member("anna", 10), m -> {
                    m.put("affiliation", "Acme Pumps").put("url", "https://home.example/m/anna");
                    m.putArray("roles").add("technician").add("moderator");
                    m.putObject("source")
                            .put("site", "https://iot.stackexchange.com")
                            .put("id", "42")
                            .put("url", "https://iot.stackexchange.com/users/42");
                }));
        valid(
                "member-key",
                "A member with a key of the member's own.",
                "OQX-STA-080",
                changed(
                        home.member("anna", 10),
                        m -> m.put("key", SampleNode.key("other next identity").multikey())));
        invalid(
                "member-key-unreadable",
                "A member's key is an Ed25519 public key as a Multikey.",
                "OQX-STA-080",
                changed(home.member("anna", 10), m -> m.put("key", "z6MkNotAKey")),
                "malformed");
        valid(
                "question-imported",
                "An imported question: its id follows from its source.",
                "OQX-REC-056",
                changed(question(), q -> {
                    q.put("id", Ref.nameBased("import", home.node(), "https://iot.stackexchange.com", "post", "123"));
                    q.putObject("source")
                            .put("site", "https://iot.stackexchange.com")
                            .put("id", "123")
                            .put("url", "https://iot.stackexchange.com/q/123");
                    q.put("datePublished", "2016-12-06T18:40:09.437Z");
                }));
        valid(
                "unknown-members",
                "Members this version does not know are kept and signed, also deeper.",
                "OQX-REC-011",
                changed(question(), q -> {
                    q.put("acme:ticket", 4711)
                            .putArray("acme:nested")
                            .addObject()
                            .put("x", true);
                    q.withArray("keywords");
                }));
        valid(
                "unknown-member-in-ref",
                "Also in a reference.",
                "OQX-REC-011",
                changed(answerRecord(), a -> ((ObjectNode) a.path("thread")).put("acme:hint", "x")));
        valid(
                "audience-peers",
                "The other audience. Such a record is a record; it must not be in a public log.",
                "OQX-REC-020",
                changed(question(), q -> q.put("audience", "peers")));
        valid(
                "comment-minimal",
                "A comment on a question, without language and licence.",
                "OQX-REC-041",
                home.comment("short", "anna", question, question, "+1", 41));
    }

    private void commonMembers() {
        for (String name : List.of("oqx", "kind", "node", "id", "revision", "dateCreated", "audience", "nonce")) {
            invalid(
                    "without-" + name.toLowerCase(Locale.ROOT),
                    "Every record has " + name + ".",
                    "OQX-REC-020",
                    changed(question(), q -> q.remove(name)),
                    "malformed");
        }
        invalid(
                "version-2",
                "Another version.",
                "OQX-REC-020",
                changed(question(), q -> q.put("oqx", 2)),
                "unknown-version");
        invalid(
                "version-as-text",
                "The version is a number.",
                "OQX-REC-020",
                changed(question(), q -> q.put("oqx", "1")),
                "malformed",
                "unknown-version");
        invalid(
                "node-of-another-method",
                "Only did:key names a node.",
                "OQX-REC-021",
                changed(question(), q -> q.put("node", "did:web:home.example")),
                "malformed");
        invalid(
                "node-of-another-key-type",
                "An X25519 key is no identity.",
                "OQX-REC-021",
                changed(question(), q -> q.put("node", "did:key:z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc")),
                "malformed");
        invalid(
                "uuid-in-capitals",
                "One spelling of a UUID.",
                "OQX-REC-022",
                changed(question(), q -> q.put("id", q.path("id").textValue().toUpperCase(Locale.ROOT))),
                "malformed");
        invalid(
                "uuid-without-hyphens",
                "One spelling of a UUID.",
                "OQX-REC-022",
                changed(question(), q -> q.put("id", q.path("id").textValue().replace("-", ""))),
                "malformed");
        invalid(
                "uuid-nil",
                "The UUID of zeros is the Node's.",
                "OQX-REC-022",
                changed(question(), q -> q.put("id", "00000000-0000-0000-0000-000000000000")),
                "malformed");
        invalid(
                "node-with-other-uuid",
                "A Node's id is all zeros.",
                "OQX-REC-022",
                changed(home.introduction(), n -> n.put("id", SampleNode.uuid("question"))),
                "malformed");
        invalid(
                "revision-0",
                "Revisions begin with 1.",
                "OQX-REC-020",
                changed(question(), q -> q.put("revision", 0)),
                "malformed");
        invalid(
                "revision-negative",
                "Not below.",
                "OQX-REC-020",
                changed(question(), q -> q.put("revision", -1)),
                "malformed");
        invalid(
                "revision-2-31",
                "2^31 is one too many.",
                "OQX-LIM-004",
                changed(question(), q -> q.put("revision", 2_147_483_648L)),
                "malformed");
        valid(
                "revision-largest",
                "2^31 - 1 is the last.",
                "OQX-LIM-004",
                changed(question(), q -> q.put("revision", Integer.MAX_VALUE)));
        invalid(
                "revision-as-text",
                "A number, not its digits in quotes.",
                "OQX-REC-020",
                changed(question(), q -> q.put("revision", "1")),
                "malformed");
        time("seconds-only", "Milliseconds are always written.", "2026-11-21T20:00:00Z");
        time("microseconds", "No more than milliseconds.", "2026-11-21T20:00:00.000000Z");
        time("offset", "UTC is written Z.", "2026-11-21T20:00:00.000+00:00");
        time("no-such-day", "2026 is no leap year.", "2026-02-29T20:00:00.000Z");
        time("leap-second", "Leap seconds have no name.", "2016-12-31T23:59:60.000Z");
        time("hour-24", "Midnight is 00:00 of the next day.", "2026-11-21T24:00:00.000Z");
        time("before-1970", "Times begin with 1970.", "1969-12-31T23:59:59.999Z");
        time("small-letters", "T and Z are capitals.", "2026-11-21t20:00:00.000z");
        time("year-10000", "Years have four digits.", "+10000-01-01T00:00:00.000Z");
        valid(
                "time-leap-day",
                "2028 is a leap year.",
                "OQX-REC-023",
                changed(question(), q -> q.put("dateCreated", "2028-02-29T00:00:00.000Z")));
        invalid(
                "audience-other",
                "There are two audiences.",
                "OQX-REC-020",
                changed(question(), q -> q.put("audience", "friends")),
                "malformed");
        nonce("short", "Fifteen bytes.", "AAECAwQFBgcICQoLDA0O");
        nonce("padded", "Base64url has no padding here.", "AAECAwQFBgcICQoLDA0ODw==");
        nonce("standard-alphabet", "Plus and slash are of the other alphabet.", "+/ECAwQFBgcICQoLDA0ODw");
        nonce(
                "unused-bits",
                "The last character's four unused bits must be zero: x says 1, w is right.",
                "AAECAwQFBgcICQoLDA0ODx");
    }

    private void time(String name, String comment, String value) {
        invalid(
                "time-" + name,
                comment,
                "OQX-REC-023",
                changed(question(), q -> q.put("dateCreated", value)),
                "malformed",
                "too-large");
    }

    private void nonce(String name, String comment, String value) {
        invalid(
                "nonce-" + name,
                comment,
                "OQX-REC-024",
                changed(question(), q -> q.put("nonce", value)),
                "malformed",
                "too-large");
    }

    private void strings() {
        invalid(
                "title-empty",
                "A string has at least one character.",
                "OQX-REC-030",
                changed(question(), q -> q.put("name", "")),
                "malformed");
        valid(
                "title-300",
                "Three hundred code points.",
                "OQX-LIM-006",
                changed(question(), q -> q.put("name", "x".repeat(300))));
        invalid(
                "title-301",
                "One too many.",
                "OQX-LIM-006",
                changed(question(), q -> q.put("name", "x".repeat(301))),
                "too-large");
        valid(
                "title-300-astral",
                "Code points are counted, not UTF-16 units or bytes: 300 of U+1F3D7 are 600 units and 1,200 bytes.",
                "OQX-REC-030",
                changed(question(), q -> q.put("name", "\ud83c\udfd7".repeat(300))));
        invalid(
                "title-301-astral",
                "One code point too many.",
                "OQX-REC-030",
                changed(question(), q -> q.put("name", "\ud83c\udfd7".repeat(301))),
                "too-large");
        invalid(
                "title-with-line-feed",
                "A title is one line.",
                "OQX-REC-031",
                changed(question(), q -> q.put("name", "Two\nlines")),
                "malformed");
        invalid(
                "title-with-nul",
                "No control characters; some databases can't hold this one.",
                "OQX-REC-031",
                changed(question(), q -> q.put("name", "a\u0000b")),
                "malformed");
        invalid(
                "text-with-nul",
                "Nor in the text.",
                "OQX-REC-031",
                changed(question(), q -> q.put("text", "a\u0000b")),
                "malformed");
        invalid(
                "text-with-carriage-return",
                "Lines end with U+000A alone.",
                "OQX-REC-031",
                changed(question(), q -> q.put("text", "a\r\nb")),
                "malformed");
        valid(
                "text-with-tab-and-line-feed",
                "These two are fine.",
                "OQX-REC-031",
                changed(question(), q -> q.put("text", "a\n\tb")));
        valid(
                "text-with-html",
                "HTML is text here; it is the page that must not pass it on.",
                "OQX-REC-035",
                changed(question(), q -> q.put("text", "<script>alert(1)</script>")));
        valid(
                "text-with-formatting-characters",
                "Bidirectional and zero-width characters are signed as they are.",
                "OQX-REC-036",
                changed(question(), q -> q.put("text", "a\u200d\u202eb\u2066c")));
        tag("capital", "Tags are in lower case.", "Hydraulics");
        tag("titlecase", "U+01C5 is a title-case letter.", "\u01c5");
        tag("space", "No spaces.", "boom drift");
        tag("underscore", "Not of the four signs.", "boom_drift");
        tag("only-signs", "At least one letter or digit.", "++");
        tag("number-letter", "U+2167 (Roman eight) is no decimal digit and no letter.", "\u2167");
        tag("emoji", "No symbols.", "\ud83c\udfd7");
        set.invalid(
                "record/tag-41",
                "Forty code points at most.",
                List.of("OQX-LIM-007"),
                record(changed(question(), q -> q.putArray("keywords").add("x".repeat(41)))),
                "too-large",
                "malformed");
        invalid(
                "tags-none",
                "At least one tag.",
                "OQX-LIM-007",
                changed(question(), q -> q.putArray("keywords")),
                "malformed");
        invalid("tags-nine", "At most eight.", "OQX-LIM-007", changed(question(), q -> tags(q, 9)), "too-large");
        valid("tags-eight", "Eight are fine.", "OQX-LIM-007", changed(question(), q -> tags(q, 8)));
        invalid(
                "tags-twice",
                "Each tag once.",
                "OQX-REC-041",
                changed(question(), q -> q.putArray("keywords").add("seals").add("seals")),
                "malformed");
        invalid(
                "tags-not-text",
                "Tags are strings.",
                "OQX-REC-041",
                changed(question(), q -> q.putArray("keywords").add(7)),
                "malformed");
        valid(
                "tags-signs",
                "Names that people do use.",
                "OQX-REC-034",
                changed(
                        question(),
                        q -> q.putArray("keywords")
                                .add("c++")
                                .add(".net")
                                .add("c#")
                                .add("raspberry-pi-3")));
        valid(
                "tags-scripts",
                "Letters, marks and digits of any script: Chinese, Polish, Hindi with combining marks, Arabic digits.",
                "OQX-REC-034",
                changed(
                        question(),
                        q -> q.putArray("keywords")
                                .add("\u6df7\u51dd\u571f\u6cf5")
                                .add("\u017c\u00f3\u0142w")
                                .add("\u0939\u093f\u0928\u094d\u0926\u0940")
                                .add("\u0661\u0662\u0663")));
        language("underscore", "en_US");
        language("one-letter", "e");
        language("digits-first", "1a");
        language("hyphen-at-end", "en-");
        language("long-subtag", "en-abcdefghi");
        valid(
                "language-zh-hans",
                "A script subtag.",
                "OQX-REC-033",
                changed(question(), q -> q.put("inLanguage", "zh-Hans-CN")));
        url("relative", "//home.example/m/anna");
        url("script", "javascript:alert(1)");
        url("user-information", "https://anna:secret@home.example/");
        url("no-host", "https:///m/anna");
        url("space", "https://home.example/a b");
        url("not-ascii", "https://home.example/\u6df7");
        url("scheme-in-capitals", "HTTPS://home.example/");
    }

    private static void tags(ObjectNode question, int number) {
        ArrayNode tags = question.putArray("keywords");
        for (int i = 0; i < number; i++) {
            tags.add("tag-" + i);
        }
    }

    private void tag(String name, String comment, String tag) {
        invalid(
                "tag-" + name,
                comment,
                "OQX-REC-034",
                changed(question(), q -> q.putArray("keywords").add(tag)),
                "malformed");
    }

    private void language(String name, String tag) {
        invalid(
                "language-" + name,
                "Not of the form of a language tag.",
                "OQX-REC-033",
                changed(question(), q -> q.put("inLanguage", tag)),
                "malformed");
    }

    private void url(String name, String url) {
        invalid(
                "url-" + name,
                "Not a URL a reader could make a link of.",
                "OQX-REC-032",
                changed(home.member("anna", 10), m -> m.put("url", url)),
                "malformed");
    }

    private void ofEachKind() {
        requires("node", home.introduction(), "name", "identityKey", "nextIdentity", "signingKeys", "addresses");
        requires("member", home.member("anna", 10), "handle", "name");
        requires("question", question(), "author", "name", "text", "keywords", "inLanguage", "license");
        requires("answer", answerRecord(), "author", "thread", "text", "inLanguage", "license");
        requires(
                "comment",
                home.comment("comment", "anna", question, answer, "x", 40),
                "author",
                "thread",
                "parent",
                "text");
        requires("accept", home.accept(question, answer, 1, 50), "thread");
        requires("verdict", verdict(), "thread", "about", "verdict", "ofRevision", "ofDigest");
        requires("tally", tally(), "thread", "counts");
        requires("link", home.link(question, "same-as", answer, 70), "about", "target", "relation");
        requires("label", home.label(answer, question, "outdated", 1, 80), "about", "label", "state");
        requires("attestation", standing(), "about", "state");
        requires("erase", other.erase(answer, question, 81), "about", "ofKind", "ofDate", "thread");
        requires("drop", home.drop(answer, question, 82), "about", "ofKind", "ofDate", "thread", "code");
        requires("receipt", home.receipt(eraseRef(), 1, 83), "about", "payloads");
        handle("capital", "Anna");
        handle("space", "anna b");
        handle("leading-dot", ".anna");
        handle("not-ascii", "\u0105nna");
        set.invalid(
                "record/handle-41",
                "Forty at most.",
                List.of("OQX-LIM-008"),
                record(changed(home.member("anna", 10), m -> m.put("handle", "a".repeat(41)))),
                "too-large",
                "malformed");
        address("slash-at-end", "https://home.example/");
        address("path", "https://home.example/qa");
        address("host-in-capitals", "https://Home.example");
        address("dot-at-end", "https://home.example.");
        address("default-port", "https://home.example:443");
        address("port-65536", "https://home.example:65536");
        address("not-a-label", "https://h\u00f6me.example");
        address("user", "https://x@home.example");
        address("other-scheme", "ftp://home.example");
        invalid(
                "addresses-none",
                "At least one.",
                "OQX-LIM-013",
                changed(home.introduction(), n -> n.putArray("addresses")),
                "malformed");
        invalid(
                "addresses-twice",
                "Each once.",
                "OQX-REC-041",
                changed(home.introduction(), n -> n.withArray("addresses").add(home.address())),
                "malformed");
        invalid(
                "signing-key-twice",
                "Each key once.",
                "OQX-REC-041",
                changed(
                        home.introduction(),
                        n -> n.withArray("signingKeys")
                                .addObject()
                                .put("key", home.signing().multikey())),
                "malformed");
        invalid(
                "signing-keys-none",
                "At least one.",
                "OQX-LIM-013",
                changed(home.introduction(), n -> n.putArray("signingKeys")),
                "malformed");
        invalid(
                "revoked-at-negative",
                "A size is not negative.",
                "OQX-REC-041",
                changed(
                        home.introduction(),
                        n -> ((ObjectNode) n.path("signingKeys").path(0)).put("revokedAt", -1)),
                "malformed");
        invalid(
                "next-identity-not-hash",
                "43 characters of base64url.",
                "OQX-REC-041",
                changed(
                        home.introduction(),
                        n -> n.put("nextIdentity", home.nextIdentity().multikey())),
                "malformed",
                "too-large");
        invalid(
                "comment-4097",
                "A comment has at most 4096 code points.",
                "OQX-LIM-005",
                changed(
                        home.comment("comment", "anna", question, answer, "x", 40),
                        c -> c.put("text", "x".repeat(4097))),
                "too-large");
        invalid(
                "thread-as-text",
                "A reference is an object.",
                "OQX-REC-041",
                changed(answerRecord(), a -> a.put("thread", question.id())),
                "malformed");
        invalid(
                "thread-without-node",
                "A UUID alone names nothing: identity is the pair.",
                "OQX-REC-041",
                changed(answerRecord(), a -> ((ObjectNode) a.path("thread")).remove("node")),
                "malformed");
        invalid(
                "source-site-slash",
                "The site has no slash at its end.",
                "OQX-REC-041",
                changed(
                        question(),
                        q -> q.putObject("source")
                                .put("site", "https://iot.stackexchange.com/")
                                .put("id", "1")),
                "malformed");
    }

    private void requires(String kind, ObjectNode record, String... members) {
        for (String member : members) {
            invalid(
                    kind + "-without-" + member.toLowerCase(Locale.ROOT),
                    "It needs " + member + ".",
                    "OQX-REC-041",
                    changed(record, r -> r.remove(member)),
                    "malformed");
        }
    }

    private void handle(String name, String handle) {
        invalid(
                "handle-" + name,
                "Not a handle.",
                "OQX-REC-041",
                changed(home.member("anna", 10), m -> m.put("handle", handle)),
                "malformed");
    }

    private void address(String name, String address) {
        invalid(
                "address-" + name,
                "Not a base address.",
                "OQX-REC-050",
                changed(home.introduction(), n -> n.putArray("addresses").add(address)),
                "malformed");
    }

    private void decisions() {
        Ref foreign = other.ref("their question");
        invalid(
                "accept-of-another-home",
                "Only the home accepts.",
                "OQX-REC-052",
                home.accept(foreign, answer, 1, 50),
                "not-owner");
        invalid(
                "accept-other-id",
                "The id follows from the thread.",
                "OQX-REC-061",
                changed(home.accept(question, answer, 1, 50), a -> a.put("id", SampleNode.uuid("x"))),
                "malformed");
        invalid(
                "verdict-of-another-home",
                "Only the home judges.",
                "OQX-REC-053",
                home.verdict(foreign, answerSigned(), "taken", 1, 50),
                "not-owner");
        SignedRecord own = home.record(home.answer("own answer", 1, "anna", question, "Mine.", 45));
        invalid(
                "verdict-on-own",
                "A home's own objects need no verdict.",
                "OQX-REC-053",
                home.verdict(question, own, "taken", 1, 50),
                "not-owner");
        invalid(
                "verdict-held",
                "Held is said by saying nothing.",
                "OQX-REC-041",
                changed(verdict(), v -> v.put("verdict", "held")),
                "malformed");
        invalid(
                "verdict-of-revision-0",
                "Revisions begin with 1.",
                "OQX-REC-041",
                changed(verdict(), v -> v.put("ofRevision", 0)),
                "malformed");
        invalid(
                "verdict-digest-in-hex",
                "Digests are base64url.",
                "OQX-REC-025",
                changed(verdict(), v -> v.put("ofDigest", "00".repeat(32))),
                "malformed",
                "too-large");
        invalid(
                "verdict-digest-unused-bits",
                "The last character's two unused bits must be zero.",
                "OQX-REC-025",
                changed(verdict(), v -> v.put("ofDigest", "A".repeat(42) + "B")),
                "malformed");
        valid(
                "verdict-declined",
                "With a registered code and words.",
                "OQX-REC-041",
                changed(
                        home.verdict(question, answerSigned(), "declined", 1, 50),
                        v -> v.put("code", "off-topic").put("reason", "This is about cranes.")));
        invalid(
                "verdict-code-in-capitals",
                "Codes are small letters, digits and hyphens.",
                "OQX-REC-041",
                changed(verdict(), v -> v.put("code", "Spam")),
                "malformed");
        invalid(
                "tally-unsorted",
                "Counts are sorted.",
                "OQX-REC-054",
                changed(tally(), t -> {
                    ArrayNode counts = (ArrayNode) t.path("counts");
                    counts.add(counts.remove(0));
                }),
                "malformed");
        invalid(
                "tally-twice",
                "Each object once.",
                "OQX-REC-054",
                changed(tally(), t -> {
                    ArrayNode counts = (ArrayNode) t.path("counts");
                    counts.insert(1, counts.get(0).deepCopy());
                }),
                "malformed");
        invalid(
                "tally-empty",
                "At least one count.",
                "OQX-LIM-014",
                changed(tally(), t -> t.putArray("counts")),
                "malformed");
        invalid(
                "tally-negative",
                "Votes are counted upwards.",
                "OQX-REC-041",
                changed(tally(), t -> ((ObjectNode) t.path("counts").path(0)).put("down", -1)),
                "malformed");
        invalid(
                "tally-2-31",
                "2^31 votes are too many.",
                "OQX-LIM-014",
                changed(tally(), t -> ((ObjectNode) t.path("counts").path(0)).put("up", 2_147_483_648L)),
                "malformed");
        valid("tally-500", "Five hundred objects.", "OQX-LIM-014", bigTally(500));
        invalid("tally-501", "One too many.", "OQX-LIM-014", bigTally(501), "too-large");
        invalid(
                "tally-other-id",
                "The id follows from the thread.",
                "OQX-REC-061",
                changed(tally(), t -> t.put("id", SampleNode.uuid("x"))),
                "malformed");
        invalid(
                "link-of-another-home",
                "Only one's own questions are linked.",
                "OQX-REC-055",
                changed(home.link(question, "see-also", answer, 70), l -> {
                    l.set("about", SampleNode.json(foreign));
                    l.put(
                            "id",
                            Ref.nameBased("link", home.node(), foreign.id(), "see-also", answer.node(), answer.id()));
                }),
                "not-owner");
        invalid(
                "link-with-both",
                "Exactly one of target and targetUrl.",
                "OQX-REC-055",
                changed(linkToUrl(), l -> l.set("target", SampleNode.json(answer))),
                "malformed");
        invalid(
                "link-relation-other",
                "There are three relations.",
                "OQX-REC-041",
                changed(home.link(question, "see-also", answer, 70), l -> l.put("relation", "part-of")),
                "malformed");
        invalid(
                "link-other-id",
                "The id follows from both ends and the relation.",
                "OQX-REC-061",
                changed(home.link(question, "see-also", answer, 70), l -> l.put("relation", "same-as")),
                "malformed");
    }

    private ObjectNode bigTally(int number) {
        ObjectNode tally = home.tally(question, 1, 60);
        for (int i = 0; i < number; i++) {
            SampleNode.count(tally, new Ref(other.node(), String.format("00000000-0000-4000-8000-%012d", i)), i, 0);
        }
        return tally;
    }

    private void proofShape() {
        ObjectNode signed = Proof.sign(question(), home.signing());
        proof("missing", "A record without proof.", changed(signed, s -> s.remove("proof")));
        proof("two", "Proof sets are for others.", changed(signed, s -> {
            ObjectNode proof = (ObjectNode) s.path("proof");
            s.putArray("proof").add(proof).add(proof);
        }));
        proof("array-of-one", "Nor an array of one.", changed(signed, s -> {
            ObjectNode proof = (ObjectNode) s.path("proof");
            s.putArray("proof").add(proof);
        }));
        proof("as-text", "Nor a string.", changed(signed, s -> s.put("proof", "zzz")));
        proof(
                "created",
                "A member too many: everything a proof says is fixed.",
                inProof(signed, p -> p.put("created", "2026-11-21T20:00:00Z")));
        proof(
                "context",
                "No @context.",
                inProof(signed, p -> p.putArray("@context").add("https://www.w3.org/ns/credentials/v2")));
        proof("without-purpose", "A member is missing.", inProof(signed, p -> p.remove("proofPurpose")));
        proof("other-type", "Another type.", inProof(signed, p -> p.put("type", "Ed25519Signature2020")));
        proof("other-suite", "Another cryptosuite.", inProof(signed, p -> p.put("cryptosuite", "eddsa-rdfc-2022")));
        proof("other-purpose", "Another purpose.", inProof(signed, p -> p.put("proofPurpose", "authentication")));
        proof(
                "type-as-array",
                "Types are not lists here.",
                inProof(signed, p -> p.putArray("type").add("DataIntegrityProof")),
                "malformed");
        String key = home.signing().multikey();
        proof(
                "method-without-fragment",
                "The fragment is needed.",
                inProof(signed, p -> p.put("verificationMethod", "did:key:" + key)));
        proof(
                "method-other-fragment",
                "The fragment is the same key.",
                inProof(
                        signed,
                        p -> p.put(
                                "verificationMethod",
                                "did:key:" + key + "#" + home.identity().multikey())));
        proof(
                "method-web",
                "Keys are never fetched.",
                inProof(signed, p -> p.put("verificationMethod", "https://home.example/keys/1")));
        proof(
                "method-with-query",
                "One spelling.",
                inProof(signed, p -> p.put("verificationMethod", "did:key:" + key + "?x#" + key)));
        proof(
                "value-63-bytes",
                "A signature has 64 bytes.",
                inProof(signed, p -> p.put("proofValue", Proof.proofValue(new byte[63]))));
        proof(
                "value-65-bytes",
                "A signature has 64 bytes.",
                inProof(signed, p -> p.put("proofValue", Proof.proofValue(new byte[65]))));
        proof(
                "value-base64url",
                "Multibase u instead of z.",
                inProof(signed, p -> p.put("proofValue", "u" + Hashes.base64Url(new byte[64]))));
        proof(
                "value-not-base58",
                "0, O, I and l are not of the alphabet.",
                inProof(signed, p -> p.put("proofValue", "z" + "0".repeat(87))));
    }

    private void proof(String name, String comment, ObjectNode signed, String... or) {
        List<String> rule = name.equals("method-web") ? List.of("OQX-SIG-011", "OQX-SIG-020") : List.of("OQX-SIG-020");
        set.invalid("record/proof-" + name, comment, rule, VectorSet.input(Jcs.bytes(signed)), "bad-proof", or);
    }

    private static ObjectNode inProof(ObjectNode signed, Consumer<ObjectNode> change) {
        return changed(signed, s -> change.accept((ObjectNode) s.path("proof")));
    }

    private Ref eraseRef() {
        return new Ref(other.node(), Ref.nameBased("erase", other.node(), answer.id()));
    }

    private void erasures() {
        ObjectNode label = home.label(answer, question, "outdated", 1, 80);
        ObjectNode erase = other.erase(answer, question, 81);
        ObjectNode drop = home.drop(answer, question, 82);
        ObjectNode receipt = home.receipt(eraseRef(), 2, 83);
        valid("label", "An opinion on another node's answer.", "OQX-REC-057", label);
        valid(
                "label-withdrawn",
                "Not of this opinion any more; in words why.",
                "OQX-REC-057",
                changed(label, l -> l.put("revision", 2).put("state", "off").put("reason", "The author mended it.")));
        valid("label-of-member", "An opinion on a member is in no thread.", "OQX-REC-057", labelOfMember());
        invalid(
                "label-other-id",
                "The id follows from object and label.",
                "OQX-REC-061",
                changed(label, l -> l.put("label", "spam")),
                "malformed");
        invalid("label-maybe", "On or off.", "OQX-REC-041", changed(label, l -> l.put("state", "maybe")), "malformed");
        valid("limit-label", "40 characters.", "OQX-LIM-027", home.label(answer, question, "x".repeat(40), 1, 80));
        over("limit-label-exceeded", "OQX-LIM-027", home.label(answer, question, "x".repeat(41), 1, 80));
        valid("erase", "The author's node takes an answer back.", "OQX-REC-058", erase);
        valid("erase-member", "A member is in no thread.", "OQX-REC-058", eraseMember());
        valid(
                "erase-attestation",
                "Nor is an attestation.",
                "OQX-REC-058",
                changed(eraseMember(), e -> e.put("ofKind", "Attestation")));
        valid("erase-comment", "A comment says what it was about.", "OQX-REC-058", changed(erase, e -> {
            e.put("ofKind", "Comment");
            e.set("parent", SampleNode.json(question));
        }));
        invalid("erase-of-another", "Nobody erases what is not theirs.", "OQX-REC-058", eraseOfAnother(), "not-owner");
        invalid(
                "erase-other-id",
                "The id follows from the object.",
                "OQX-REC-061",
                changed(erase, e -> e.put("id", SampleNode.uuid("x"))),
                "malformed");
        invalid(
                "erase-node",
                "A node's introductions are never erased.",
                "OQX-REC-058",
                changed(erase, e -> e.put("ofKind", "Node")),
                "malformed");
        invalid(
                "erase-comment-without-parent",
                "Readers would not know where its mark belongs.",
                "OQX-REC-058",
                changed(erase, e -> e.put("ofKind", "Comment")),
                "malformed");
        invalid(
                "erase-answer-with-parent",
                "An answer's parent is its thread.",
                "OQX-REC-058",
                changed(erase, e -> e.set("parent", SampleNode.json(question))),
                "malformed");
        invalid(
                "erase-question-elsewhere",
                "A question is its own thread.",
                "OQX-REC-058",
                changed(erase, e -> e.put("ofKind", "Question")),
                "malformed");
        invalid(
                "erase-member-in-thread",
                "A member is in no thread.",
                "OQX-REC-058",
                changed(eraseMember(), e -> e.set("thread", SampleNode.json(question))),
                "malformed");
        valid("drop", "A log's owner drops another node's answer.", "OQX-ERA-030", drop);
        valid(
                "drop-with-reason",
                "In words why.",
                "OQX-ERA-030",
                changed(drop, d -> d.put("reason", "A court in Hamburg said so.")));
        invalid(
                "drop-other-id",
                "The id follows from the object.",
                "OQX-REC-061",
                changed(drop, d -> d.put("id", SampleNode.uuid("x"))),
                "malformed");
        invalid(
                "drop-code-in-capitals",
                "Codes are small letters, digits and hyphens.",
                "OQX-REC-041",
                changed(drop, d -> d.put("code", "Legal")),
                "malformed");
        valid("receipt", "Two payloads are gone.", "OQX-REC-059", receipt);
        valid(
                "receipt-of-nothing",
                "There was nothing, and it will not come.",
                "OQX-REC-059",
                changed(receipt, r -> r.put("payloads", 0)));
        invalid("receipt-of-own", "A node does not answer itself.", "OQX-REC-059", receiptOfOwn(), "not-owner");
        invalid(
                "receipt-other-id",
                "The id follows from the erasure.",
                "OQX-REC-061",
                changed(receipt, r -> r.put("id", SampleNode.uuid("x"))),
                "malformed");
        invalid(
                "receipt-negative",
                "Counted from 0.",
                "OQX-REC-059",
                changed(receipt, r -> r.put("payloads", -1)),
                "malformed");
        named("label", answer.node(), answer.id(), "outdated");
        named("attestation", answer.node(), answer.id(), "standing", "hydraulics");
        named("erase", question.id());
        named("drop", answer.node(), answer.id());
        named("receipt", eraseRef().node(), eraseRef().id());
    }

    private void attestations() {
        valid("attestation-standing", "What came of a member's answers in two quarters.", "OQX-STA-061", standing());
        ObjectNode all = changed(standing(), a -> {
            ((ObjectNode) a.path("standing")).remove("topic");
            a.put("id", attestationId(bert(), "standing"));
        });
        valid("attestation-of-all-topics", "Without a topic.", "OQX-STA-061", all);
        valid(
                "attestation-of-nothing",
                "No periods: there is nothing to say.",
                "OQX-STA-061",
                changed(standing(), a -> ((ObjectNode) a.path("standing")).putArray("periods")));
        valid(
                "attestation-role",
                "A role, of a member of another node.",
                "OQX-STA-060",
                home.role(bert(), "Hydraulics technician", 91));
        valid(
                "attestation-role-everything",
                "With organisation and times, and taken back.",
                "OQX-STA-064",
                changed(role(), a -> a.put("state", "off").put("revision", 2).put("reason", "Left in May.")));
        wrong(
                "attestation-of-both",
                "One of the two.",
                "OQX-STA-066",
                changed(standing(), a -> a.putObject("role").put("name", "x")));
        wrong(
                "attestation-of-neither",
                "One of the two.",
                "OQX-STA-066",
                changed(standing(), a -> a.remove("standing")));
        wrong(
                "attestation-unsorted",
                "Periods in ascending order.",
                "OQX-STA-066",
                changed(standing(), a -> period(a, 100)));
        wrong(
                "attestation-quarter-twice",
                "Each quarter once.",
                "OQX-STA-066",
                changed(standing(), a -> period(a, 228)));
        wrong(
                "attestation-ends-before-it-begins",
                "Never held.",
                "OQX-STA-066",
                changed(role(), a -> ((ObjectNode) a.path("role")).put("validUntil", "2020-01-01T00:00:00.000Z")));
        wrong(
                "attestation-negative",
                "No count is below 0.",
                "OQX-REC-041",
                changed(
                        standing(),
                        a -> ((ObjectNode) a.path("standing").path("periods").path(0)).put("up", -1)));
        wrong(
                "attestation-without-up",
                "Every period has all its counts.",
                "OQX-REC-041",
                changed(
                        standing(),
                        a -> ((ObjectNode) a.path("standing").path("periods").path(0)).remove("up")));
        wrong("attestation-maybe", "On or off.", "OQX-REC-041", changed(standing(), a -> a.put("state", "maybe")));
        wrong(
                "attestation-topic-in-capitals",
                "A topic is a tag.",
                "OQX-REC-034",
                changed(standing(), a -> ((ObjectNode) a.path("standing")).put("topic", "Pumps")));
        wrong(
                "attestation-role-without-name",
                "A role has a name.",
                "OQX-REC-041",
                changed(role(), a -> ((ObjectNode) a.path("role")).remove("name")));
        wrong(
                "attestation-other-id",
                "The id follows from member and topic or role.",
                "OQX-REC-061",
                changed(role(), a -> a.put("id", SampleNode.uuid("x"))));
        valid("limit-periods", "400 quarters.", "OQX-LIM-080", changed(standing(), a -> periods(a, 400)));
        over("limit-periods-exceeded", "OQX-LIM-080", changed(standing(), a -> periods(a, 401)));
        wrong(
                "attestation-a-million-and-one",
                "A count has a limit.",
                "OQX-LIM-080",
                changed(
                        standing(),
                        a -> ((ObjectNode) a.path("standing").path("periods").path(0)).put("answers", 1_000_001)));
    }

    private void wrong(String name, String comment, String requirement, ObjectNode attestation) {
        invalid(name, comment, requirement, attestation, "malformed");
    }

    private Ref bert() {
        return other.ref("bert");
    }

    private ObjectNode standing() {
        return period(period(home.standing(bert(), "hydraulics", 90), 227), 228);
    }

    private ObjectNode role() {
        ObjectNode attestation = home.role(bert(), "Hydraulics technician", 91);
        ((ObjectNode) attestation.path("role"))
                .put("organization", "Acme Pumps")
                .put("validFrom", "2024-01-01T00:00:00.000Z")
                .put("validUntil", "2027-01-01T00:00:00.000Z");
        return attestation;
    }

    private String attestationId(Ref about, String what) {
        return Ref.nameBased("attestation", home.node(), about.node(), about.id(), what);
    }

    private static ObjectNode period(ObjectNode attestation, int quarter) {
        ((ObjectNode) attestation.path("standing"))
                .withArray("periods")
                .addObject()
                .put("quarter", quarter)
                .put("answers", 3)
                .put("accepted", 1)
                .put("up", 8)
                .put("down", 1);
        return attestation;
    }

    private static void periods(ObjectNode attestation, int count) {
        ((ObjectNode) attestation.path("standing")).putArray("periods");
        for (int quarter = 0; quarter < count; quarter++) {
            period(attestation, quarter);
        }
    }

    private ObjectNode labelOfMember() {
        Ref bert = other.ref("bert");
        ObjectNode label = home.label(bert, question, "official", 1, 84);
        label.remove("thread");
        return label;
    }

    private ObjectNode eraseMember() {
        ObjectNode erase = other.erase(other.ref("bert"), question, 85).put("ofKind", "Member");
        erase.remove("thread");
        return erase;
    }

    /** Well made, but by the home of the question about the other node's answer. */
    private ObjectNode eraseOfAnother() {
        return home.erase(answer, question, 86);
    }

    private ObjectNode receiptOfOwn() {
        Ref own = new Ref(home.node(), Ref.nameBased("erase", home.node(), question.id()));
        return home.receipt(own, 1, 87);
    }

    /** Each limit of chapter 07 §1, reached and exceeded by one. */
    private void limits() {
        limit("OQX-LIM-008", "name", home.member("anna", 10), "name", 80);
        limit("OQX-LIM-008", "affiliation", home.member("anna", 10), "affiliation", 120);
        limit("OQX-LIM-010", "reason", verdict(), "reason", 500);
        limit("OQX-LIM-010", "contact", home.introduction(), "contact", 500);
        limit("OQX-LIM-010", "description", home.introduction(), "description", 2000);
        limit("OQX-LIM-010", "license", question(), "license", 200);
        limit("OQX-LIM-011", "code", verdict(), "code", 60);
        String host = "https://home.example/";
        items(
                "OQX-LIM-011",
                "url",
                2048,
                (length, member) -> member.put("url", host + "x".repeat(length - host.length())));
        items(
                "OQX-LIM-012",
                "source-id",
                100,
                (length, member) -> member.putObject("source")
                        .put("site", "https://iot.stackexchange.com")
                        .put("id", "7".repeat(length)));
        items("OQX-LIM-009", "roles", 16, (number, member) -> {
            ArrayNode roles = member.putArray("roles");
            for (int i = 0; i < number; i++) {
                roles.add("role " + i);
            }
        });
        items(
                "OQX-LIM-008",
                "role",
                80,
                (length, member) -> member.putArray("roles").add("r".repeat(length)));
        String language = "en" + "-abcdefgh".repeat(3) + "-abcde";
        valid(
                "limit-language",
                "35 characters.",
                "OQX-LIM-011",
                changed(question(), q -> q.put("inLanguage", language)));
        over("limit-language-exceeded", "OQX-LIM-011", changed(question(), q -> q.put("inLanguage", language + "f")));
        ObjectNode addresses = changed(home.introduction(), n -> {
            for (int i = 1; i < 8; i++) {
                n.withArray("addresses").add("https://a" + i + ".home.example");
            }
        });
        valid("limit-addresses", "Eight addresses.", "OQX-LIM-013", addresses);
        over(
                "limit-addresses-exceeded",
                "OQX-LIM-013",
                changed(addresses, n -> n.withArray("addresses").add("https://a8.home.example")));
        ObjectNode keys = changed(home.introduction(), n -> {
            for (int i = 1; i < 64; i++) {
                n.withArray("signingKeys").addObject().put("key", Multikey.of(Hashes.sha256("key " + i)));
            }
        });
        valid(
                "limit-signing-keys",
                "64 keys; most of these are no points, which matters when they are used.",
                "OQX-LIM-013",
                keys);
        over(
                "limit-signing-keys-exceeded",
                "OQX-LIM-013",
                changed(
                        keys,
                        n -> n.withArray("signingKeys").addObject().put("key", Multikey.of(Hashes.sha256("key 64")))));
        invalid(
                "revoked-at-2-53",
                "Integers end at 2^53 - 1.",
                "OQX-LIM-003",
                changed(
                        home.introduction(),
                        n -> ((ObjectNode) n.path("signingKeys").path(0)).put("revokedAt", 9_007_199_254_740_992L)),
                "malformed");
    }

    private void limit(String requirement, String name, ObjectNode record, String member, int most) {
        valid(
                "limit-" + name,
                most + " characters.",
                requirement,
                changed(record, r -> r.put(member, "x".repeat(most))));
        over("limit-" + name + "-exceeded", requirement, changed(record, r -> r.put(member, "x".repeat(most + 1))));
    }

    private interface Filling {
        void fill(int number, ObjectNode member);
    }

    private void items(String requirement, String name, int most, Filling filling) {
        ObjectNode member = home.member("anna", 10);
        valid(
                "limit-" + name,
                "As long as it may be: " + most + ".",
                requirement,
                changed(member, m -> filling.fill(most, m)));
        over("limit-" + name + "-exceeded", requirement, changed(member, m -> filling.fill(most + 1, m)));
    }

    private void over(String name, String requirement, ObjectNode record) {
        invalid(name, "One more than the limit.", requirement, record, "too-large", "malformed");
    }

    private void size() {
        List<String> rule = List.of("OQX-REC-007", "OQX-LIM-001");
        set.valid(
                "record/largest",
                "131072 bytes, with a text of 65536 characters: the largest there is.",
                List.of("OQX-REC-007", "OQX-LIM-001", "OQX-LIM-005"),
                record(abbreviated(ofLength(131_072))));
        set.invalid("record/too-large", "131073 bytes.", rule, record(abbreviated(ofLength(131_073))), "too-large");
        byte[] longText = home.publish(changed(question(), q -> q.put("text", "x".repeat(65_537))));
        set.invalid(
                "record/text-65537",
                "A text of 65537 characters.",
                List.of("OQX-LIM-005"),
                record(abbreviated(longText)),
                "too-large");
    }

    /** A sound record of so many bytes. The length of a proof's base58 varies, so the filler is found by trying. */
    private byte[] ofLength(int length) {
        int filler = 60_000;
        for (int attempt = 0; attempt < 100; attempt++) {
            String fill = "f".repeat(filler);
            int number = 100 + attempt;
            byte[] bytes = home.publish(changed(
                    question(),
                    q -> q.put("text", "x".repeat(65_536))
                            .put("acme:filler", fill)
                            .put("acme:try", number)));
            if (bytes.length == length) {
                return bytes;
            }
            filler += length - bytes.length;
        }
        throw new IllegalStateException("no record of " + length + " bytes was found");
    }

    /** The bytes with runs of one letter written as repetitions. */
    private static ObjectNode abbreviated(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        ObjectNode wire = JsonNodeFactory.instance.objectNode();
        ArrayNode parts = wire.putArray("parts");
        Matcher run = Pattern.compile("x{1000,}|f{1000,}").matcher(text);
        int from = 0;
        while (run.find()) {
            parts.addObject().put("text", text.substring(from, run.start()));
            parts.addObject()
                    .put("text", run.group().substring(0, 1))
                    .put("times", run.group().length());
            from = run.end();
        }
        parts.addObject().put("text", text.substring(from));
        return wire;
    }

    private void identifiers() {
        List<String> rule = List.of("OQX-REC-062");
        for (String label : List.of("question", "answer")) {
            set.valid(
                    "object-key/" + label,
                    "SHA-256 of 32 bytes of key and 16 bytes of UUID, cut to 16 bytes.",
                    rule,
                    VectorSet.input().put("node", home.node()).put("id", SampleNode.uuid(label)));
        }
        set.valid(
                "object-key/node",
                "The Node object of a node, whose key is made with the id's key whatever its identity key is now.",
                List.of("OQX-REC-062", "OQX-REC-063"),
                VectorSet.input().put("node", home.node()).put("id", "00000000-0000-0000-0000-000000000000"));
        named("accept", question.node(), question.id());
        named("verdict", answer.node(), answer.id());
        named("tally", question.node(), question.id());
        named("link", question.id(), "see-also", answer.node(), answer.id());
        set.valid(
                "named-id/link-to-url",
                "A link to a page.",
                List.of("OQX-REC-060"),
                named("link", List.of(question.id(), "same-as", "https://iot.stackexchange.com/q/123")));
        for (String what : List.of("post", "comment", "user")) {
            set.valid(
                    "named-id/import-" + what,
                    "An imported " + what + ".",
                    List.of("OQX-REC-056", "OQX-REC-060"),
                    named("import", List.of("https://iot.stackexchange.com", what, "123")));
        }
    }

    private void named(String purpose, String... parts) {
        set.valid(
                "named-id/" + purpose,
                "The id of an object that follows from what it is about.",
                List.of("OQX-REC-060", "OQX-REC-061"),
                named(purpose, List.of(parts)));
    }

    private ObjectNode named(String purpose, List<String> parts) {
        ObjectNode input = VectorSet.input().put("purpose", purpose).put("node", home.node());
        parts.forEach(part -> input.withArray("parts").add(part));
        return input;
    }

    private ObjectNode question() {
        return home.question("question", 1, "anna", 20);
    }

    private ObjectNode answerRecord() {
        return other.answer("answer", 1, "bert", question, "Check the *holding valve* first.", 30);
    }

    private SignedRecord answerSigned() {
        return other.record(answerRecord());
    }

    private ObjectNode verdict() {
        return home.verdict(question, answerSigned(), "taken", 1, 50);
    }

    private ObjectNode tally() {
        ObjectNode tally = home.tally(question, 1, 60);
        boolean questionFirst = question.node().compareTo(answer.node()) < 0;
        SampleNode.count(tally, questionFirst ? question : answer, 3, 1);
        return SampleNode.count(tally, questionFirst ? answer : question, 12, 0);
    }

    private ObjectNode linkToUrl() {
        String url = "https://iot.stackexchange.com/q/123";
        ObjectNode json = home.link(question, "same-as", answer, 71).put("targetUrl", url);
        json.remove("target");
        return json.put("id", Ref.nameBased("link", home.node(), question.id(), "same-as", url));
    }

    /** Every valid record shows digest, keys and entry as well. */
    private void valid(String name, String comment, String requirement, ObjectNode unsigned) {
        set.valid(
                "record/" + name,
                comment,
                List.of(requirement, "OQX-REC-064", "OQX-REC-066", "OQX-LIM-015"),
                record(unsigned));
    }

    private void invalid(
            String name, String comment, String requirement, ObjectNode unsigned, String code, String... or) {
        set.invalid("record/" + name, comment, List.of(requirement), record(unsigned), code, or);
    }

    /** Signed by the node that it names, so that nothing is wrong with it but what the case is about. */
    private ObjectNode record(ObjectNode unsignedOrWire) {
        if (unsignedOrWire.has("parts")) {
            return VectorSet.input(unsignedOrWire).put("loggedAt", LOGGED_AT);
        }
        boolean introduces = unsignedOrWire.path("kind").asText().equals("Node");
        SampleNode signer = unsignedOrWire.path("node").asText().equals(other.node()) ? other : home;
        SecretKey key = introduces ? signer.identity() : signer.signing();
        return VectorSet.input(SampleNode.publish(unsignedOrWire, key)).put("loggedAt", LOGGED_AT);
    }

    private static ObjectNode changed(ObjectNode record, Consumer<ObjectNode> change) {
        ObjectNode copy = record.deepCopy();
        change.accept(copy);
        return copy;
    }
}
