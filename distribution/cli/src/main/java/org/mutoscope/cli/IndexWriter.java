package org.mutoscope.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes an index of bundles: XML of the OSGi Repository Service, 132.5, with what a platform asks of it: who, which content, where, and what it imports. */
final class IndexWriter implements AutoCloseable {
    private static final String SPACE = "http://www.osgi.org/xmlns/repository/v1.0.0";
    private static final int DESCRIPTION = 300;
    private static final Pattern JAVA = Pattern.compile("osgi\\.ee\\s*;[^,]*?filter:=\"(\\([^\"]*\\))\"");
    /** A clause of Import-Package: names, then attributes and directives, whose quoted values may hold commas. */
    private static final Pattern CLAUSE = Pattern.compile("(?:[^,\"]|\"[^\"]*\")+");

    private static final Pattern VERSION = Pattern.compile(";\\s*version\\s*=\\s*(?:\"([^\"]*)\"|([^;\"\\s]+))");
    private static final Pattern OPTIONAL = Pattern.compile(";\\s*resolution\\s*:=\\s*\"?optional\"?");
    private static final Pattern RANGE =
            Pattern.compile("([\\[(])\\s*([\\w.-]+)\\s*,\\s*([\\w.-]+)\\s*([\\])])|([\\w.-]+)");

    private final XMLStreamWriter xml;

    IndexWriter(OutputStream out, String name) throws XMLStreamException {
        xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("repository");
        xml.writeDefaultNamespace(SPACE);
        xml.writeAttribute("name", plain(name));
        xml.writeAttribute("increment", "0");
    }

    /** Lists a jar. @return {@code name@version} @throws Failure if it is no bundle; then nothing was written */
    String add(Path jar, Path base) throws IOException, XMLStreamException {
        Attributes headers = headers(jar);
        String name = String.valueOf(headers.getValue("Bundle-SymbolicName"))
                .split(";", 2)[0]
                .strip();
        String version = headers.getValue("Bundle-Version");
        if (headers.getValue("Bundle-SymbolicName") == null || version == null) {
            throw new Failure(Failure.FILE, "it is no OSGi bundle with a version");
        }
        xml.writeCharacters("\n");
        xml.writeStartElement("resource");
        open("capability", "osgi.identity");
        attribute("osgi.identity", null, name);
        attribute("type", null, headers.getValue("Fragment-Host") == null ? "osgi.bundle" : "osgi.fragment");
        attribute("version", "Version", version.strip());
        String description = headers.getValue("Bundle-Description");
        if (description != null || headers.getValue("Bundle-Name") != null) {
            attribute("description", null, description == null ? headers.getValue("Bundle-Name") : description);
        }
        xml.writeEndElement();
        open("capability", "osgi.content");
        attribute("osgi.content", null, Digests.sha256(jar));
        attribute("url", null, address(base.relativize(jar)));
        attribute("size", "Long", String.valueOf(Files.size(jar)));
        attribute("mime", null, "application/vnd.osgi.bundle");
        xml.writeEndElement();
        needs(headers);
        xml.writeEndElement();
        return name + "@" + version.strip();
    }

    private static Attributes headers(Path file) {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            Manifest manifest = jar.getManifest();
            return manifest == null ? new Attributes() : manifest.getMainAttributes();
        } catch (IOException e) {
            throw new Failure(Failure.FILE, "it is no complete jar", e);
        }
    }

    private static String address(Path relative) {
        try {
            return new URI(null, null, relative.toString().replace('\\', '/'), null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new Failure(Failure.FILE, "its name cannot be an address", e);
        }
    }

    private void needs(Attributes headers) throws XMLStreamException {
        String java = headers.getValue("Require-Capability");
        Matcher wanted = JAVA.matcher(java == null ? "" : java);
        if (wanted.find()) {
            need("osgi.ee", wanted.group(1), false);
        }
        String imports = headers.getValue("Import-Package");
        Matcher clause = CLAUSE.matcher(imports == null ? "" : imports);
        while (clause.find()) {
            String attributes = clause.group().contains(";") ? clause.group().replaceFirst("^[^;=]*(?=;)", "") : "";
            for (String name : clause.group().replaceAll("\"[^\"]*\"", "").split(";")) {
                if (!name.contains("=")) {
                    need(
                            "osgi.wiring.package",
                            filter("osgi.wiring.package", name.strip(), attributes),
                            OPTIONAL.matcher(attributes).find());
                }
            }
        }
    }

    /** OSGi Core 6.1.2: a range as a filter; one version alone means that or any later. */
    static String filter(String namespace, String name, String attributes) {
        String is = "(" + namespace + "=" + name + ")";
        Matcher version = VERSION.matcher(attributes);
        Matcher range = RANGE.matcher(
                version.find()
                        ? version.group(1) == null
                                ? version.group(2)
                                : version.group(1).strip()
                        : "");
        if (!range.matches()) {
            return is;
        }
        if (range.group(5) != null) {
            return "(&" + is + "(version>=" + range.group(5) + "))";
        }
        String from = range.group(1).equals("[")
                ? "(version>=" + range.group(2) + ")"
                : "(!(version<=" + range.group(2) + "))";
        String until = range.group(4).equals("]")
                ? "(version<=" + range.group(3) + ")"
                : "(!(version>=" + range.group(3) + "))";
        return "(&" + is + from + until + ")";
    }

    private void need(String namespace, String filter, boolean optional) throws XMLStreamException {
        open("requirement", namespace);
        directive("filter", filter);
        if (optional) {
            directive("resolution", "optional");
        }
        xml.writeEndElement();
    }

    private void open(String element, String namespace) throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeAttribute("namespace", namespace);
    }

    private void attribute(String name, String type, String value) throws XMLStreamException {
        xml.writeEmptyElement("attribute");
        xml.writeAttribute("name", name);
        if (type != null) {
            xml.writeAttribute("type", type);
        }
        xml.writeAttribute("value", plain(value));
    }

    private void directive(String name, String value) throws XMLStreamException {
        xml.writeEmptyElement("directive");
        xml.writeAttribute("name", name);
        xml.writeAttribute("value", plain(value));
    }

    /** Characters that XML cannot hold become blanks. */
    private static String plain(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}\\uD800-\\uDFFF\\uFFFE\\uFFFF]+", " ")
                .strip();
        return clean.length() > 4 * DESCRIPTION ? clean.substring(0, 4 * DESCRIPTION) : clean;
    }

    @Override
    public void close() throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeEndDocument();
        xml.close();
    }
}
