package org.mutoscope.plugins;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** The operator's indexes. Of those that come over the net the last good one is kept, so that one can look while the net is away. */
final class Indexes {
    private static final int LONGEST = 64 << 20;
    private static final String CHECK = "; check `indexes` in conf/org.mutoscope.plugins.catalogue.cfg.";

    private final List<String> places;
    private final Path kept;
    private final Fetcher fetcher;

    Indexes(List<String> places, Path kept, Fetcher fetcher) {
        this.places =
                places.stream().map(String::strip).filter(p -> !p.isEmpty()).toList();
        this.kept = kept;
        this.fetcher = fetcher;
    }

    /** Reads all of them. @throws Problem if there is none, or none can be read */
    IndexReader.Index read() {
        if (places.isEmpty()) {
            throw new Problem(
                    Code.CATALOGUE_UNREADABLE,
                    "No catalogue is configured; name indexes in conf/org.mutoscope.plugins.catalogue.cfg.");
        }
        List<IndexItem> items = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        int unread = 0;
        for (String place : places) {
            try {
                IndexReader.Index one = one(place, remarks);
                items.addAll(one.items());
                remarks.addAll(one.remarks());
            } catch (Refusal e) {
                remarks.add(place + ": " + e.getMessage());
                unread++;
            }
        }
        if (unread == places.size()) {
            throw new Problem(Code.CATALOGUE_UNREADABLE, String.join(" ", remarks));
        }
        return new IndexReader.Index(items, remarks);
    }

    private synchronized IndexReader.Index one(String place, List<String> remarks) throws Refusal {
        URI from = address(place);
        try {
            if (from.getScheme().equals("file")) {
                if (!Files.isRegularFile(Path.of(from))) {
                    throw new Refusal("There is no such file" + CHECK);
                }
                return parse(Path.of(from), from);
            }
            Files.createDirectories(kept);
            Path copy = kept.resolve(UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)) + ".xml");
            return fetched(from, copy, remarks);
        } catch (IOException e) {
            throw new Refusal("It cannot be read (" + e.getMessage() + ")" + CHECK, e);
        }
    }

    private IndexReader.Index fetched(URI from, Path copy, List<String> remarks) throws Refusal, IOException {
        Path part = copy.resolveSibling(copy.getFileName() + ".part");
        try {
            fetcher.fetch(from, part, LONGEST);
        } catch (IOException e) {
            if (Files.notExists(copy)) {
                throw new Refusal("It cannot be fetched (" + words(e) + ")" + CHECK, e);
            }
            remarks.add(from + " cannot be fetched (" + words(e) + "); this is what it said on "
                    + Files.getLastModifiedTime(copy).toInstant() + ".");
            return parse(copy, from);
        }
        try {
            IndexReader.Index index = parse(part, from);
            Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return index;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String words(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(); // no route has no message
    }

    /** An absolute address; a path is one of a file. */
    private static URI address(String place) throws Refusal {
        try {
            if (place.matches("(?i)(https?|file):.*")) {
                URI address = URI.create(place);
                if (address.getScheme().equalsIgnoreCase("file")) {
                    return Path.of(address).toUri();
                }
                if (address.getHost() != null) {
                    return address;
                }
            } else if (!place.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
                return Path.of(place).toAbsolutePath().normalize().toUri();
            }
        } catch (IllegalArgumentException e) { // InvalidPathException is one
            throw new Refusal("It is no address and no path" + CHECK, e);
        }
        throw new Refusal("It is no path and no file:, http: or https: address" + CHECK);
    }

    private static IndexReader.Index parse(Path file, URI from) throws Refusal, IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            raw.mark(2);
            boolean zipped = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            try (InputStream in = new Bounded(zipped ? new GZIPInputStream(raw) : raw)) {
                return IndexReader.read(in, from);
            }
        } catch (ZipException | java.io.EOFException e) {
            throw new Refusal("It is not whole (" + e.getMessage() + "); fetch or write it again.", e);
        }
    }

    /** A small file may unpack to a huge one. */
    private static final class Bounded extends FilterInputStream {
        private long left = LONGEST;

        Bounded(InputStream in) {
            super(in);
        }

        private int count(int got) throws IOException {
            left -= Math.max(got, 0);
            if (left < 0) {
                throw new IOException("it unpacks to more than " + LONGEST + " bytes");
            }
            return got;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return count(super.read(bytes, from, length));
        }
    }
}
