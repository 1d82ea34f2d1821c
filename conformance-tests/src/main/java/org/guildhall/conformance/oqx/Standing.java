package org.guildhall.conformance.oqx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Chapter 11: all standings at one node, computed from all facts at once, by going through them again and again. */
public final class Standing {
    private static final BigInteger FULL = BigInteger.valueOf(10_000_000);
    private static final Comparator<Fact> ORDER =
            Comparator.comparing(Fact::record).thenComparing(Fact::subject);

    /** One fact in one of its topics. The subject is the answer, or the quarter in five digits. */
    private record Fact(
            String issuer,
            String record,
            String subject,
            Ref member,
            String topic,
            boolean attested,
            long points,
            long quarter,
            ObjectNode shown) {}

    private final String node;
    private final long now;
    private final Map<String, Integer> weights = new TreeMap<>();
    private final Map<String, Set<String>> introducedBy = new TreeMap<>();
    private final Set<String> blocked = new TreeSet<>();
    private final List<Fact> facts = new ArrayList<>();

    private Standing(ObjectNode input) {
        this.node = input.path("node").textValue();
        this.now = quarter(input.path("at").textValue());
        for (JsonNode peer : input.path("peers")) {
            String id = peer.path("node").textValue();
            weights.put(id, peer.path("weight").intValue());
            peer.path("introduces")
                    .forEach(other -> introducedBy
                            .computeIfAbsent(other.textValue(), unused -> new TreeSet<>())
                            .add(id));
        }
        input.path("blocked").forEach(id -> blocked.add(id.textValue()));
        input.path("facts").forEach(this::read);
        facts.sort(ORDER);
    }

    /** Every member and topic that a fact names, with both numbers and what they are made of. */
    public static ObjectNode of(ObjectNode input) {
        Standing standing = new Standing(input);
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        ArrayNode list = output.putArray("standings");
        Map<String, Fact> places = new TreeMap<>();
        standing.facts.forEach(fact -> places.put(key(fact.member()) + " " + fact.topic(), fact));
        places.values().forEach(place -> list.add(standing.of(place.member(), place.topic())));
        return output;
    }

    private ObjectNode of(Ref member, String topic) {
        BigInteger home = BigInteger.ZERO;
        BigInteger peers = BigInteger.ZERO;
        ArrayNode homeFacts = JsonNodeFactory.instance.arrayNode();
        Map<String, List<Fact>> byGroup = new TreeMap<>();
        for (Fact fact : counting(topic)) {
            if (fact.member().equals(member) && fact.issuer().equals(member.node())) {
                home = home.add(thousandths(fact));
                homeFacts.add(shown(fact));
            } else if (fact.member().equals(member)) {
                byGroup.computeIfAbsent(group(fact.issuer()), unused -> new ArrayList<>())
                        .add(fact);
            }
        }
        ArrayNode groups = JsonNodeFactory.instance.arrayNode();
        for (Map.Entry<String, List<Fact>> entry : byGroup.entrySet()) {
            String group = entry.getKey();
            BigInteger part = sum(entry.getValue());
            BigInteger total = sum(counting(topic).stream()
                    .filter(fact -> !fact.issuer().equals(fact.member().node()))
                    .filter(fact -> group.equals(group(fact.issuer())))
                    .toList());
            ObjectNode json = groups.addObject().put("node", group);
            BigInteger gives = part.divide(BigInteger.valueOf(1000));
            if (!group.equals(node)) {
                long cap = 100L * weight(group);
                gives = part.multiply(BigInteger.valueOf(cap)).divide(total.max(FULL));
                json.put("weight", weight(group)).put("cap", cap);
            }
            json.put("total", total.longValueExact()).put("part", part.longValueExact());
            json.put("gives", gives.longValueExact());
            entry.getValue().forEach(fact -> json.withArray("facts").add(shown(fact)));
            peers = peers.add(gives);
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("member").put("node", member.node()).put("id", member.id());
        json.put("topic", topic);
        json.put("peers", peers.longValueExact());
        json.put("home", home.divide(BigInteger.valueOf(1000)).longValueExact());
        json.set("groups", groups);
        json.set("homeFacts", homeFacts);
        return json;
    }

    /** The facts of a topic that count, OQX-STA-011 and OQX-STA-032. */
    private List<Fact> counting(String topic) {
        List<Fact> here =
                facts.stream().filter(fact -> fact.topic().equals(topic)).toList();
        return here.stream()
                .filter(fact -> group(fact.issuer()) != null)
                .filter(fact -> !blocked.contains(fact.issuer()))
                .filter(fact -> source(fact).equals(chosen(here, fact)))
                .toList();
    }

    /** Of what the fact's issuer says of its member: the tallies and acceptances together, or one attestation. */
    private static String chosen(List<Fact> here, Fact like) {
        Map<String, Long> points = new TreeMap<>();
        here.stream()
                .filter(fact ->
                        fact.issuer().equals(like.issuer()) && fact.member().equals(like.member()))
                .forEach(fact -> points.merge(source(fact), fact.points(), Long::sum));
        long most = points.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        return points.keySet().stream()
                .filter(source -> points.getOrDefault(source, 0L) == most)
                .findFirst()
                .orElseThrow();
    }

    /** Empty for votes and acceptances, so that they come first. */
    private static String source(Fact fact) {
        return fact.attested() ? fact.record() : "";
    }

    private @Nullable String group(String issuer) {
        if (issuer.equals(node) || weights.containsKey(issuer)) {
            return issuer;
        }
        return introducedBy.getOrDefault(issuer, Set.of()).stream()
                .max(Comparator.comparingInt(this::weight).thenComparing(Comparator.reverseOrder()))
                .orElse(null);
    }

    private int weight(String peer) {
        return weights.getOrDefault(peer, 0);
    }

    private BigInteger thousandths(Fact fact) {
        return BigInteger.valueOf(fact.points() * permille(fact));
    }

    private long permille(Fact fact) {
        long beyond = Math.max(0, now - fact.quarter() - 8);
        return Math.max(200, 1000 - 25 * beyond);
    }

    private BigInteger sum(List<Fact> some) {
        return some.stream().map(this::thousandths).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private ObjectNode shown(Fact fact) {
        return fact.shown().deepCopy().put("points", fact.points()).put("permille", permille(fact));
    }

    private void read(JsonNode json) {
        Ref member = ref(json.path("member"));
        Ref record = ref(json.path("record"));
        long stated = quarter(json.path("stated").textValue());
        if (json.has("periods")) {
            String topic = json.path("topic").asText("");
            for (JsonNode period : json.path("periods")) {
                long named = period.path("quarter").longValue();
                long points = Math.min(
                        Math.min(
                                votes(period) + 15 * period.path("accepted").longValue(),
                                115 * period.path("answers").longValue()),
                        10_000);
                ObjectNode shown = shown(json).put("quarter", named);
                add(member, record, String.format("%05d", named), topic, true, points, Math.min(named, stated), shown);
            }
            return;
        }
        Ref answer = ref(json.path("answer"));
        long points = json.path("accepted").booleanValue() ? 15 : Math.min(100, votes(json));
        long quarter = Math.min(quarter(json.path("date").textValue()), stated);
        ObjectNode shown = shown(json);
        shown.set("answer", json.path("answer"));
        Set<String> topics = new TreeSet<>();
        topics.add("");
        json.path("topics").forEach(topic -> topics.add(topic.textValue()));
        topics.forEach(topic -> add(member, record, key(answer), topic, false, points, quarter, shown));
    }

    private void add(
            Ref member,
            Ref record,
            String subject,
            String topic,
            boolean attested,
            long points,
            long quarter,
            ObjectNode shown) {
        facts.add(new Fact(record.node(), key(record), subject, member, topic, attested, points, quarter, shown));
    }

    private static ObjectNode shown(JsonNode json) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.set("record", json.path("record"));
        return shown;
    }

    private static long votes(JsonNode json) {
        return Math.max(
                0, 10 * json.path("up").longValue() - 5 * json.path("down").longValue());
    }

    /** Quarters of 91 days since 1970; a time of a record begins with its date. */
    private static long quarter(String time) {
        return Math.floorDiv(LocalDate.parse(time.substring(0, 10)).toEpochDay(), 91);
    }

    private static Ref ref(JsonNode json) {
        return new Ref(json.path("node").textValue(), json.path("id").textValue());
    }

    private static String key(Ref ref) {
        return ref.node() + " " + ref.id();
    }
}
