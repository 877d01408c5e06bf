package org.mutoscope.rest;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the headers of a part say. The content type is not kept, and nothing follows from the file name: what a part is, its name and its bytes decide.
 *
 * @param name name of the field
 * @param filename what the sender calls the file, without folders; or null
 */
record PartHead(String name, String filename) {
    private static final Pattern DISPOSITION =
            Pattern.compile("(?im)^content-disposition[ \\t]*:[ \\t]*form-data\\b(.*)$");
    private static final Pattern NAME =
            Pattern.compile("(?i);[ \\t]*name[ \\t]*=[ \\t]*(?:\"((?:[^\"\\\\]|\\\\.){0,1000}+)\"|([^\\s;\"]+))");

    private static final Pattern FILE_NAME =
            Pattern.compile("(?i);[ \\t]*filename[ \\t]*=[ \\t]*(?:\"((?:[^\"\\\\]|\\\\.){0,1000}+)\"|([^\\s;\"]+))");

    static PartHead parse(byte[] head) {
        Matcher disposition = DISPOSITION.matcher(new String(head, StandardCharsets.UTF_8).replace("\r", ""));
        if (!disposition.find()) {
            throw MultipartReader.invalid("a part has no header \"Content-Disposition: form-data\"");
        }
        Matcher name = NAME.matcher(disposition.group(1));
        if (!name.find()) {
            throw MultipartReader.invalid("a part has no name");
        }
        String plain = plain(name);
        if (plain.isBlank()) {
            throw MultipartReader.invalid("a part has no name");
        }
        Matcher file = FILE_NAME.matcher(disposition.group(1));
        return new PartHead(plain, file.find() ? plain(file).replaceAll(".*[/\\\\]", "") : null);
    }

    private static String plain(Matcher value) {
        String found = value.group(1) != null ? value.group(1) : value.group(2);
        // Browsers write these three so; no other escape exists (WHATWG HTML, multipart/form-data encoding algorithm).
        return found.replace("%22", "\"")
                .replace("%0D", "\r")
                .replace("%0A", "\n")
                .replace("\\\"", "\"");
    }
}
