package org.mutoscope.backend.remote.wire;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Copies an output into a file as it comes: never whole in memory, never larger than allowed, never longer than allowed. */
public final class Download {
    private static final int MOST_REDIRECTS = 3;

    private final Call call;
    private final long mostBytes;
    private final Duration within;

    /** @param mostBytes largest file taken @param within longest time for the whole of it */
    public Download(Call call, long mostBytes, Duration within) {
        this.call = call;
        this.mostBytes = mostBytes;
        this.within = within;
    }

    /**
     * What came.
     *
     * @param status HTTP status; of anything but 2xx there is no file
     * @param bytes how many
     * @param start its first bytes; of a complaint its first 4 KiB
     */
    public record Loaded(int status, long bytes, byte[] start) {
        private static final Pattern ADDRESS =
                Pattern.compile("https?://[A-Za-z0-9.:-]{1,200}/[A-Za-z0-9._~!$&()*+,;=:@%/?-]{1,2000}");

        /** Whether it is a video container that services deliver: MP4 and QuickTime, Matroska and WebM, AVI. */
        public boolean video() {
            return is(4, "ftyp") || is(4, "moov") || is(0, "\u001aE\u00df\u00a3") || is(0, "RIFF") && is(8, "AVI ");
        }

        /** Whether it is a picture as PNG, JPEG or WebP. */
        public boolean picture() {
            return is(0, "\u0089PNG") || is(0, "\u00ff\u00d8\u00ff") || is(0, "RIFF") && is(8, "WEBP");
        }

        /** An address that a complaint names: some servers answer with where the file is instead of with the file. */
        public Optional<URI> pointer() {
            Matcher found = ADDRESS.matcher(new String(start, StandardCharsets.UTF_8));
            return status == 400 && found.find() ? Optional.of(URI.create(found.group())) : Optional.empty();
        }

        private boolean is(int at, String latin) {
            for (int i = 0; i < latin.length(); i++) {
                if (start.length <= at + i || (start[at + i] & 0xff) != latin.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Loads one output. Follows at most three redirects, each to a host of the instance.
     *
     * @param target is overwritten
     * @throws CallFault if it did not come whole, or is too large
     */
    public Loaded to(Path target, URI from) throws CallFault, InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        URI uri = from;
        for (int hops = 0; ; hops++) {
            Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
            HttpResponse<FileSink> response = call.send(Ask.get(uri, "the output"), into(target), left);
            FileSink sink = response.body();
            String next = response.headers().firstValue("location").orElse("");
            if (response.statusCode() / 100 == 3 && !next.isEmpty() && hops < MOST_REDIRECTS) {
                uri = resolved(uri, next);
                continue;
            }
            if (sink.full()) {
                throw new CallFault(CallFault.Kind.TOO_LARGE, "the output is larger than " + mostBytes + " bytes");
            }
            return new Loaded(response.statusCode(), sink.bytes(), sink.start());
        }
    }

    /** Looks at a file that came another way. */
    public static Loaded of(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new Loaded(200, Files.size(file), in.readNBytes(FileSink.HEAD));
        }
    }

    private static URI resolved(URI base, String location) throws CallFault {
        try {
            return base.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new CallFault(CallFault.Kind.NO_ANSWER, "the output leads to an address that is none");
        }
    }

    private BodyHandler<FileSink> into(Path target) {
        return response -> new FileSink(target, response.statusCode() / 100 == 2 ? mostBytes : 0);
    }
}
