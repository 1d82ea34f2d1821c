package org.guildhall.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** A dump that lies beside the repository, read once more by other code than the importer's: the oracle. */
record StackExchange(Path folder) {
    static final String SITE = "https://iot.stackexchange.com";

    /** The dump, if it is there: data of others is not part of the repository. */
    static Optional<StackExchange> find() {
        String root = System.getProperty("guildhall.root", ".");
        String shared = System.getProperty(
                "guildhall.shared", Path.of(root, "..", "shared").toString());
        Path folder = Path.of(shared, "data", "se-iot-2017").normalize();
        return Files.exists(folder.resolve("Posts.xml")) ? Optional.of(new StackExchange(folder)) : Optional.empty();
    }

    /** What the site showed when the dump was made. */
    record Counts(long questions, long answers, long accepted, long comments) {}

    Counts counts() throws IOException {
        long[] counts = new long[4];
        rows("Posts.xml", row -> {
            if (row.getOrDefault("PostTypeId", "").equals("1")) {
                counts[0]++;
                counts[2] += row.containsKey("AcceptedAnswerId") ? 1 : 0;
            } else if (row.getOrDefault("PostTypeId", "").equals("2")) {
                counts[1]++;
            }
        });
        rows("Comments.xml", row -> counts[3]++);
        return new Counts(counts[0], counts[1], counts[2], counts[3]);
    }

    /** Up minus down by Votes.xml for each question and answer, by its id there. */
    Map<String, Long> scores() throws IOException {
        Map<String, Long> scores = new HashMap<>();
        rows("Posts.xml", row -> {
            String type = row.getOrDefault("PostTypeId", "");
            if (type.equals("1") || type.equals("2")) {
                scores.put(row.get("Id"), 0L);
            }
        });
        rows("Votes.xml", row -> {
            String type = row.getOrDefault("VoteTypeId", "");
            long change = type.equals("2") ? 1 : type.equals("3") ? -1 : 0;
            scores.computeIfPresent(row.getOrDefault("PostId", ""), (id, score) -> score + change);
        });
        return scores;
    }

    private void rows(String file, Consumer<Map<String, String>> take) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("row")) {
                    Map<String, String> row = new HashMap<>();
                    for (int i = 0; i < xml.getAttributeCount(); i++) {
                        row.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
                    }
                    take.accept(row);
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException(file, e);
        }
    }
}
