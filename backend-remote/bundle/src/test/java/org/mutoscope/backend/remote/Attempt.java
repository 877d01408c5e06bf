package org.mutoscope.backend.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;

/** The host's side of one attempt: keeps what the backend says and hands over. */
public final class Attempt implements RenderContext, MediaSink {
    public final List<String> tickets = new CopyOnWriteArrayList<>();
    public final List<String> costs = new CopyOnWriteArrayList<>();
    public final List<String> phases = new CopyOnWriteArrayList<>();
    public volatile boolean unwanted;
    public volatile boolean superseded;
    public volatile Duration remaining = Duration.ofMinutes(10);
    public byte[] clip = {};
    private final Path folder;
    private final String left;
    private final int number;

    public Attempt(Path folder) {
        this(folder, null, 1);
    }

    private Attempt(Path folder, String left, int number) {
        this.folder = folder;
        this.left = left;
        this.number = number;
    }

    /** The attempt after this one, which finds its ticket. */
    public Attempt next() {
        return new Attempt(folder, lastTicket(), number + 1);
    }

    public Attempt next(String ticket) {
        return new Attempt(folder, ticket, number + 1);
    }

    public String lastTicket() {
        List<String> all = new ArrayList<>(tickets);
        return all.isEmpty() ? left : all.get(all.size() - 1);
    }

    @Override
    public int attempt() {
        return number;
    }

    @Override
    public Optional<String> ticket() {
        return Optional.ofNullable(left);
    }

    @Override
    public void remember(String ticket) {
        if (superseded) {
            throw new IllegalStateException("superseded");
        }
        tickets.add(ticket);
    }

    @Override
    public void cost(UpstreamCost cost, boolean settled) {
        costs.add(cost.micros() + (settled ? " settled" : " so far"));
    }

    @Override
    public void progress(double fraction, String phase) {
        phases.add(phase);
    }

    @Override
    public boolean cancelled() {
        return unwanted;
    }

    @Override
    public boolean unwanted() {
        return unwanted;
    }

    @Override
    public Duration remaining() {
        return remaining;
    }

    @Override
    public Path scratch() {
        return folder;
    }

    @Override
    public MediaSink media() {
        return this;
    }

    @Override
    public void encoded(Path file) throws IOException {
        clip = Files.readAllBytes(file);
    }

    @Override
    public void video(VideoFormat format) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void frame(ByteBuffer rgb) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void audio(AudioFormat format) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sound(ByteBuffer pcm) {
        throw new UnsupportedOperationException();
    }
}
