package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A statement as it was kept, in JSON or as a table.
 *
 * @param name of the file
 * @param content what its hash is about
 * @param sha256 hash that it names for its content
 * @param chain hash that the next statement names: that of the JSON form
 * @param sums on hold and payable by name, in micros
 * @param lines micros by id; a line that stands there twice is in {@code twice}
 * @param paid what its payouts took off what is payable, in micros
 */
record StatementFile(
        String name,
        String content,
        String sha256,
        String chain,
        String key,
        String signature,
        long number,
        String holder,
        String currency,
        String period,
        String previous,
        Map<String, long[]> sums,
        Map<String, Long> lines,
        List<String> twice,
        long paid) {
    static final String FORMAT = "mutoscope-statement-1";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MICROS = 1_000_000;

    /** @throws Failure if it is no statement at all */
    static StatementFile read(Path file) {
        try {
            String text = Files.readString(file);
            String name = String.valueOf(file.getFileName());
            return text.startsWith("{") ? json(name, text) : csv(name, text);
        } catch (IOException | RuntimeException e) {
            throw new Failure(
                    Failure.FILE, file + " is no statement of a Mutoscope that can be read: " + e.getMessage(), e);
        }
    }

    private static StatementFile json(String name, String text) throws IOException {
        JsonNode root = JSON.readTree(text);
        int end = text.lastIndexOf("\n\"sha256\":");
        if (end < 0 || !root.path("format").asText().equals(FORMAT)) {
            throw new IOException("its format is not " + FORMAT);
        }
        Map<String, long[]> sums = new LinkedHashMap<>();
        root.path("sums")
                .properties()
                .forEach(sum -> sums.put(sum.getKey(), new long[] {
                    whole(sum.getValue().path("on_hold")), whole(sum.getValue().path("payable"))
                }));
        Map<String, Long> lines = new LinkedHashMap<>();
        List<String> twice = new ArrayList<>();
        for (JsonNode line : root.path("lines")) {
            add(lines, twice, line.path("id").asText(), whole(line.path("micros")));
        }
        long paid = 0;
        for (JsonNode payout : root.path("payouts")) {
            paid += (payout.path("back").asBoolean() ? MICROS : -MICROS) * whole(payout.path("minor"));
        }
        String hash = root.path("sha256").asText();
        return new StatementFile(
                name,
                text.substring(0, end + 1),
                hash,
                hash,
                root.path("key").asText(),
                root.path("signature").asText(),
                whole(root.path("number")),
                root.path("holder").asText(),
                root.path("currency").asText(),
                root.path("period").asText(),
                root.path("previous").asText(),
                sums,
                lines,
                twice,
                paid);
    }

    private static void add(Map<String, Long> lines, List<String> twice, String id, long micros) {
        if (lines.put(id, micros) != null) {
            twice.add(id);
        }
    }

    private static long whole(JsonNode number) {
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw new IllegalArgumentException("an amount or number in it is not whole");
        }
        return number.asLong();
    }

    private static StatementFile csv(String name, String text) throws IOException {
        int end = text.lastIndexOf("\r\nsha256,");
        Map<String, List<String>> single = new LinkedHashMap<>();
        Map<String, long[]> sums = new LinkedHashMap<>();
        Map<String, Long> lines = new LinkedHashMap<>();
        List<String> twice = new ArrayList<>();
        long paid = 0;
        for (List<String> row : rows(text)) {
            switch (row.get(0)) {
                case "sum" -> sums.put(row.get(1), new long[] {Long.parseLong(row.get(2)), Long.parseLong(row.get(3))});
                case "line" -> add(lines, twice, row.get(1), Long.parseLong(row.get(5)));
                case "payout" -> paid += (row.get(6).equals("true") ? MICROS : -MICROS) * Long.parseLong(row.get(2));
                default -> single.put(row.get(0), row);
            }
        }
        List<String> head = single.getOrDefault("statement", List.of("", ""));
        if (end < 0 || !head.get(1).equals(FORMAT)) {
            throw new IOException("its format is not " + FORMAT);
        }
        return new StatementFile(
                name,
                text.substring(0, end + 2),
                single.get("sha256").get(1),
                single.get("json_sha256").get(1),
                single.get("key").get(1),
                single.get("signature").get(1),
                Long.parseLong(head.get(2)),
                head.get(3),
                head.get(4),
                head.get(5),
                single.get("previous").get(1),
                sums,
                lines,
                twice,
                paid);
    }

    /** RFC 4180. */
    private static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || c != ',' && c != '\n' && c != '\r') {
                field.append(c);
            } else if (c != '\r') {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            }
        }
        return rows;
    }

    byte[] signed() {
        return sha256.getBytes(StandardCharsets.US_ASCII);
    }
}
