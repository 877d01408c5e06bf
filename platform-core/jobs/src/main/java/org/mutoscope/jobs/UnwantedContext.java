package org.mutoscope.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;

/** What a backend is lent to end what nobody wants any more: its ticket, and a place for what it cost. Takes no clip. For one thread. */
final class UnwantedContext implements RenderContext, MediaSink, AutoCloseable {
    private final int attempt;
    private final String ticket;
    private final Consumer<Said> books;
    private Path folder;

    UnwantedContext(int attempt, String ticket, Consumer<Said> books) {
        this.attempt = attempt;
        this.ticket = ticket;
        this.books = books;
    }

    /** What it cost. */
    record Said(UpstreamCost cost, boolean settled) {}

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public Optional<String> ticket() {
        return Optional.of(ticket);
    }

    @Override
    public void remember(String note) {
        throw new IllegalStateException("the job was cancelled: stop");
    }

    @Override
    public void cost(UpstreamCost cost, boolean settled) {
        books.accept(new Said(cost, settled));
    }

    @Override
    public void progress(double fraction, String phase) {
        // nobody looks
    }

    @Override
    public boolean cancelled() {
        return true;
    }

    @Override
    public boolean unwanted() {
        return true;
    }

    @Override
    public Duration remaining() {
        return Duration.ofSeconds(STOP_WITHIN_SECONDS);
    }

    @Override
    public Path scratch() {
        try {
            folder = folder == null ? Files.createTempDirectory("mutoscope-farewell-") : folder;
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public MediaSink media() {
        return this;
    }

    @Override
    public void close() {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            folder.toFile().deleteOnExit();
        }
    }

    private static IOException nobody() {
        return new IOException("nobody wants the clip any more");
    }

    @Override
    public void video(VideoFormat format) throws IOException {
        throw nobody();
    }

    @Override
    public void frame(ByteBuffer rgb) throws IOException {
        throw nobody();
    }

    @Override
    public void audio(AudioFormat format) throws IOException {
        throw nobody();
    }

    @Override
    public void sound(ByteBuffer pcm) throws IOException {
        throw nobody();
    }

    @Override
    public void encoded(Path file) throws IOException {
        throw nobody();
    }
}
