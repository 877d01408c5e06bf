package org.mutoscope.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.mutoscope.core.observe.LogLevels;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.LoggerFactory;

/**
 * Levels for a while, over logback. Looks once a second while any is changed: ends what is over, and changes anew what a new {@code logback.xml} has undone,
 * remembering what that says for the time after.
 */
@Component(service = LogLevels.class)
public final class TimedLevels implements LogLevels {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(TimedLevels.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._$-]{1,200}");
    private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");
    /** They log headers, bodies, statements with their values: below INFO keys and prompts are among them. */
    private static final List<String> TALKATIVE = List.of(
            "org.eclipse.jetty",
            "org.apache.felix.http",
            "jdk",
            "sun",
            "java",
            "com.zaxxer",
            "h2database",
            "org.h2",
            "org.postgresql",
            "org.jdbi",
            "org.flywaydb",
            "com.fasterxml",
            "io.opentelemetry",
            "org.apache.hc");

    private final LoggerContext context;
    private final Clock clock;
    private final Map<String, Held> held = new TreeMap<>();
    private ScheduledExecutorService watch;

    private record Held(Level level, Level before, Instant until) {}

    /** Changes nothing yet. */
    @Activate
    public TimedLevels() {
        this((LoggerContext) LoggerFactory.getILoggerFactory(), Clock.systemUTC());
    }

    TimedLevels(LoggerContext context, Clock clock) {
        this.context = context;
        this.clock = clock;
    }

    /** Takes all changes back. */
    @Deactivate
    public synchronized void close() {
        List.copyOf(held.keySet()).forEach(this::end);
        if (watch != null) {
            watch.shutdownNow();
        }
    }

    @Override
    public synchronized Change change(String logger, String level, Duration lasts, boolean secrets) {
        String name = name(logger);
        Level wanted = level(level);
        if (lasts.toSeconds() < 1 || lasts.compareTo(LONGEST) > 0) {
            throw problem("A level is changed for 1 second to 24 hours.", "seconds");
        }
        if (wanted.toInt() < Level.INFO_INT && talkative(name) && !secrets) {
            throw problem(
                    "Below INFO " + name + " may log keys and prompts. If the log is nobody else's to read, say so with"
                            + " \"secrets\": true (command line: --secrets).",
                    "secrets");
        }
        Logger target = context.getLogger(name);
        Level before = held.containsKey(name) ? held.get(name).before : target.getLevel();
        held.put(name, new Held(wanted, before, clock.instant().plus(lasts)));
        target.setLevel(wanted);
        LOG.info("{} is logged at {} for {} s", name, wanted, lasts.toSeconds());
        look();
        return changed(name);
    }

    private static String name(String logger) {
        if (logger == null || !NAME.matcher(logger).matches()) {
            throw problem(
                    "A logger's name has 1 to 200 letters, digits, dots, dashes, underlines and dollar signs.",
                    "logger");
        }
        return logger.equalsIgnoreCase(org.slf4j.Logger.ROOT_LOGGER_NAME) ? org.slf4j.Logger.ROOT_LOGGER_NAME : logger;
    }

    private static Level level(String level) {
        String upper = level == null ? "" : level.toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(upper)) {
            throw problem("A level is one of TRACE, DEBUG, INFO, WARN, ERROR and OFF.", "level");
        }
        return Level.valueOf(upper);
    }

    private static boolean talkative(String name) {
        return name.equals(org.slf4j.Logger.ROOT_LOGGER_NAME)
                || TALKATIVE.stream()
                        .anyMatch(one -> name.equals(one) || name.startsWith(one + ".") || one.startsWith(name + "."));
    }

    private static Problem problem(String sentence, String param) {
        return new Problem(Code.INVALID_REQUEST, sentence, param, null);
    }

    @Override
    public synchronized boolean back(String logger) {
        String name = name(logger);
        boolean there = held.containsKey(name);
        end(name);
        return there;
    }

    @Override
    public synchronized List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        held.keySet().forEach(name -> changes.add(changed(name)));
        return changes;
    }

    private Change changed(String name) {
        Held one = held.get(name);
        return new Change(name, one.level.toString(), one.before == null ? null : one.before.toString(), one.until);
    }

    private void end(String name) {
        Held one = held.remove(name);
        if (one != null) {
            context.getLogger(name).setLevel(one.before);
            LOG.info("{} is logged as logback.xml says again", name);
        }
    }

    private void look() {
        if (watch == null) {
            watch = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "log-levels");
                thread.setDaemon(true);
                return thread;
            });
            watch.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
        }
    }

    /** One look; ends the looking with the last change. */
    synchronized void tick() {
        Instant now = clock.instant();
        for (String name : List.copyOf(held.keySet())) {
            Held one = held.get(name);
            Logger target = context.getLogger(name);
            Level there = target.getLevel();
            if (!one.level.equals(there)) { // a new logback.xml
                held.put(name, new Held(one.level, there, one.until));
                target.setLevel(one.level);
            }
            if (!now.isBefore(one.until)) {
                end(name);
            }
        }
        if (held.isEmpty() && watch != null) {
            watch.shutdown();
            watch = null;
        }
    }
}
