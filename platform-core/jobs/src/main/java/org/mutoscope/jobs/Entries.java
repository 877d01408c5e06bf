package org.mutoscope.jobs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Maps and lists of short texts in one column: an entry per line, key and value parted by a tab. Backslash, tab, line feed, carriage
 * return and NUL (which PostgreSQL does not store) are written as a backslash and a letter, so that a dump stays readable.
 */
final class Entries {
    private static final String RAW = "\\\t\n\r\0";
    private static final String LETTERS = "\\tnr0";

    private Entries() {}

    static String of(Map<String, String> map) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(map).forEach((k, v) -> {
            escape(text, k);
            text.append('\t');
            escape(text, v);
            text.append('\n');
        });
        return text.toString();
    }

    static String of(List<String> list) {
        StringBuilder text = new StringBuilder();
        list.forEach(line -> {
            escape(text, line);
            text.append('\n');
        });
        return text.toString();
    }

    static Map<String, String> map(String text) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String line : lines(text)) {
            int tab = line.indexOf('\t');
            map.put(plain(line.substring(0, tab)), plain(line.substring(tab + 1)));
        }
        return map;
    }

    static List<String> list(String text) {
        List<String> list = new ArrayList<>();
        lines(text).forEach(line -> list.add(plain(line)));
        return list;
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            lines.add(text.substring(from, end));
            from = end + 1;
        }
        return lines;
    }

    private static void escape(StringBuilder text, String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            int at = RAW.indexOf(c);
            if (at < 0) {
                text.append(c);
            } else {
                text.append('\\').append(LETTERS.charAt(at));
            }
        }
    }

    private static String plain(String escaped) {
        StringBuilder text = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            text.append(c == '\\' ? RAW.charAt(LETTERS.indexOf(escaped.charAt(++i))) : c);
        }
        return text.toString();
    }
}
