package org.mutoscope.tck;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything that is logged (slf4j and {@code java.util.logging}, all levels) or printed while it is open. One at a time. */
final class Overheard implements AutoCloseable {
    private static final Logger ROOT = Logger.getLogger("");

    private final StringBuffer heard = new StringBuffer();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Level level = ROOT.getLevel();
    private final Ear ear = new Ear();

    Overheard() {
        ear.setLevel(Level.ALL);
        ROOT.addHandler(ear);
        ROOT.setLevel(Level.ALL);
        System.setOut(tee(out));
        System.setErr(tee(err));
    }

    String text() {
        return heard.toString();
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        ROOT.setLevel(level);
        ROOT.removeHandler(ear);
    }

    private PrintStream tee(PrintStream through) {
        OutputStream both = new ByteArrayOutputStream() {
            @Override
            public synchronized void flush() {
                heard.append(toString(StandardCharsets.UTF_8));
                through.writeBytes(toByteArray());
                reset();
            }
        };
        return new PrintStream(both, true, StandardCharsets.UTF_8);
    }

    private final class Ear extends Handler {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLoggerName() != null && entry.getLoggerName().matches("(jdk|sun|com\\.sun)\\..*")) {
                return; // the JDK's own debugging of HTTP is not the provider's doing
            }
            heard.append(new SimpleFormatter().formatMessage(entry)).append('\n');
            if (entry.getThrown() != null) {
                StringWriter trace = new StringWriter();
                entry.getThrown().printStackTrace(new PrintWriter(trace));
                heard.append(trace);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
