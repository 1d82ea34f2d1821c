package org.guildhall.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.guildhall.log.TreeHash;
import org.guildhall.record.CanonicalJson;
import org.guildhall.record.Limits;
import org.guildhall.record.RecordFault;

/**
 * All that a credential's words follow from: records, their places in logs, checkpoints, and the Node records of whoever signed any
 * of it (OQX-CRE-020 to 024). Nothing in it is believed before {@link Established#by} has verified it.
 *
 * @param logs the first is the issuer's
 * @param nodes for each node the published bytes of its Node records, from revision 1 on
 */
public record Testimony(List<Log> logs, List<List<byte[]>> nodes) {
    /** Logs in a testimony, and records of each (OQX-LIM-092). */
    public static final int MOST_LOGS = 4;

    public static final int MOST_RECORDS = 16;
    private static final int MOST_HASHES = 1_024;

    /**
     * What is told of one log.
     *
     * @param note the checkpoint, with its cosignatures
     * @param hashes of the {@link org.guildhall.log.Multiproof} of the records
     */
    public record Log(byte[] note, List<TreeHash> hashes, List<Logged> records) {}

    /**
     * A record and its place. All of its entry but the time follows from its bytes.
     *
     * @param time milliseconds since 1970 when it was logged
     */
    public record Logged(long index, long time, byte[] record) {}

    public Testimony {
        logs = List.copyOf(logs);
        nodes = List.copyOf(nodes);
    }

    /**
     * The canonical bytes.
     *
     * @throws CredentialFault when a record nests so deep that it can't be taken along
     */
    public byte[] toBytes() throws CredentialFault {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("oqx", 1);
        ArrayNode inLogs = json.putArray("logs");
        ArrayNode introduced = json.putArray("nodes");
        try {
            for (Log log : logs) {
                ObjectNode one = inLogs.addObject()
                        .put("checkpoint", new String(log.note(), StandardCharsets.UTF_8))
                        .put("hashes", joined(log.hashes()));
                ArrayNode records = one.putArray("records");
                for (Logged logged : log.records()) {
                    ObjectNode item = records.addObject().put("index", logged.index());
                    item.put("time", logged.time())
                            .set("record", CanonicalJson.read(logged.record()).root());
                }
            }
            for (List<byte[]> records : nodes) {
                ArrayNode chain = introduced.addArray();
                for (byte[] record : records) {
                    chain.add(CanonicalJson.read(record).root());
                }
            }
        } catch (RecordFault e) {
            throw CredentialFault.of(e);
        }
        return CanonicalJson.write(json);
    }

    /**
     * Reads the bytes.
     *
     * @throws CredentialFault {@code credential} for any bytes but those that {@link #toBytes} gives back
     */
    public static Testimony read(byte[] bytes) throws CredentialFault {
        try {
            ObjectNode json = CanonicalJson.read(bytes).root();
            List<Log> logs = new ArrayList<>();
            for (JsonNode log : array(json, "logs", MOST_LOGS)) {
                List<Logged> records = new ArrayList<>();
                for (JsonNode item : array(log, "records", MOST_RECORDS)) {
                    records.add(new Logged(
                            integer(item, "index"),
                            integer(item, "time"),
                            CanonicalJson.write(item.required("record"))));
                }
                logs.add(new Log(
                        log.required("checkpoint").asText().getBytes(StandardCharsets.UTF_8),
                        parted(log.required("hashes").asText()),
                        records));
            }
            List<List<byte[]>> nodes = new ArrayList<>();
            for (JsonNode chain : array(json, "nodes", org.guildhall.log.Signatories.MOST)) {
                List<byte[]> records = new ArrayList<>();
                chain.forEach(record -> records.add(CanonicalJson.write(record)));
                nodes.add(records);
            }
            Testimony read = new Testimony(logs, nodes);
            // One spelling, and no member that nobody asked for.
            if (Arrays.equals(read.toBytes(), bytes)) {
                return read;
            }
        } catch (RecordFault | IllegalArgumentException e) {
            throw CredentialFault.malformed("the testimony can't be read: " + e.getMessage());
        }
        throw CredentialFault.malformed("the testimony is not written as it must be");
    }

    private static JsonNode array(JsonNode json, String name, int most) throws CredentialFault {
        JsonNode array = json.path(name);
        if (!array.isArray() || array.isEmpty() || array.size() > most) {
            throw CredentialFault.malformed(name + " must be an array of one to " + most);
        }
        return array;
    }

    private static long integer(JsonNode json, String name) throws CredentialFault {
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber() || value.longValue() < 0 || value.longValue() > Limits.INTEGER) {
            throw CredentialFault.malformed(name + " must be an integer from 0");
        }
        return value.longValue();
    }

    private static String joined(List<TreeHash> hashes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        hashes.forEach(hash -> all.writeBytes(hash.toBytes()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all.toByteArray());
    }

    private static List<TreeHash> parted(String text) throws CredentialFault {
        byte[] all = Base64.getUrlDecoder().decode(text);
        if (all.length % TreeHash.LENGTH != 0 || all.length > MOST_HASHES * TreeHash.LENGTH) {
            throw CredentialFault.malformed("hashes must be at most " + MOST_HASHES + " of 32 bytes each");
        }
        List<TreeHash> hashes = new ArrayList<>();
        for (int at = 0; at < all.length; at += TreeHash.LENGTH) {
            hashes.add(TreeHash.at(all, at));
        }
        return hashes;
    }
}
