package org.mutoscope.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** Remembers the last warnings and errors of the log: often the root of what a look finds wrong. They hold what the log holds: no prompt, no key. */
@Component(service = LastWords.class)
public final class LastWords {
    private static final int KEPT = 200;
    private static final int LONGEST = 400;
    private static final int MOST = 3;
    private static final Duration FRESH = Duration.ofHours(1);

    private final Deque<Word> words = new ArrayDeque<>();
    private final Ear ear = new Ear();
    private final Again again = new Again();
    private final LoggerContext context;

    private record Word(Instant at, boolean error, String logger, String text) {}

    /** Begins to listen, if what logs is logback. */
    @Activate
    public LastWords() {
        this(LoggerFactory.getILoggerFactory());
    }

    LastWords(ILoggerFactory factory) {
        context = factory instanceof LoggerContext logback ? logback : null;
        if (context != null) {
            ear.setContext(context);
            ear.start();
            root().addAppender(ear);
            context.addListener(again);
        }
    }

    /** Listens no more. */
    @Deactivate
    public void close() {
        if (context != null) {
            context.removeListener(again);
            root().detachAppender(ear);
            ear.stop();
        }
    }

    /** What loggers of these names and below them warned of in the last hour, newest first, at most three different lines. */
    List<String> about(String... loggers) {
        return find(false, loggers);
    }

    /** The same of errors alone. */
    List<String> errors(String... loggers) {
        return find(true, loggers);
    }

    private List<String> find(boolean errorsOnly, String... loggers) {
        Instant since = Instant.now().minus(FRESH);
        List<String> found = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        synchronized (words) {
            for (Iterator<Word> all = words.descendingIterator(); all.hasNext() && found.size() < MOST; ) {
                Word word = all.next();
                if (word.at.isAfter(since)
                        && (word.error || !errorsOnly)
                        && below(word.logger, loggers)
                        && !texts.contains(word.text)) {
                    texts.add(word.text);
                    found.add("the log, " + word.at + " " + word.logger + ": " + word.text);
                }
            }
        }
        return found;
    }

    private static boolean below(String logger, String... roots) {
        for (String root : roots) {
            if (logger.equals(root) || logger.startsWith(root + ".")) {
                return true;
            }
        }
        return false;
    }

    private ch.qos.logback.classic.Logger root() {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private final class Ear extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
                return;
            }
            String line = event.getFormattedMessage();
            if (event.getThrowableProxy() != null) {
                line += " (" + event.getThrowableProxy().getClassName() + ": "
                        + event.getThrowableProxy().getMessage() + ")";
            }
            String text = (line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line).replaceAll("\\s+", " ");
            synchronized (words) {
                words.addLast(new Word(
                        Instant.ofEpochMilli(event.getTimeStamp()),
                        event.getLevel().isGreaterOrEqual(Level.ERROR),
                        event.getLoggerName(),
                        text));
                if (words.size() > KEPT) {
                    words.removeFirst();
                }
            }
        }
    }

    /** A new logback.xml takes all appenders away. */
    private final class Again implements LoggerContextListener {
        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onReset(LoggerContext reset) {
            ear.start();
            root().addAppender(ear);
        }

        @Override
        public void onStart(LoggerContext started) {
            // listens since it was added
        }

        @Override
        public void onStop(LoggerContext stopped) {
            // nothing more will be logged
        }

        @Override
        public void onLevelChange(ch.qos.logback.classic.Logger logger, Level level) {
            // whatever gets through is heard
        }
    }
}
