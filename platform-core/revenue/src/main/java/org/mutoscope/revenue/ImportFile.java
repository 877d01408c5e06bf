package org.mutoscope.revenue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Imports;

/** Reads what a source sent: CSV as of RFC 4180 with names in the first line, or a JSON array of objects, both in UTF-8. */
final class ImportFile {
    /** Largest file, in bytes. */
    static final int MOST_BYTES = 16_777_216;

    /** Most lines of a file. */
    static final int MOST_LINES = 10_000;

    private ImportFile() {}

    /**
     * Reads a file whose signature was checked.
     *
     * @return its lines, at least one
     * @throws Problem {@code invalid_import}, with a sentence for each wrong line
     */
    static List<ImportLine> read(Imports.File file) {
        ImportFaults faults = new ImportFaults();
        List<ImportLine> lines = new ArrayList<>();
        Set<String> references = new HashSet<>();
        String text = text(file.bytes());
        for (Raw raw : file.json() ? ImportJson.read(text) : csv(text)) {
            ImportLine line = ImportLine.of(raw.number(), raw.fields(), file.source(), faults);
            if (line != null && !references.add(line.reference())) {
                faults.add(raw.number(), "reference " + line.reference() + " is in this file twice");
            }
            lines.add(line);
        }
        faults.require();
        if (lines.isEmpty()) {
            throw ImportFaults.unreadable("it has no lines.");
        }
        return lines;
    }

    /** A line before its values are looked at; all needed names are there. */
    record Raw(int number, Map<String, String> fields) {}

    private static String text(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw ImportFaults.unreadable("it is larger than 16 MiB; send it in parts.");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Problem(
                    org.mutoscope.core.problem.Code.INVALID_IMPORT,
                    "Nothing of this file was taken: it is not UTF-8.",
                    null,
                    e);
        }
    }

    private static List<Raw> csv(String text) {
        String[] rows = text.split("\r?\n", -1);
        List<String> names = row(rows[0]);
        require(names);
        List<Raw> lines = new ArrayList<>();
        ImportFaults faults = new ImportFaults();
        for (int i = 1; i < rows.length; i++) {
            if (rows[i].isBlank()) {
                continue;
            }
            List<String> values = row(rows[i]);
            if (values == null || values.size() != names.size()) {
                faults.add(i + 1, "it has not the " + names.size() + " values of the first line");
                continue;
            }
            Map<String, String> fields = new HashMap<>();
            for (int n = 0; n < values.size(); n++) {
                fields.put(names.get(n), values.get(n));
            }
            lines.add(new Raw(i + 1, fields));
            limit(lines.size());
        }
        faults.require();
        return lines;
    }

    static void limit(int lines) {
        if (lines > MOST_LINES) {
            throw ImportFaults.unreadable("it has more than " + MOST_LINES + " lines; send it in parts.");
        }
    }

    /** The first line names what the others hold; an unknown name may mean anything, so nothing is guessed. */
    private static void require(List<String> names) {
        if (names == null
                || !names.containsAll(ImportLine.NEEDED)
                || names.size() > ImportLine.NEEDED.size() + (names.contains(ImportLine.CORRECTS) ? 1 : 0)) {
            throw ImportFaults.unreadable(
                    "the first line of CSV is period,source,currency,net_minor,asset,reference and, if lines correct others, ,corrects.");
        }
    }

    /** Values of one row; null if a quotation mark is left open or something stands behind one. */
    private static List<String> row(String row) {
        List<String> values = new ArrayList<>();
        int at = 0;
        while (at <= row.length()) {
            if (at < row.length() && row.charAt(at) == '"') {
                StringBuilder value = new StringBuilder();
                int end = quoted(row, at + 1, value);
                if (end < 0 || end < row.length() && row.charAt(end) != ',') {
                    return null;
                }
                values.add(value.toString());
                at = end + 1;
            } else {
                int comma = row.indexOf(',', at);
                int end = comma < 0 ? row.length() : comma;
                values.add(row.substring(at, end).strip());
                at = end + 1;
            }
        }
        return values;
    }

    /** @return behind the closing mark, or -1 */
    private static int quoted(String row, int from, StringBuilder value) {
        for (int i = from; i < row.length(); i++) {
            if (row.charAt(i) != '"') {
                value.append(row.charAt(i));
            } else if (i + 1 < row.length() && row.charAt(i + 1) == '"') {
                value.append('"');
                i++;
            } else {
                return i + 1;
            }
        }
        return -1;
    }
}
