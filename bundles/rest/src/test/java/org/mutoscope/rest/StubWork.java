package org.mutoscope.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** Runs work at once; the only rows it knows are those of {@code asset}. */
final class StubWork implements UnitOfWork {
    final List<Clips.Clip> assets = new ArrayList<>();

    @Override
    public <T> T write(Work<T> work) {
        return work.in(new Tx());
    }

    @Override
    public <T> T read(Work<T> work) {
        return work.in(new Tx());
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    private final class Tx implements Transaction {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public int update(String sql, Object... values) {
            throw new UnsupportedOperationException(sql);
        }

        @Override
        public long insert(String key, String sql, Object... values) {
            throw new UnsupportedOperationException(sql);
        }

        @Override
        public <R> List<R> query(String sql, Reader<R> reader, Object... values) {
            return assets.stream().map(clip -> reader.read(new AssetRow(clip))).toList();
        }

        @Override
        public void afterCommit(Runnable action) {
            action.run();
        }
    }

    private record AssetRow(Clips.Clip clip) implements Row {
        @Override
        public String text(String column) {
            return switch (column) {
                case "job_id" -> clip.jobId();
                case "variant" -> clip.variant();
                case "store" -> clip.store();
                case "asset_key" -> clip.key();
                case "media_type" -> clip.mediaType();
                case "sha256" -> clip.sha256();
                default -> throw new IllegalArgumentException(column);
            };
        }

        @Override
        public long number(String column) {
            return clip.bytes();
        }

        @Override
        public Long numberOrNull(String column) {
            return clip.bytes();
        }

        @Override
        public boolean flag(String column) {
            throw new IllegalArgumentException(column);
        }

        @Override
        public Instant moment(String column) {
            throw new IllegalArgumentException(column);
        }

        @Override
        public java.util.UUID uuid(String column) {
            throw new IllegalArgumentException(column);
        }
    }
}
