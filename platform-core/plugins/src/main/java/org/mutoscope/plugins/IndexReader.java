package org.mutoscope.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.osgi.framework.Version;

/**
 * Reads an index: XML of the OSGi Repository Service, 132.5, as bnd and others write it. What a jar's capabilities and requirements are is taken from there; of a
 * resource only a bundle with name, version, digest and address counts. No document type is allowed, so nothing outside the file is ever read.
 */
final class IndexReader {
    private static final String SPACE = "http://www.osgi.org/xmlns/repository/v1.0.0";
    private static final int MOST_ITEMS = 100_000;
    private static final int DESCRIPTION = 300;
    private static final String NAME = "[A-Za-z0-9_.-]{1,200}"; // as JarFacts wants it

    private final URI from;
    private final List<IndexItem> items = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    /** What the resource that is being read has said so far: attributes by namespace. */
    private Map<String, Map<String, String>> capabilities = Map.of();

    private List<IndexItem.Need> needs = List.of();
    private Map<String, String> open = new HashMap<>();
    private String namespace = "";
    private String filter;
    private boolean optional;

    private IndexReader(URI from) {
        this.from = from;
    }

    /** What an index lists, and what is wrong with the rest. */
    record Index(List<IndexItem> items, List<String> remarks) {}

    /**
     * Reads it to its end.
     *
     * @param from where it comes from: addresses in it are relative to that
     * @throws Refusal if it is no index; the sentence does not name it
     */
    static Index read(InputStream in, URI from) throws Refusal, IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        IndexReader reader = new IndexReader(from);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            reader.all(xml);
            return new Index(List.copyOf(reader.items), List.copyOf(reader.remarks));
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException broken) {
                throw broken;
            }
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
            throw new Refusal("It is no whole XML (line " + line + "); write the index again.", e);
        }
    }

    private void all(XMLStreamReader xml) throws XMLStreamException, Refusal {
        boolean root = false;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.DTD -> throw new Refusal(
                        "It has a document type, which an index needs not and which could make a reader fetch other"
                                + " files; write it without.");
                case XMLStreamConstants.START_ELEMENT -> {
                    if (!root && !(xml.getLocalName().equals("repository") && SPACE.equals(xml.getNamespaceURI()))) {
                        throw new Refusal("It is no OSGi index: it begins with <" + xml.getLocalName()
                                + "> instead of <repository> of " + SPACE + "; `mutoscope plugin index` writes one.");
                    }
                    root = true;
                    begin(xml);
                }
                case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
                default -> {
                    // text and comments mean nothing here
                }
            }
        }
    }

    private void begin(XMLStreamReader xml) {
        String name = xml.getAttributeValue(null, "name");
        String value = xml.getAttributeValue(null, "value");
        switch (xml.getLocalName()) {
            case "resource" -> {
                capabilities = new HashMap<>();
                needs = new ArrayList<>();
            }
            case "capability", "requirement" -> {
                namespace = String.valueOf(xml.getAttributeValue(null, "namespace"));
                open = new HashMap<>();
                filter = null;
                optional = false;
            }
            case "attribute" -> {
                if (name != null && value != null) {
                    open.put(name, value);
                }
            }
            case "directive" -> {
                filter = "filter".equals(name) ? value : filter;
                optional |= "resolution".equals(name) && "optional".equals(value);
            }
            default -> {
                // elements of other makers
            }
        }
    }

    private void end(String element) throws Refusal {
        switch (element) {
            case "capability" -> capabilities.putIfAbsent(namespace, open);
            case "requirement" -> {
                if (filter != null && !optional) {
                    needs.add(new IndexItem.Need(namespace, filter));
                }
            }
            case "resource" -> resource();
            default -> {
                // see begin
            }
        }
    }

    private void resource() throws Refusal {
        Map<String, String> identity = capabilities.getOrDefault("osgi.identity", Map.of());
        Map<String, String> content = capabilities.getOrDefault("osgi.content", Map.of());
        if (!identity.getOrDefault("type", "osgi.bundle").equals("osgi.bundle")) {
            return; // fragments and other things are no plugins
        }
        String name = identity.getOrDefault("osgi.identity", "");
        String shown = name.matches(NAME) ? name : "A bundle without a proper name";
        String sha256 = content.getOrDefault("osgi.content", "").toLowerCase(Locale.ROOT);
        try {
            if (!name.matches(NAME) || !sha256.matches("[0-9a-f]{64}") || !content.containsKey("url")) {
                throw new IllegalArgumentException("it needs osgi.identity, and osgi.content with SHA-256 and url");
            }
            items.add(new IndexItem(
                    name,
                    Version.parseVersion(identity.get("version")),
                    words(identity.getOrDefault("description", "")),
                    sha256,
                    content.containsKey("size") ? Math.max(0, Long.parseLong(content.get("size"))) : 0,
                    jar(content.get("url")),
                    needs));
        } catch (IllegalArgumentException e) {
            remarks.add(shown + " is listed wrongly and passed over: " + words(String.valueOf(e.getMessage())) + ".");
        }
        if (items.size() + remarks.size() > MOST_ITEMS) {
            throw new Refusal("It lists more than " + MOST_ITEMS + " bundles; split it.");
        }
    }

    /** An index from elsewhere does not make us read files of this machine. */
    private URI jar(String url) {
        URI jar = from.resolve(url);
        String scheme = String.valueOf(jar.getScheme());
        boolean web = scheme.equals("https") || scheme.equals("http");
        if (!web && !(scheme.equals("file") && scheme.equals(from.getScheme()))) {
            throw new IllegalArgumentException("its address " + url + " is none that can be fetched from here");
        }
        return jar;
    }

    private static String words(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return clean.length() > DESCRIPTION ? clean.substring(0, DESCRIPTION - 3) + "..." : clean;
    }
}
