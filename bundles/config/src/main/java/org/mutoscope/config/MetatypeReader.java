package org.mutoscope.config;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.mutoscope.config.Schema.Component;
import org.mutoscope.config.Schema.Key;

/**
 * Reads one {@code OSGI-INF/metatype/*.xml} (OSGi Compendium 105.7).
 *
 * <p>The Metatype service would do, but it hides the bounds of a number, and needs a framework: {@code config check} has
 * jars only.
 */
final class MetatypeReader {
    private final XMLStreamReader xml;
    private final Map<String, Map<String, Key>> classes = new HashMap<>();
    private final List<String[]> designates = new ArrayList<>();
    private Map<String, Key> currentClass = new HashMap<>();

    private MetatypeReader(XMLStreamReader xml) {
        this.xml = xml;
    }

    static List<Component> read(InputStream in) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            return new MetatypeReader(factory.createXMLStreamReader(in)).components();
        } catch (XMLStreamException e) {
            throw new IOException("not a metatype file: " + e.getMessage(), e);
        }
    }

    private List<Component> components() throws XMLStreamException {
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                element();
            }
        }
        List<Component> components = new ArrayList<>();
        for (String[] designate : designates) {
            Map<String, Key> keys = classes.getOrDefault(designate[2], Map.of());
            boolean factory = !designate[1].isEmpty();
            components.add(new Component(factory ? designate[1] : designate[0], factory, keys, Map.of()));
        }
        return components;
    }

    private void element() throws XMLStreamException {
        switch (xml.getLocalName()) {
            case "OCD" -> {
                currentClass = new LinkedHashMap<>();
                classes.put(attribute("id"), currentClass);
            }
            case "AD" -> key();
            case "Designate" -> designates.add(new String[] {attribute("pid"), attribute("factoryPid"), ""});
            case "Object" -> designates.get(designates.size() - 1)[2] = attribute("ocdref");
            default -> {
                // icons, localized text: nothing to check
            }
        }
    }

    private void key() throws XMLStreamException {
        String name = attribute("id");
        ValueType type = ValueType.named(attribute("type"));
        String cardinality = attribute("cardinality");
        String min = attribute("min");
        String max = attribute("max");
        boolean mandatory = !attribute("required").equals("false") && xml.getAttributeValue(null, "default") == null;
        String standard = attribute("default");
        String about = attribute("description");
        List<String> options = options();
        int most = cardinality.isEmpty() ? 0 : Integer.parseInt(cardinality);
        currentClass.put(name, new Key(name, type, most, min, max, options, mandatory, standard, about));
    }

    /** Reads on to the end of the AD element. */
    private List<String> options() throws XMLStreamException {
        List<String> options = new ArrayList<>();
        for (int depth = 1; depth > 0; ) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                if (xml.getLocalName().equals("Option")) {
                    options.add(attribute("value"));
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
        return options;
    }

    private String attribute(String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }
}
