package org.mutoscope.observe;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * Carries what the framework and the component runtime log to slf4j. Without it a bundle that does not resolve, or a
 * component that fails to activate, fails in silence.
 */
@Component(
        service = {},
        immediate = true)
public final class FrameworkLog implements LogListener {
    private final LogReaderService reader;

    /** Starts with what was logged before this component was there. */
    @Activate
    public FrameworkLog(@Reference LogReaderService reader) {
        this.reader = reader;
        Deque<LogEntry> oldestFirst = new ArrayDeque<>();
        Collections.list(reader.getLog()).forEach(oldestFirst::push);
        oldestFirst.forEach(this::logged);
        reader.addLogListener(this);
    }

    /** Stops listening. */
    @Deactivate
    public void stop() {
        reader.removeLogListener(this);
    }

    @Override
    public void logged(LogEntry entry) {
        Logger logger = LoggerFactory.getLogger(name(entry));
        Level level = level(entry);
        if (logger.isEnabledForLevel(level)) {
            try (MDC.MDCCloseable of = bundle(entry)) {
                logger.atLevel(level).setCause(entry.getException()).log(text(entry));
            }
        }
    }

    private static MDC.MDCCloseable bundle(LogEntry entry) {
        Bundle from = entry.getBundle();
        return from == null ? null : MDC.putCloseable("bundle", from.getSymbolicName() + "@" + from.getVersion());
    }

    /** The old LogService has one logger name for all; the bundle says more. */
    private static String name(LogEntry entry) {
        String name = entry.getLoggerName();
        boolean useful = name != null && !name.isEmpty() && !name.startsWith("LogService");
        if (useful || entry.getBundle() == null) {
            return useful ? name : "framework";
        }
        return String.valueOf(entry.getBundle().getSymbolicName());
    }

    private static Level level(LogEntry entry) {
        return switch (entry.getLogLevel()) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
            default -> Level.INFO;
        };
    }

    private static String text(LogEntry entry) {
        boolean event = entry.getLoggerName() != null && entry.getLoggerName().startsWith("Events.");
        return event && entry.getBundle() != null
                ? entry.getMessage() + " " + entry.getBundle().getSymbolicName() + " "
                        + entry.getBundle().getVersion()
                : String.valueOf(entry.getMessage());
    }
}
