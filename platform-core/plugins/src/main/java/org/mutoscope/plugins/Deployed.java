package org.mutoscope.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;

/** A file in {@code deploy/} and what became of it. Changed under the monitor of {@link Installation}, read by all. */
final class Deployed {
    final Path file;
    final Stamp stamp;
    /** When it was first seen with this stamp, by {@link System#nanoTime()}. */
    final long seenAt = System.nanoTime();

    volatile JarFacts facts;
    volatile Bundle bundle;
    /** Why it does not run; null when it does or is not decided. */
    volatile String failure;
    /** What the framework or the exception said; null if nothing did. */
    volatile Throwable cause;
    /** Whether what it lacks may still come with another bundle. */
    volatile boolean lacks;

    volatile boolean draining;
    /** Switched off. */
    volatile boolean off;
    /** The harm for which it was switched off; null if somebody wanted that. */
    volatile String quarantine;
    /** Threads that it left behind when it was stopped. */
    volatile List<String> left = List.of();

    private boolean starting;

    Deployed(Path file, Stamp stamp) {
        this.file = file;
        this.stamp = stamp;
    }

    synchronized void starting(boolean now) {
        starting = now;
        notifyAll();
    }

    synchronized boolean starting() {
        return starting;
    }

    /** Waits until it has started, or not; a bundle that hangs is not waited for. */
    synchronized Deployed settled(long milliseconds) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        try {
            for (long left = milliseconds;
                    starting && left > 0;
                    left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return this;
    }

    synchronized boolean decided() {
        return starting || bundle != null || failure != null || off;
    }

    boolean runs() {
        return bundle != null;
    }

    String fileName() {
        return String.valueOf(file.getFileName());
    }

    /** {@code name@version}, or the file name. */
    String called() {
        return facts == null ? fileName() : facts.called();
    }

    boolean matches(String nameAndVersion) {
        return fileName().equals(nameAndVersion)
                || facts != null
                        && (facts.name().equals(nameAndVersion)
                                || facts.called().equals(nameAndVersion));
    }

    void failed(Refusal refusal) {
        failure = refusal.getMessage();
        cause = refusal.getCause();
        lacks = refusal.lacks();
    }

    /** How a file looks from outside; another stamp is another content. */
    record Stamp(long bytes, long modified) {
        /** As far as it can be told: a link that leads nowhere has no size. */
        static Stamp seen(Path file) {
            try {
                return of(file);
            } catch (IOException e) {
                return new Stamp(-1, -1);
            }
        }

        static Stamp of(Path file) throws IOException {
            return new Stamp(Files.size(file), Files.getLastModifiedTime(file).toMillis());
        }
    }
}
