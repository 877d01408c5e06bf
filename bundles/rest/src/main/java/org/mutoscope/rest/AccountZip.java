package org.mutoscope.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.mutoscope.core.identity.Belongings;
import org.mutoscope.core.road.Clips;

/** Writes what belongs to an account as a zip: a JSON array for each sheet, the files beside them, and what is in it as the last entry. Never closed: closing would end one that broke off as if it were whole. */
final class AccountZip implements Belongings.Taker {
    private static final Map<String, String> ENDINGS = Map.of(
            "video/mp4",
            ".mp4",
            "video/webm",
            ".webm",
            "video/quicktime",
            ".mov",
            "image/png",
            ".png",
            "image/jpeg",
            ".jpg",
            "image/webp",
            ".webp",
            "audio/wav",
            ".wav",
            "application/json",
            ".json");

    private final ZipOutputStream out;
    private final Clips clips;
    private final Map<String, Object> counts = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();
    private String sheet;
    private long rows;
    private long files;

    AccountZip(OutputStream out, Clips clips) {
        this.out = new ZipOutputStream(out, StandardCharsets.UTF_8);
        this.clips = clips;
    }

    @Override
    public void sheet(String name) throws IOException {
        endSheet();
        sheet = name;
        rows = 0;
        out.setLevel(Deflater.BEST_SPEED);
        out.putNextEntry(new ZipEntry(name + ".json"));
        out.write('[');
    }

    @Override
    public void row(Map<String, Object> row) throws IOException {
        out.write((rows++ == 0 ? "\n" : ",\n").getBytes(StandardCharsets.US_ASCII));
        out.write(Json.bytes(row));
    }

    private void endSheet() throws IOException {
        if (sheet != null) {
            out.write("\n]\n".getBytes(StandardCharsets.US_ASCII));
            out.closeEntry();
            counts.put(sheet, rows);
            sheet = null;
        }
    }

    @Override
    public void file(String path, Clips.Clip file) throws IOException {
        endSheet();
        InputStream in;
        try {
            in = clips.open(file, 0);
        } catch (IOException e) {
            missing.add(path); // gone since it was listed, or its store is away: the rest is worth having
            return;
        }
        try (in) {
            out.setLevel(Deflater.NO_COMPRESSION);
            out.putNextEntry(new ZipEntry(path + ENDINGS.getOrDefault(file.mediaType(), "")));
            in.transferTo(out);
            out.closeEntry();
            files++;
        }
    }

    /** Writes what is in it; a zip without that entry broke off. */
    void finish(String account) throws IOException {
        endSheet();
        out.setLevel(Deflater.BEST_SPEED);
        out.putNextEntry(new ZipEntry("contents.json"));
        out.write(Json.bytes(Json.object("account_id", account)
                .and("at", Json.moment(Instant.now()))
                .and("rows", counts)
                .and("files", files)
                .and("missing_files", missing)));
        out.closeEntry();
        out.finish();
    }
}
