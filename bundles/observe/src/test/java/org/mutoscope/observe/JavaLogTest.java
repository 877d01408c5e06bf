package org.mutoscope.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JavaLogTest {
    private static final String PARTNER = "com.acme.backend";

    private final Level before = Logger.getLogger("").getLevel();
    private final ListAppender<ILoggingEvent> seen = new ListAppender<>();
    private final ch.qos.logback.classic.Logger partner =
            ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(PARTNER);

    @BeforeEach
    void asTheLauncherLeavesIt() {
        Logger.getLogger("").setLevel(Level.WARNING);
        seen.setContext(partner.getLoggerContext());
        seen.start();
        partner.addAppender(seen);
        partner.setLevel(ch.qos.logback.classic.Level.INFO);
    }

    @AfterEach
    void restore() {
        partner.detachAppender(seen);
        Logger.getLogger("").setLevel(before);
    }

    @Test
    void whatAPartnerTellsJavasOwnLogReachesOurs() {
        JavaLog log = new JavaLog();
        Logger.getLogger(PARTNER).info("the model is loaded");
        Logger.getLogger(PARTNER).fine("token 17");
        log.stop();
        Logger.getLogger(PARTNER).info("after the end");
        assertEquals(
                List.of("the model is loaded"),
                seen.list.stream().map(ILoggingEvent::getMessage).toList());
        assertEquals(Level.WARNING, Logger.getLogger("").getLevel());
    }
}
