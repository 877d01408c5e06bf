package org.mutoscope.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A place with the layout of a Maven repository: a URL or a folder. Whatever it answers, a fetch ends: no byte for so long is the end, and so is one
 * byte more than the file has. In a folder a file may lie in pieces: {@code NAME.000}, {@code NAME.001} and so on.
 *
 * @param place a URL, or a folder if there is no {@code ://} in it
 * @param patience to connect, and from one byte to the next
 */
record Repository(String place, Duration patience) {
    private static final int CHUNK = 1 << 16;

    /** Copies a file. @param path its place in the repository @param bytes its length @throws Failure if it cannot be had, or has another length */
    void fetch(String path, long bytes, Path target) {
        String from = place + (place.endsWith("/") ? "" : "/") + path;
        try (InputStream in = open(from);
                OutputStream out = Files.newOutputStream(target)) {
            copy(in, out, from, bytes);
        } catch (SocketTimeoutException e) {
            throw new Failure(
                    Failure.UNAVAILABLE,
                    from + " sent nothing for " + patience.toSeconds() + " s; try again, or name another --repository",
                    e);
        } catch (UnknownHostException | ConnectException e) {
            throw new Failure(
                    Failure.UNAVAILABLE,
                    from + " cannot be reached (" + e.getMessage() + "); name a repository that can with --repository",
                    e);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw missing(from, "is not there");
        } catch (IOException e) {
            throw new Failure(Failure.FILE, from + " could not be fetched: " + e.getMessage(), e);
        }
    }

    private static Failure missing(String from, String how) {
        return new Failure(Failure.UNAVAILABLE, from + " " + how + "; name a repository that has it with --repository");
    }

    private InputStream open(String from) throws IOException {
        if (!place.contains("://")) {
            return Files.exists(Path.of(from + ".000")) ? parts(from) : Files.newInputStream(Path.of(from));
        }
        URLConnection connection = url(from).openConnection();
        connection.setConnectTimeout((int) patience.toMillis());
        connection.setReadTimeout((int) patience.toMillis());
        if (connection instanceof HttpURLConnection http && http.getResponseCode() != HttpURLConnection.HTTP_OK) {
            int status = http.getResponseCode();
            http.disconnect();
            throw missing(from, "answered " + status);
        }
        return connection.getInputStream();
    }

    /** A file in pieces, as {@code split -d -a 3} makes them: it may have to travel where a whole one may not. */
    private static InputStream parts(String from) throws IOException {
        List<InputStream> parts = new ArrayList<>();
        for (Path part = part(from, 0); Files.exists(part); part = part(from, parts.size())) {
            parts.add(Files.newInputStream(part));
        }
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    private static Path part(String from, int number) {
        return Path.of(String.format("%s.%03d", from, number));
    }

    private URL url(String from) {
        try {
            return new URI(from).toURL();
        } catch (URISyntaxException | MalformedURLException | IllegalArgumentException e) {
            throw new Failure(
                    Failure.USAGE, place + " is neither a folder nor the URL of a repository: " + e.getMessage(), e);
        }
    }

    private static void copy(InputStream in, OutputStream out, String from, long bytes) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long left = bytes;
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            left -= n;
            if (left < 0) {
                throw other(from, "is longer than the " + bytes + " bytes");
            }
            out.write(chunk, 0, n);
        }
        if (left > 0) {
            throw other(from, "ended after " + (bytes - left) + " of the " + bytes + " bytes");
        }
    }

    private static Failure other(String from, String how) {
        return new Failure(Failure.REFUSED, from + " " + how + " of the file that was tested; nothing was installed");
    }
}
