package org.mutoscope.guard.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of the configured files, read again when one changes. Files that are wrong change nothing: the rules before them go on. If
 * there were none before, there is no answer. Safe for use by several threads.
 */
final class RuleFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RuleFiles.class);
    private static final long LARGEST = 4 << 20;

    private final List<Path> files;
    private String state = "";
    private Rules rules;

    /** @param files absolute paths */
    RuleFiles(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /** The rules as the files are now, or null if they never could be read. */
    synchronized Rules rules() {
        String now = state();
        if (!now.equals(state)) {
            state = now;
            read();
        }
        return rules;
    }

    /** Times and sizes of the files: what tells that one has changed. */
    private String state() {
        StringBuilder text = new StringBuilder("read");
        for (Path file : files) {
            try {
                text.append(' ')
                        .append(Files.getLastModifiedTime(file))
                        .append('/')
                        .append(Files.size(file));
            } catch (IOException e) {
                text.append(" missing");
            }
        }
        return text.toString();
    }

    private void read() {
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            try {
                if (!file.isAbsolute() || Files.size(file) > LARGEST) {
                    throw new Rules.Wrong("the path must be absolute and the file have at most 4 MiB");
                }
                List<String> own = Files.readAllLines(file);
                Rules.of(own); // for the number of the line
                lines.addAll(own);
            } catch (IOException | Rules.Wrong e) {
                LOG.error("rules for prompts: {}: {}; {}", file, told(e), fate());
                return;
            }
        }
        try {
            rules = Rules.of(lines);
        } catch (Rules.Wrong e) {
            LOG.error("rules for prompts: all files together: {}; {}", e.getMessage(), fate());
        }
    }

    private static String told(Exception e) {
        return e instanceof Rules.Wrong ? e.getMessage() : "cannot be read (" + e + ")";
    }

    private String fate() {
        return rules == null ? "every prompt is blocked until it is put right" : "the rules before it go on";
    }
}
