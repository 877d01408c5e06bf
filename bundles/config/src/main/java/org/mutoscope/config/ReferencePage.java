package org.mutoscope.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mutoscope.config.Schema.Component;
import org.mutoscope.config.Schema.Former;
import org.mutoscope.config.Schema.Key;

/** Every key of every component on one page. What a key is for is taken from the comments of the files that come with the distribution, where there is one. */
final class ReferencePage {
    private static final Pattern KEY = Pattern.compile("#?([A-Za-z0-9._-]+)\\s*=.*");
    private static final int UNBOUND = Integer.MAX_VALUE;

    private final StringBuilder page = new StringBuilder();

    private ReferencePage() {}

    /** The page of the components whose PID begins with the prefix. @param conf folder with the files of the distribution */
    static String of(Schema schema, Path conf, String prefix) throws IOException {
        ReferencePage made = new ReferencePage();
        made.page
                .append("# Every key\n\n")
                .append(
                        "Printed by `mutoscope config reference`: what the installed bundles say of themselves, and the comments of the files in `conf/`.\n")
                .append("How files are written, checked and applied: [configuration](configuration.md).\n");
        for (String pid : schema.pids()) {
            if (pid.startsWith(prefix)) {
                made.component(
                        schema.component(pid).orElseThrow(), comments(conf.resolve(pid + ConfFileReader.SUFFIX)));
            }
        }
        return made.page.toString();
    }

    private void component(Component component, Map<String, String> comments) {
        page.append("\n## ").append(component.pid()).append("\n");
        page.append(
                component.factory()
                        ? "A file for each instance: `" + component.pid() + "~NAME.cfg`.\n\n"
                        : "`" + component.pid() + ".cfg`\n\n");
        page.append("| key | value | default | what it is |\n| --- | --- | --- | --- |\n");
        component.keys().values().forEach(key -> row(key, comments.getOrDefault(key.name(), key.about())));
        component.former().keySet().stream()
                .sorted()
                .forEach(name -> former(name, component.former().get(name)));
    }

    private void row(Key key, String about) {
        page.append("| `")
                .append(key.name())
                .append("` | ")
                .append(cell(value(key)))
                .append(" | ");
        page.append(
                key.standard().isEmpty() ? (key.mandatory() ? "must be set" : "") : "`" + cell(key.standard()) + "`");
        page.append(" | ").append(cell(about)).append(" |\n");
    }

    private void former(String name, Former former) {
        String fate = former.successor().isEmpty()
                ? "removed: " + former.reason()
                : "former name of `" + former.successor() + "`";
        page.append("| `").append(name).append("` | | | ").append(cell(fate)).append(" |\n");
    }

    private static String value(Key key) {
        if (!key.options().isEmpty()) {
            return "one of " + String.join(", ", key.options());
        }
        String type = key.type().words();
        if (!key.min().isEmpty() || !key.max().isEmpty()) {
            type += key.min().isEmpty()
                    ? ", at most " + key.max()
                    : ", " + key.min() + (key.max().isEmpty() ? " or more" : " to " + key.max());
        }
        int most = key.cardinality() == Integer.MIN_VALUE ? UNBOUND : Math.abs(key.cardinality());
        return most == 0 ? type : "a list of " + type + (most == UNBOUND ? "" : ", at most " + most);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|")
                .replace("<", "&lt;")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** The comment right above each key, which may be commented out itself. */
    private static Map<String, String> comments(Path file) throws IOException {
        Map<String, String> comments = new HashMap<>();
        if (!Files.exists(file)) {
            return comments;
        }
        StringBuilder above = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            Matcher key = KEY.matcher(line);
            if (line.isBlank()) {
                above.setLength(0);
            } else if (key.matches()) {
                comments.putIfAbsent(key.group(1), above.toString());
            } else if (line.startsWith("#")) {
                above.append(line.substring(1)).append(' ');
            }
        }
        return comments;
    }
}
