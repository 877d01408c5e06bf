package org.mutoscope.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Supervisors and people act on these numbers, so the page that explains them has all of them and no other. */
class ExitCodeTest {
    private static final Pattern LINE = Pattern.compile("(?m)^\\| (\\d+) \\|");

    @Test
    void thePageHasEveryCodeAndNoOther() throws IOException, IllegalAccessException {
        TreeSet<Integer> codes = new TreeSet<>();
        for (Field field : ExitCode.class.getDeclaredFields()) {
            if (field.getType() == int.class) {
                codes.add(field.getInt(null));
            }
        }
        String page = Files.readString(Path.of("../docs/operate/start.md"));
        TreeSet<Integer> said = new TreeSet<>();
        for (Matcher line = LINE.matcher(page.substring(page.indexOf("## Exit codes"))); line.find(); ) {
            said.add(Integer.valueOf(line.group(1)));
        }
        assertEquals(codes, said);
    }
}
