package org.guildhall.admin.stackexchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowReaderTest {

    @TempDir
    Path directory;

    private RowReader reader(String xml) throws Exception {
        return new RowReader(Files.writeString(directory.resolve("Posts.xml"), xml));
    }

    @Test
    void readsRowsAfterAByteOrderMark() throws Exception {
        try (RowReader reader = reader(
                "\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<posts>\n"
                        + "  <row Id=\"7\" CreationDate=\"2016-12-06T17:10:44.557\" Body=\"a &lt;b&gt;&#xA;\" Empty=\"\" />\n</posts>")) {
            Row row = reader.next();
            assertThat(row.number("Id")).isEqualTo(7);
            assertThat(row.time("CreationDate")).isEqualTo(Instant.parse("2016-12-06T17:10:44.557Z"));
            assertThat(row.text("Body")).isEqualTo("a <b>\n");
            assertThat(row.text("Empty")).isNull();
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void refusesADocumentTypeAndResolvesNoEntity() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        try (RowReader reader = reader("<!DOCTYPE posts [<!ENTITY e SYSTEM \"" + secret.toUri()
                + "\">]><posts><row Id=\"1\" Body=\"&e;\"/></posts>")) {
            assertThatThrownBy(reader::next).isInstanceOf(DumpFault.class).hasMessageContaining("Posts.xml");
        }
    }

    @Test
    void namesThePlaceOfAFault() throws Exception {
        try (RowReader reader = reader("<posts>\n<row Id=\"x\"/>\n<row></posts>")) {
            Row row = reader.next();
            assertThatThrownBy(() -> row.number("Id")).hasMessage("Posts.xml, line 2: Id is no 32-bit number: x");
            assertThatThrownBy(() -> row.time("CreationDate"))
                    .hasMessage("Posts.xml, line 2: the row has no CreationDate");
            assertThatThrownBy(() -> {
                        while (reader.next() != null) {}
                    })
                    .isInstanceOf(DumpFault.class)
                    .hasMessageContaining("line 3");
        }
    }

    /** The JDK's own limit would stop it at 50 MB of &lt; and the like. */
    @Test
    void readsMoreEscapesThanTheJdkAllows() throws Exception {
        Path file = directory.resolve("Big.xml");
        String row = "<row Id=\"1\" Body=\"" + "&lt;".repeat(250_000) + "\"/>\n";
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("<posts>");
            for (int i = 0; i < 60; i++) {
                writer.write(row);
            }
            writer.write("</posts>");
        }
        int rows = 0;
        try (RowReader reader = new RowReader(file)) {
            while (reader.next() != null) {
                rows++;
            }
        }
        assertThat(rows).isEqualTo(60);
    }
}
