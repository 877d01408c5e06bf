package org.mutoscope.licensing.house;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mutoscope.api.licensing.LicenceTerms;

/**
 * What the operator has agreed with holders, a line each. The first line names the columns: {@code subject}, and any of {@code plans} and the
 * terms of {@link LicenceTerms}. A price is not among them: it is the holder's, and stands in an offer. Fields are separated by commas; one with a comma in it stands in quotation marks, which are doubled inside. Empty
 * fields say nothing. Immutable.
 *
 * @param lines by subject, in the order of the file
 */
record Catalogue(Map<String, List<Line>> lines) {
    static final String SUBJECT = "subject";
    static final String PLANS = "plans";

    /** Nothing. */
    static final Catalogue EMPTY = new Catalogue(Map.of());

    /** What a host says and a catalogue cannot, and what needs somebody whom nobody here can ask. */
    private static final Set<String> NOT_HERE = Set.of(
            LicenceTerms.HOLDER,
            LicenceTerms.PRICE,
            LicenceTerms.UNIT,
            LicenceTerms.CONSENT,
            LicenceTerms.COUNT,
            LicenceTerms.METERED,
            LicenceTerms.ELAPSED);

    private static final String ID = "[A-Za-z0-9_-]{1,64}";

    /** A catalogue that makes no sense, with the number of the line. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(int line, String why) {
            super("line " + line + ": " + why);
        }
    }

    /** @param plans empty for any */
    record Line(String subject, Set<String> plans, Map<String, String> terms) {}

    /** @throws Wrong naming the first line that makes no sense */
    static Catalogue of(List<String> text) throws Wrong {
        if (text.isEmpty()) {
            return EMPTY;
        }
        List<String> columns = fields(text.get(0), 1);
        require(columns.contains(SUBJECT), 1, "there is no column \"subject\"");
        require(new HashSet<>(columns).size() == columns.size(), 1, "a column stands there twice");
        Map<String, List<Line>> lines = new LinkedHashMap<>();
        for (int number = 2; number <= text.size(); number++) {
            String written = text.get(number - 1);
            if (!written.isBlank() && !written.startsWith("#")) {
                Line line = line(columns, fields(written, number), number);
                lines.computeIfAbsent(line.subject, none -> new ArrayList<>()).add(line);
            }
        }
        return new Catalogue(lines);
    }

    private static Line line(List<String> columns, List<String> fields, int number) throws Wrong {
        require(fields.size() == columns.size(), number, fields.size() + " fields for " + columns.size() + " columns");
        Map<String, String> said = new TreeMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!fields.get(i).isEmpty()) {
                said.put(columns.get(i), fields.get(i));
            }
        }
        String subject = taken(said, SUBJECT);
        String plans = taken(said, PLANS);
        require(subject.matches(ID), number, "\"subject\" is the id of a subject");
        require(plans.matches("([a-z0-9-]{1,40}(,[a-z0-9-]{1,40})*)?"), number, "\"plans\" are ids of plans");
        for (String term : said.keySet()) {
            require(!NOT_HERE.contains(term), number, "the term " + term + " cannot stand in a catalogue");
        }
        Optional<String> fault = LicenceTerms.fault(said);
        require(fault.isEmpty(), number, fault.orElse(""));
        return new Line(subject, plans.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(plans.split(","))), said);
    }

    private static String taken(Map<String, String> said, String column) {
        String value = said.remove(column);
        return value == null ? "" : value;
    }

    private static void require(boolean good, int line, String why) throws Wrong {
        if (!good) {
            throw new Wrong(line, why);
        }
    }

    /** RFC 4180, without line breaks in fields. */
    private static List<String> fields(String line, int number) throws Wrong {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        require(!quoted, number, "a quotation mark is open at the end");
        fields.add(field.toString().strip());
        return fields;
    }
}
