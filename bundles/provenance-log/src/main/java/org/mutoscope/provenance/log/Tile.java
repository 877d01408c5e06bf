package org.mutoscope.provenance.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a tile is, by C2SP tlog-tiles: {@code tile/<level>/<index>[.p/<width>]}, and {@code tile/entries/...} for the entries themselves.
 *
 * @param level of the hashes, 0 for those of entries; {@link #ENTRIES} for entries
 * @param index number of the tile on its level
 * @param width how many hashes or entries it has, 1 to {@link #FULL}
 */
record Tile(int level, long index, int width) {
    /** Hashes of a tile that is complete. */
    static final int FULL = 256;

    /** Levels of the tree within a tile. */
    static final int HEIGHT = 8;

    /** Level that stands for entries. */
    static final int ENTRIES = -1;

    private static final int GROUP = 1000;
    private static final Pattern PATH = Pattern.compile(
            "tile/(entries|0|[1-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    /** The tile of a level that holds the last hash or entry of a log. @param size of the log, at least one hash on this level */
    static Tile last(int level, long size) {
        long count = size >>> (HEIGHT * Math.max(level, 0));
        return of(level, (count - 1) / FULL, size);
    }

    /** A tile as wide as it is in a log of a size. */
    static Tile of(int level, long index, long size) {
        long count = size >>> (HEIGHT * Math.max(level, 0));
        return new Tile(level, index, (int) Math.min(FULL, count - index * FULL));
    }

    /** Of a request; whether there is such a tile is another question. */
    static Optional<Tile> parse(String path) {
        Matcher found = PATH.matcher(path);
        if (!found.matches()) {
            return Optional.empty();
        }
        String digits = found.group(2).replaceAll("[x/]", "");
        boolean padded = digits.length() > 3 && digits.startsWith("000");
        int width = found.group(3) == null ? FULL : Integer.parseInt(found.group(3));
        boolean odd = padded || digits.length() > 18 || width > FULL || (found.group(3) != null && width == FULL);
        int level = found.group(1).equals("entries") ? ENTRIES : Integer.parseInt(found.group(1));
        return odd ? Optional.empty() : Optional.of(new Tile(level, Long.parseLong(digits), width));
    }

    /** Below the log's prefix, without a slash in front. */
    String path() {
        String groups = String.format("%03d", index % GROUP);
        for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
            groups = String.format("x%03d/", rest % GROUP) + groups;
        }
        String where = level == ENTRIES ? "entries" : String.valueOf(level);
        return "tile/" + where + "/" + groups + (width == FULL ? "" : ".p/" + width);
    }
}
