package org.mutoscope.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one file in the syntax of {@link Properties}, in UTF-8. Not thread-safe. */
final class ConfFileReader {
    static final String SUFFIX = ".cfg";
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9._-]+)(?:~([A-Za-z0-9._-]+))?\\.cfg");
    /** Nobody writes that much by hand; a larger file is something else under a wrong name. */
    private static final long LARGEST = 1 << 20;

    private final Path path;
    private final Consumer<Problem> problems;
    private final List<ConfFile.Entry> entries = new ArrayList<>();
    private List<String> lines = List.of();

    private ConfFileReader(Path path, Consumer<Problem> problems) {
        this.path = path;
        this.problems = problems;
    }

    /** Returns nothing when the file cannot be used at all. */
    static Optional<ConfFile> read(Path path, Consumer<Problem> problems) {
        return new ConfFileReader(path, problems).read();
    }

    private Optional<ConfFile> read() {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (!name.matches()) {
            report(
                    Fault.FILE_NAME,
                    0,
                    "a configuration file is named PID.cfg or PID~NAME.cfg, of letters, digits, dots, dashes, underscores");
            return Optional.empty();
        }
        return text().filter(this::parse)
                .map(text -> new ConfFile(path, name.group(1), name.group(2) == null ? "" : name.group(2), entries));
    }

    private Optional<String> text() {
        try {
            if (Files.size(path) > LARGEST) {
                report(Fault.UNREADABLE, 0, "larger than 1 MiB, which no configuration file is");
                return Optional.empty();
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            report(Fault.NOT_UTF8, 0, "not UTF-8; save it in that encoding");
        } catch (IOException e) {
            report(Fault.UNREADABLE, 0, "cannot be read: " + e);
        }
        return Optional.empty();
    }

    private boolean parse(String text) {
        lines = text.lines().toList();
        try {
            new Recorder().load(new StringReader(text));
            return true;
        } catch (IOException | IllegalArgumentException e) {
            report(Fault.SYNTAX, 0, "wrong escape sequence, a backslash is written \\\\: " + e.getMessage());
            return false;
        }
    }

    private void add(String key, String value) {
        long before = entries.stream().filter(entry -> entry.key().equals(key)).count();
        int line = line(key, before);
        if (before > 0) {
            report(Fault.DUPLICATE_KEY, line, "the key '" + key + "' is set a second time");
        }
        entries.add(new ConfFile.Entry(key, value.strip(), line));
    }

    /** The line that sets the key for the n-th time; 0 where it is written in a way only Properties understands. */
    private int line(String key, long skip) {
        Pattern start = Pattern.compile("\\s*" + Pattern.quote(key) + "(\\s*[=:].*|\\s.*|\\s*)");
        long left = skip;
        for (int i = 0; i < lines.size(); i++) {
            if (start.matcher(lines.get(i)).matches() && left-- == 0) {
                return i + 1;
            }
        }
        return 0;
    }

    private void report(Fault fault, int line, String sentence) {
        problems.accept(new Problem(fault, path, line, sentence));
    }

    /** Sees each key in order, and a second one of the same name, which a plain Properties drops. */
    private final class Recorder extends Properties {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Object put(Object key, Object value) {
            add((String) key, (String) value);
            return super.put(key, value);
        }
    }
}
