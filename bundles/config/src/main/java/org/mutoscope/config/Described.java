package org.mutoscope.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.mutoscope.config.Schema.Component;
import org.mutoscope.config.Schema.Former;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one jar says of its components, in {@value #FOLDER}: metatype files, and beside them {@code PID.former} with the keys that a component once had.
 *
 * <p>A {@code .former} file is a properties file in UTF-8; each line is {@code old.key = renamed new.key} or {@code old.key = removed WHY AND WHAT TO DO}.
 */
final class Described {
    static final String FOLDER = "OSGI-INF/metatype/";
    private static final Logger LOG = LoggerFactory.getLogger(Described.class);
    private static final String METATYPE = ".xml";
    private static final String FORMER = ".former";
    private static final String RENAMED = "renamed ";
    private static final String REMOVED = "removed ";

    private Described() {}

    /** Opens a file of the jar. */
    interface Opening {
        InputStream open(String path) throws IOException;
    }

    /** Reads what the jar says; a file that is none is logged and left out. @param jar its name, for the log */
    static List<Component> read(String jar, List<String> paths, Opening opening) {
        List<Component> components = new ArrayList<>();
        Map<String, Map<String, Former>> former = new HashMap<>();
        for (String path : paths) {
            try (InputStream in = opening.open(path)) {
                if (path.endsWith(METATYPE)) {
                    components.addAll(MetatypeReader.read(in));
                } else if (path.endsWith(FORMER)) {
                    former.put(path.substring(path.lastIndexOf('/') + 1, path.length() - FORMER.length()), former(in));
                }
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("{}: {} cannot be read: {}", jar, path, e.getMessage());
            }
        }
        components.replaceAll(
                c -> new Component(c.pid(), c.factory(), c.keys(), former.getOrDefault(c.pid(), Map.of())));
        return components;
    }

    private static Map<String, Former> former(InputStream in) throws IOException {
        Properties lines = new Properties();
        lines.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        Map<String, Former> former = new HashMap<>();
        for (String key : lines.stringPropertyNames()) {
            String fate = lines.getProperty(key).strip();
            if (fate.startsWith(RENAMED)) {
                former.put(key, new Former(fate.substring(RENAMED.length()).strip(), ""));
            } else if (fate.startsWith(REMOVED)) {
                former.put(key, new Former("", fate.substring(REMOVED.length()).strip()));
            } else {
                throw new IOException("the fate of '" + key + "' is neither 'renamed KEY' nor 'removed REASON'");
            }
        }
        return former;
    }
}
