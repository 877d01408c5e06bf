package org.mutoscope.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.mutoscope.api.assets.AssetStore;
import org.mutoscope.api.assets.StoredAsset;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what people send into the asset store, and takes it out again. Safe for use by several threads. */
final class Depot {
    private static final Logger LOG = LoggerFactory.getLogger(Depot.class);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Kinds kinds;
    private final Path scratch;

    Depot(Kinds kinds, Path scratch) {
        this.kinds = kinds;
        this.scratch = scratch;
    }

    /** An empty folder to work in; to be emptied and deleted by who asked for it. */
    Path folder(String jobId) throws IOException {
        return Files.createTempDirectory(scratch, jobId + "-");
    }

    /** What is put away. @param variant what it is to its owner */
    record Parcel(String key, String variant, Path file, String mediaType) {}

    Trip.Asset put(Parcel parcel) throws IOException, PartnerFault, InterruptedException {
        Offered<AssetStore> offered = kinds.stores().all().stream()
                .findFirst()
                .orElseThrow(() -> new IOException("no asset store is installed"));
        try (Leased<AssetStore> store =
                offered.lease().orElseThrow(() -> new IOException("the asset store went away"))) {
            StoredAsset stored = kinds.calls().call(store, "put", DEADLINE, s -> {
                s.delete(parcel.key()); // what an attempt left that did not live to say so
                return s.put(parcel.key(), parcel.file());
            });
            return new Trip.Asset(
                    parcel.variant(), offered.id(), stored.key(), parcel.mediaType(), stored.bytes(), stored.sha256());
        }
    }

    /** Copies a file out of its store. */
    void fetch(String storeName, String key, Path target) throws IOException, PartnerFault, InterruptedException {
        try (Leased<AssetStore> store = store(storeName)) {
            kinds.calls().run(store, "open", s -> {
                try (InputStream in = s.open(key, 0)) {
                    return Files.copy(in, target);
                }
            });
        }
    }

    /** Deletes what nobody has come to own. What cannot be deleted is left and logged. */
    void drop(Trip.Asset asset) {
        try (Leased<AssetStore> store = store(asset.store())) {
            kinds.calls().call(store, "delete", DEADLINE, s -> {
                s.delete(asset.key());
                return null;
            });
        } catch (IOException | PartnerFault e) {
            LOG.warn("a file of a request that was refused stays in the store: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Leased<AssetStore> store(String name) throws IOException {
        return kinds.stores()
                .named(name)
                .flatMap(Offered::lease)
                .orElseThrow(() -> new IOException("the asset store " + name + " is not installed"));
    }
}
