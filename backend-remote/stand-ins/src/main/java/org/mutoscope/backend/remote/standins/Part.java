package org.mutoscope.backend.remote.standins;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a {@code multipart/form-data} body. @param file its file name, empty for none @param type its content type, empty for none */
record Part(String name, String file, String type, byte[] bytes) {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE = Pattern.compile("filename=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern TYPE =
            Pattern.compile("^content-type:\\s*(\\S.*)$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    boolean isFile() {
        return !file.isEmpty() || type.startsWith("image/") || type.startsWith("video/");
    }

    /** All parts; what is no multipart body has none. */
    static List<Part> all(String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        List<Part> parts = new ArrayList<>();
        if (!boundary.find()) {
            return parts;
        }
        // One byte is one char in this character set, so places in the text are places in the body.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String line = "--" + boundary.group(1).strip();
        int at = text.indexOf(line);
        while (at >= 0) {
            int begin = at + line.length() + 2;
            int end = text.indexOf("\r\n" + line, begin);
            int head = text.indexOf("\r\n\r\n", begin);
            if (end < 0 || head < 0 || head > end) {
                return parts;
            }
            parts.add(part(text.substring(begin, head), slice(body, head + 4, end)));
            at = end + 2;
        }
        return parts;
    }

    private static Part part(String head, byte[] bytes) {
        String utf8 = new String(head.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return new Part(first(NAME, utf8), first(FILE, utf8), first(TYPE, utf8).strip(), bytes);
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, Math.min(from, to), to);
    }
}
