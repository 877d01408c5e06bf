package org.mutoscope.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the shipped logback.xml makes of a line. */
class LinesTest {
    private static final Path SHIPPED = Path.of("../../distribution/assembly/src/conf/logback.xml");
    private static final Map<String, String> JOB =
            Map.of("job", "video_1", "account", "acct_1", "bundle", "com.acme@1.0.0", "acme.prompt", "a secret garden");

    private final LoggerContext context = new LoggerContext();

    private LoggingEvent event(Map<String, String> words) {
        LoggingEvent event =
                new LoggingEvent("x", context.getLogger("a.b.Poll"), Level.WARN, "asked\n  again", null, null);
        event.setThreadName("t");
        event.setMDCPropertyMap(words);
        return event;
    }

    private List<String> lines(Map<String, String> words) throws IOException {
        return Pattern.compile("<pattern>(.*)</pattern>")
                .matcher(Files.readString(SHIPPED))
                .results()
                .map(found -> {
                    PatternLayout layout = new PatternLayout();
                    layout.setContext(context);
                    layout.setPattern(found.group(1));
                    layout.start();
                    return layout.doLayout(event(words))
                            .replaceFirst("^\\S+ ", "")
                            .stripTrailing();
                })
                .toList();
    }

    @Test
    void aLineNamesJobAccountAndBundleAndNothingElse() throws IOException {
        String who = "video_1 acct_1 com.acme@1.0.0 asked | again";
        assertEquals(List.of("WARN  Poll: " + who, "WARN  [t] a.b.Poll: " + who), lines(JOB));
    }

    @Test
    void aLineAboutNobodyIsAsItWas() throws IOException {
        assertEquals(List.of("WARN  Poll: asked | again", "WARN  [t] a.b.Poll: asked | again"), lines(Map.of()));
        assertEquals(
                "WARN  [t] a.b.Poll: req_1 asked | again",
                lines(Map.of("request", "req_1")).get(1));
    }

    @Test
    void jsonHasThemByName() {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.start();
        String line = new String(encoder.encode(event(JOB)), StandardCharsets.UTF_8);
        assertTrue(line.matches("(?s).*\"mdc\":\\s*\\{.*\"job\":\\s*\"video_1\".*"), line);
        assertTrue(line.contains("\"com.acme@1.0.0\""), line);
    }
}
