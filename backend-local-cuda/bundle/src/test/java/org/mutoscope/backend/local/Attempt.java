package org.mutoscope.backend.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;

/** The host's side of one attempt: keeps what the backend pushes. */
class Attempt implements RenderContext, MediaSink {
    final CountDownLatch opened = new CountDownLatch(1);
    final CountDownLatch firstFrame = new CountDownLatch(1);
    final ByteArrayOutputStream frames = new ByteArrayOutputStream();
    volatile VideoFormat format;
    volatile double fraction;

    @Override
    public void video(VideoFormat given) throws IOException {
        format = given;
        opened.countDown();
    }

    @Override
    public void frame(ByteBuffer rgb) throws IOException, InterruptedException {
        byte[] bytes = new byte[rgb.remaining()];
        rgb.duplicate().get(bytes);
        frames.writeBytes(bytes);
        firstFrame.countDown();
    }

    @Override
    public void progress(double value, String phase) {
        fraction = value;
    }

    @Override
    public MediaSink media() {
        return this;
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public Optional<String> ticket() {
        return Optional.empty();
    }

    @Override
    public void remember(String ticket) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cost(UpstreamCost cost, boolean settled) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean cancelled() {
        return false;
    }

    @Override
    public boolean unwanted() {
        return false;
    }

    @Override
    public Duration remaining() {
        return Duration.ofMinutes(10);
    }

    @Override
    public Path scratch() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void audio(AudioFormat given) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sound(ByteBuffer pcm) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void encoded(Path file) {
        throw new UnsupportedOperationException();
    }
}
