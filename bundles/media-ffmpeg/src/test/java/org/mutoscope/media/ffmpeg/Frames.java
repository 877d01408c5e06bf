package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.FrameSource;
import org.mutoscope.api.media.VideoFormat;

/** Frames made by a formula; a test may do something before each. */
final class Frames implements FrameSource {
    /** Colour of a pixel, 0xRRGGBB. */
    interface Painter {
        int colour(int frame, int x, int y);
    }

    /** What a test does before a frame is handed over. */
    interface Before {
        void frame(int number) throws IOException, InterruptedException;
    }

    private final VideoFormat format;
    private final int count;
    private final Painter painter;
    private Before before = number -> {};
    private int made;

    Frames(String size, int framesPerSecond, int count, Painter painter) {
        this.format = new VideoFormat(FrameSize.parse(size), framesPerSecond);
        this.count = count;
        this.painter = painter;
    }

    static Frames square(String size, int framesPerSecond, int count) {
        FrameSize frame = FrameSize.parse(size);
        int side = Math.max(1, frame.width() / 4);
        return new Frames(size, framesPerSecond, count, (number, x, y) -> {
            int left = number * (frame.width() - side) / Math.max(1, count);
            return x >= left && x < left + side && y >= frame.height() / 3 ? 0xf0c020 : (0x203040 + y);
        });
    }

    Frames before(Before action) {
        before = action;
        return this;
    }

    @Override
    public VideoFormat format() {
        return format;
    }

    @Override
    public Optional<ByteBuffer> next() throws IOException, InterruptedException {
        if (made == count) {
            return Optional.empty();
        }
        before.frame(made);
        ByteBuffer rgb = ByteBuffer.allocate(format.size().rgbBytes());
        for (int y = 0; y < format.size().height(); y++) {
            for (int x = 0; x < format.size().width(); x++) {
                int colour = painter.colour(made, x, y);
                rgb.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
            }
        }
        made++;
        return Optional.of(rgb.flip());
    }
}
