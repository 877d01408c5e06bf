package org.mutoscope.itests.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.media.EncodeRequest;
import org.mutoscope.api.media.EncodedMedia;
import org.mutoscope.api.media.FrameSource;
import org.mutoscope.api.media.MediaEncoder;
import org.mutoscope.api.media.MediaFacts;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;
import org.osgi.service.component.annotations.Component;

/** A codec for tests: writes raw frames, for profile {@code raw}. It reads before all others, since nobody else can read what it wrote. */
@Component(
        service = {MediaEncoder.class, MediaReader.class},
        property = "service.ranking:Integer=100")
public final class RawCodec implements MediaEncoder, MediaReader {
    private volatile VideoFormat last;

    @Override
    public Set<String> profiles() {
        return Set.of("raw");
    }

    @Override
    public EncodedMedia encode(EncodeRequest request, FrameSource source) throws IOException, InterruptedException {
        long frames = 0;
        last = source.format();
        try (OutputStream out = Files.newOutputStream(request.target());
                WritableByteChannel channel = Channels.newChannel(out)) {
            for (Optional<ByteBuffer> frame = source.next(); frame.isPresent(); frame = source.next()) {
                channel.write(frame.get());
                frames++;
            }
        }
        long milliseconds = frames * 1000 / source.format().framesPerSecond();
        return new EncodedMedia(request.target(), "video/x-raw", source.format().size(), frames, milliseconds);
    }

    @Override
    public MediaFacts probe(Path file) throws IOException {
        long frames = Files.size(file) / last.size().rgbBytes();
        return new MediaFacts("raw", last.size(), frames, frames * 1000 / last.framesPerSecond(), List.of("raw"));
    }

    @Override
    public void decode(Path file, MediaSink sink) throws IOException, InterruptedException {
        sink.video(last);
        byte[] all = Files.readAllBytes(file);
        for (int at = 0;
                at + last.size().rgbBytes() <= all.length;
                at += last.size().rgbBytes()) {
            sink.frame(ByteBuffer.wrap(all, at, last.size().rgbBytes()));
        }
    }

    @Override
    public String still(Path file, String kind, Path target) throws IOException {
        Files.copy(file, target);
        return "application/octet-stream";
    }
}
