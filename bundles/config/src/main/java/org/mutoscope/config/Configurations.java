package org.mutoscope.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * What the files have put into the Configuration Admin service; configurations made by others are left alone. Not
 * thread-safe.
 */
final class Configurations {
    private final ConfigurationAdmin admin;
    private final Map<String, Configuration> ours = new HashMap<>();

    Configurations(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /**
     * Makes the service hold exactly these values; a configuration that has not changed is not touched.
     *
     * @return the ids that changed
     */
    List<String> apply(Map<String, Map<String, Object>> values) throws IOException {
        List<String> changed = new ArrayList<>();
        for (String id : List.copyOf(ours.keySet())) {
            if (!values.containsKey(id)) {
                ours.remove(id).delete();
                changed.add(id);
            }
        }
        for (Map.Entry<String, Map<String, Object>> entry : values.entrySet()) {
            Configuration configuration = ours.get(entry.getKey());
            if (configuration == null) {
                configuration = configuration(entry.getKey());
                ours.put(entry.getKey(), configuration);
            }
            if (configuration.updateIfDifferent(new Hashtable<>(entry.getValue()))) {
                changed.add(entry.getKey());
            }
        }
        return changed;
    }

    /** The location "?" lets any bundle have it, whichever is installed under that PID. */
    private Configuration configuration(String id) throws IOException {
        int tilde = id.indexOf('~');
        return tilde < 0
                ? admin.getConfiguration(id, "?")
                : admin.getFactoryConfiguration(id.substring(0, tilde), id.substring(tilde + 1), "?");
    }
}
