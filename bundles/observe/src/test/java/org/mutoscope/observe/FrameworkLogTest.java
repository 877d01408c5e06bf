package org.mutoscope.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.slf4j.LoggerFactory;

class FrameworkLogTest {
    private final ListAppender<ILoggingEvent> seen = new ListAppender<>();
    private final Logger root =
            ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Journal journal = new Journal();

    @BeforeEach
    void listen() {
        seen.setContext(root.getLoggerContext());
        seen.start();
        root.addAppender(seen);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(seen);
    }

    @Test
    void tellsWhatWasLoggedBeforeItStartedOldestFirst() {
        journal.newestFirst.add(entry("second", LogLevel.WARN, "LogService", null));
        journal.newestFirst.add(entry("first", LogLevel.ERROR, "LogService", null));

        new FrameworkLog(journal);

        assertEquals(
                List.of("first", "second"),
                seen.list.stream().map(ILoggingEvent::getMessage).toList());
        assertEquals(Level.ERROR, seen.list.get(0).getLevel());
    }

    @Test
    void namesTheBundleOfAnonymousEntriesAndOfEvents() {
        FrameworkLog log = new FrameworkLog(journal);

        log.logged(entry("oops", LogLevel.ERROR, "LogService.bundle", new IllegalStateException("why")));
        log.logged(entry("FrameworkEvent ERROR", LogLevel.ERROR, "Events.Framework", null));
        log.logged(entry("fine", LogLevel.AUDIT, "org.acme.Part", null));

        ILoggingEvent first = seen.list.get(0);
        assertEquals("org.acme", first.getLoggerName());
        assertTrue(first.getThrowableProxy().getMessage().contains("why"));
        assertEquals("FrameworkEvent ERROR org.acme 1.2.0", seen.list.get(1).getMessage());
        assertEquals("org.acme.Part", seen.list.get(2).getLoggerName());
        assertEquals(Level.INFO, seen.list.get(2).getLevel());
    }

    @Test
    void stopsListening() {
        FrameworkLog log = new FrameworkLog(journal);
        assertEquals(List.of(log), journal.listeners);

        log.stop();

        assertEquals(List.of(), journal.listeners);
    }

    private static LogEntry entry(String message, LogLevel level, String logger, Throwable exception) {
        return (LogEntry) Proxy.newProxyInstance(
                FrameworkLogTest.class.getClassLoader(),
                new Class<?>[] {LogEntry.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getMessage" -> message;
                    case "getLogLevel" -> level;
                    case "getLoggerName" -> logger;
                    case "getException" -> exception;
                    case "getBundle" -> bundle();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static Bundle bundle() {
        return (Bundle) Proxy.newProxyInstance(
                FrameworkLogTest.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getSymbolicName" -> "org.acme";
                    case "getVersion" -> Version.parseVersion("1.2.0");
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** A log that is only what the test puts into it. */
    private static final class Journal implements LogReaderService {
        private final List<LogEntry> newestFirst = new ArrayList<>();
        private final List<LogListener> listeners = new ArrayList<>();

        @Override
        public void addLogListener(LogListener listener) {
            listeners.add(listener);
        }

        @Override
        public void removeLogListener(LogListener listener) {
            listeners.remove(listener);
        }

        @Override
        public Enumeration<LogEntry> getLog() {
            return Collections.enumeration(newestFirst);
        }
    }
}
