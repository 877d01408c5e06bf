package org.mutoscope.itests.outside;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation, so that it can be followed literally.
 *
 * @param text what it says
 */
record Page(String text) {
    static Page read(String name) throws IOException {
        return new Page(Files.readString(Platform.HOME.resolve("docs").resolve(name)));
    }

    /** The code blocks of a kind, in their order. */
    List<String> blocks(String kind) {
        return Pattern.compile("^```" + kind + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** The configuration file that the page names first. */
    String configurationFile() {
        Matcher file = Pattern.compile("conf/(org\\.mutoscope\\.[a-z.]+\\.cfg)").matcher(text);
        Promises.check(file.find(), "the page names no configuration file");
        return file.group(1);
    }
}
