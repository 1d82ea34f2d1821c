package org.guildhall.admin.stackexchange;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one file of a dump, one at a time: {@code <posts><row Id="1" …/> …</posts>}. A document type
 * declaration is refused, so no entity is ever resolved.
 */
final class RowReader implements AutoCloseable {

    private final String file;
    private final InputStream input;
    private final XMLStreamReader xml;

    RowReader(Path path) throws IOException {
        this.file = String.valueOf(path.getFileName());
        this.input = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        try {
            this.xml = factory().createXMLStreamReader(input);
        } catch (XMLStreamException e) {
            input.close();
            throw fault(e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        // The JDK counts &lt; and its like as entities and stops after 50 MB of them; ours cannot grow, and files are
        // large.
        factory.setProperty("http://www.oracle.com/xml/jaxp/properties/totalEntitySizeLimit", "0");
        factory.setProperty("http://www.oracle.com/xml/jaxp/properties/maxGeneralEntitySizeLimit", "0");
        return factory;
    }

    /** The next row, or null at the end. */
    @Nullable
    Row next() throws DumpFault {
        try {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD) {
                    throw new DumpFault(file + ": a document type declaration is not accepted");
                }
                if (event == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("row")) {
                    return row();
                }
            }
            return null;
        } catch (XMLStreamException e) {
            throw fault(e);
        }
    }

    private Row row() {
        Map<String, String> attributes = new HashMap<>(2 * xml.getAttributeCount());
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        return new Row(attributes, file + ", line " + xml.getLocation().getLineNumber());
    }

    private DumpFault fault(XMLStreamException e) {
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
        return new DumpFault(file + ", line " + line + ": this is not well-formed XML", e);
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw fault(e);
        } finally {
            input.close();
        }
    }
}
