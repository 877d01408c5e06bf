package org.mutoscope.rest;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the headers of a part say. File name and content type are not kept: what a part is, its name and its bytes decide.
 *
 * @param name name of the field
 */
record PartHead(String name) {
    private static final Pattern DISPOSITION =
            Pattern.compile("(?im)^content-disposition[ \\t]*:[ \\t]*form-data\\b(.*)$");
    private static final Pattern NAME =
            Pattern.compile("(?i);[ \\t]*name[ \\t]*=[ \\t]*(?:\"((?:[^\"\\\\]|\\\\.){0,1000}+)\"|([^\\s;\"]+))");

    static PartHead parse(byte[] head) {
        Matcher disposition = DISPOSITION.matcher(new String(head, StandardCharsets.UTF_8).replace("\r", ""));
        if (!disposition.find()) {
            throw MultipartReader.invalid("a part has no header \"Content-Disposition: form-data\"");
        }
        Matcher name = NAME.matcher(disposition.group(1));
        if (!name.find()) {
            throw MultipartReader.invalid("a part has no name");
        }
        String found = name.group(1) != null ? name.group(1) : name.group(2);
        // Browsers write these three so; no other escape exists (WHATWG HTML, multipart/form-data encoding algorithm).
        String plain = found.replace("%22", "\"")
                .replace("%0D", "\r")
                .replace("%0A", "\n")
                .replace("\\\"", "\"");
        if (plain.isBlank()) {
            throw MultipartReader.invalid("a part has no name");
        }
        return new PartHead(plain);
    }
}
