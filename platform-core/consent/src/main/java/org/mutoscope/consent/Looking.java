package org.mutoscope.consent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.mutoscope.api.media.MediaFacts;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.plugins.Services;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** The book-keeping about a recording: what file it is, how long, and whether it can have been made since the challenge was begun. */
final class Looking {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration SLACK = Duration.ofSeconds(2); // clocks of cameras and of files
    private static final String WEBM = "\u001a\u0045\u00df\u00a3";

    private final Services<MediaReader> readers;
    private final PartnerCalls calls;

    Looking(Services<MediaReader> readers, PartnerCalls calls) {
        this.readers = readers;
        this.calls = calls;
    }

    /** What a recording is. */
    record Seen(String sha256, String mediaType, long milliseconds) {}

    /**
     * Looks into a file.
     *
     * @param since how long ago recording began
     * @throws Problem {@code invalid_capture}
     */
    Seen look(Path file, Duration since, ConsentConfig settings) {
        try {
            long most = settings.recording_mebibytes() * 1024L * 1024;
            if (Files.size(file) > most) {
                throw bad("it has more than " + settings.recording_mebibytes() + " MiB");
            }
            String type = type(file);
            MediaFacts facts = probe(file);
            if (facts.codecs().size() < 2) {
                throw bad("it needs picture and sound, for the digits are said");
            }
            long length = facts.milliseconds();
            if (length < settings.shortest_seconds() * 1000L || length > settings.longest_seconds() * 1000L) {
                throw bad("it lasts " + length + " ms, and " + settings.shortest_seconds() + " to "
                        + settings.longest_seconds() + " seconds are asked for");
            }
            if (length > since.plus(SLACK).toMillis()) {
                throw bad("it lasts longer than the time since the challenge was begun, so it was not made for it");
            }
            return new Seen(sha256(file), type, length);
        } catch (IOException e) {
            throw bad("it cannot be read");
        }
    }

    private static String type(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(12);
        }
        String mark = new String(start, java.nio.charset.StandardCharsets.ISO_8859_1);
        if (mark.startsWith(WEBM)) {
            return "video/webm";
        }
        if (mark.startsWith("ftyp", 4)) {
            return "video/mp4";
        }
        throw bad("its first bytes are those of neither");
    }

    private MediaFacts probe(Path file) {
        try (Leased<MediaReader> reader = readers.all().stream()
                .findFirst()
                .flatMap(Offered::lease)
                .orElseThrow(() -> new Problem(
                        Code.STARTING, "No media reader is there yet. Ask for another challenge in a moment."))) {
            return calls.call(reader, "probe", DEADLINE, r -> r.probe(file));
        } catch (PartnerFault e) {
            throw bad(
                    e.getCause() instanceof IOException told
                            ? Texts.cut(told.getMessage(), 300)
                            : "it cannot be decoded");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(Code.STARTING, "The platform is stopping. Ask for another challenge in a moment.");
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Texts.sha256();
        byte[] buffer = new byte[65_536];
        try (InputStream in = Files.newInputStream(file)) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                digest.update(buffer, 0, got);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static Problem bad(String why) {
        return new Problem(
                Code.INVALID_CAPTURE,
                "The recording must be an MP4 or WebM clip of yourself: " + why
                        + ". Nothing of it was kept; ask for another challenge.",
                "file",
                null);
    }
}
