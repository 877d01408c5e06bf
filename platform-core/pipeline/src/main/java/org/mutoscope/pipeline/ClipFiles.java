package org.mutoscope.pipeline;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.api.assets.AssetStore;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.storage.UnitOfWork;

/** The files of finished jobs. Each is read from the store that took it, whichever takes new ones now. */
final class ClipFiles implements Clips {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final UnitOfWork storage;
    private final Kinds kinds;
    private final Retention retention;

    ClipFiles(UnitOfWork storage, Kinds kinds, Supplier<PipelineConfig> settings) {
        this.storage = storage;
        this.kinds = kinds;
        this.retention = new Retention(storage, this, settings);
    }

    @Override
    public Optional<Clip> find(String jobId, String variant) {
        return storage.read(tx -> tx.first(
                "select a.job_id, a.variant, a.store, a.asset_key, a.media_type, a.bytes, a.sha256 from asset a join job j on j.id = a.job_id"
                        + " where a.job_id = ? and a.variant = ? and j.deleted_at is null and j.files_gone = false"
                        + " and not exists (select 1 from rights_removal r where r.job_id = j.id)",
                row -> new Clip(
                        row.text("job_id"),
                        row.text("variant"),
                        row.text("store"),
                        row.text("asset_key"),
                        row.text("media_type"),
                        row.number("bytes"),
                        row.text("sha256")),
                jobId,
                variant));
    }

    @Override
    public InputStream open(Clip clip, long offset) throws IOException {
        Leased<AssetStore> store = store(clip.store());
        try {
            return new Held(kinds.calls().call(store, "open", DEADLINE, s -> s.open(clip.key(), offset)), store);
        } catch (PartnerFault e) {
            store.close();
            throw new IOException("the store " + clip.store() + " cannot give the file now", e);
        } catch (InterruptedException e) {
            store.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The files of shots, which are nobody's clips. */
    ShotFiles shots() {
        return retention.shots();
    }

    @Override
    public int sweep(int limit) {
        return retention.sweep(limit);
    }

    void delete(String storeName, String key) throws IOException {
        try (Leased<AssetStore> store = store(storeName)) {
            kinds.calls().call(store, "delete", DEADLINE, s -> {
                s.delete(key);
                return null;
            });
        } catch (PartnerFault e) {
            throw new IOException("the store " + storeName + " could not delete a file", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Deletes what may have been left under these keys, in every store. */
    void deleteLeft(List<String> keys) throws IOException {
        for (Offered<AssetStore> store : kinds.stores().all()) {
            for (String key : keys) {
                delete(store.id(), key);
            }
        }
    }

    private Leased<AssetStore> store(String name) throws IOException {
        return kinds.stores()
                .named(name)
                .flatMap(offered -> offered.lease())
                .orElseThrow(() -> new IOException("the asset store " + name + " is not installed"));
    }

    /** A file being read: its store is in use until it is closed. */
    private static final class Held extends FilterInputStream {
        private final Leased<AssetStore> store;

        Held(InputStream file, Leased<AssetStore> store) {
            super(file);
            this.store = store;
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                store.close();
            }
        }
    }
}
