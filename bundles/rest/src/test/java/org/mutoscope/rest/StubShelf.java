package org.mutoscope.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.road.Shelf;

/** Files in memory; their bytes lie with the clips. */
final class StubShelf implements Shelf {
    private final StubClips clips;
    private final Map<String, Kept> files = Collections.synchronizedMap(new LinkedHashMap<>());
    final List<NewFile> seen = new ArrayList<>();

    StubShelf(StubClips clips) {
        this.clips = clips;
    }

    @Override
    public Kept keep(NewFile file) {
        if (file.purpose() == null) {
            throw new Problem(Code.INVALID_FILE, "Say the purpose.", "purpose", null);
        }
        seen.add(file);
        String id = "file-" + (files.size() + 1);
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file.file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        clips.put(id, "file", bytes);
        Kept kept = new Kept(
                id,
                file.accountId(),
                file.purpose(),
                file.name(),
                Instant.ofEpochSecond(1_800_000_000),
                Instant.ofEpochSecond(1_800_086_400),
                new Clips.Clip(
                        id,
                        "file",
                        "fs",
                        id + "/file",
                        "image/png",
                        bytes.length,
                        HexFormat.of().formatHex(Sha256.digest().digest(bytes))));
        files.put(id, kept);
        return kept;
    }

    @Override
    public Optional<Kept> find(String accountId, String id) {
        return Optional.ofNullable(files.get(id))
                .filter(kept -> kept.accountId().equals(accountId));
    }

    @Override
    public List<Kept> list(String accountId, String purpose, After after, int limit) {
        List<Kept> found = new ArrayList<>(files.values());
        found.removeIf(kept -> !kept.accountId().equals(accountId)
                || (purpose != null && !kept.purpose().equals(purpose)));
        if (after.newestFirst()) {
            Collections.reverse(found);
        }
        while (after.id() != null && !found.isEmpty() && !found.remove(0).id().equals(after.id())) {
            continue;
        }
        return found.subList(0, Math.min(limit, found.size()));
    }

    @Override
    public boolean delete(String accountId, String id) {
        return find(accountId, id).isPresent() && files.remove(id) != null;
    }
}
