package org.mutoscope.jobs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Public names of models, from lines {@code alias=model|model}; lines of another form are left out. */
final class Aliases {
    private Aliases() {}

    /** Candidates of each alias, in the order in which they are taken. */
    static Map<String, List<String>> of(JobsConfig config) {
        Map<String, List<String>> aliases = new LinkedHashMap<>();
        for (String line : String.join(",", config.aliases()).split(",")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                aliases.put(
                        line.substring(0, equals).strip(),
                        List.of(line.substring(equals + 1).strip().split("\\s*\\|\\s*")));
            }
        }
        return aliases;
    }

    /** Of the models there are, which aliases lead to each now. */
    static Map<String, List<String>> leadingTo(JobsConfig config, Set<String> models) {
        Map<String, List<String>> names = new HashMap<>();
        of(config).forEach((alias, candidates) -> candidates.stream()
                .filter(models::contains)
                .findFirst()
                .ifPresent(model ->
                        names.computeIfAbsent(model, m -> new ArrayList<>()).add(alias)));
        return names;
    }
}
