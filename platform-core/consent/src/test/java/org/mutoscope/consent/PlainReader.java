package org.mutoscope.consent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.MediaFacts;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.api.media.MediaSink;

/** Takes a file for a recording of five seconds, whatever is in it. */
final class PlainReader implements MediaReader {
    volatile long milliseconds = 5000;
    volatile List<String> codecs = List.of("h264", "aac");

    @Override
    public MediaFacts probe(Path file) throws IOException {
        if (new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1).contains("broken")) {
            throw new IOException("moov atom not found");
        }
        return new MediaFacts("mov,mp4", new FrameSize(640, 480), 125, milliseconds, codecs);
    }

    @Override
    public void decode(Path file, MediaSink sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String still(Path file, String kind, Path target) {
        throw new UnsupportedOperationException();
    }
}
