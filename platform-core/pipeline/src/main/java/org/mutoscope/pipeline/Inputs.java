package org.mutoscope.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.mutoscope.api.assets.AssetStore;
import org.mutoscope.api.assets.StoredAsset;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Studio.Submitted;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that clips are made from. A first frame is decoded while its sender waits and kept as a PNG in the asset store, as one of the job's assets, so that it
 * survives a restart and goes with the job. The clip that is made longer stays what it is, an asset of another job.
 */
final class Inputs {
    /** Variant of the asset that holds a first frame. */
    static final String VARIANT = "input";

    private static final Logger LOG = LoggerFactory.getLogger(Inputs.class);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Kinds kinds;
    private final UnitOfWork storage;
    private final Path scratch;
    private final Pictures pictures;

    Inputs(Kinds kinds, UnitOfWork storage, Path scratch) {
        this.kinds = kinds;
        this.storage = storage;
        this.scratch = scratch;
        this.pictures = new Pictures(kinds);
    }

    /** A file in the store that belongs to no job yet; closed without {@link #belongsTo}, it is deleted. */
    final class Kept implements AutoCloseable {
        private final Optional<Trip.Asset> asset;
        private boolean taken;

        private Kept(Optional<Trip.Asset> asset) {
            this.asset = asset;
        }

        Optional<Trip.Asset> asset() {
            return asset;
        }

        void belongsTo(Submitted submitted) {
            taken = !submitted.repeated(); // the job of an earlier request has its own
        }

        @Override
        public void close() {
            if (!taken) {
                asset.ifPresent(Inputs.this::drop);
            }
        }
    }

    /** Looks into the first frame, if there is one, and keeps it. @throws Problem {@code invalid_picture}, {@code picture_size_mismatch} */
    Kept keep(Order order) {
        Path picture = order.source().picture();
        if (picture == null) {
            return new Kept(Optional.empty());
        }
        Path folder = null;
        try {
            folder = Files.createTempDirectory(scratch, order.jobId() + "-");
            Path png = folder.resolve("first-frame.png");
            pictures.firstFrame(picture, order.size(), png);
            return new Kept(Optional.of(put(order.jobId(), png)));
        } catch (IOException | PartnerFault e) {
            LOG.warn("a first frame could not be kept: {}", e.toString());
            throw new Problem(Code.STORING_FAILED, "The picture could not be kept. Nothing was charged; try again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(Code.STARTING, "The platform is stopping. Nothing was charged; send it again.");
        } finally {
            if (folder != null) {
                Trip.empty(folder);
            }
        }
    }

    private Trip.Asset put(String jobId, Path png) throws IOException, PartnerFault, InterruptedException {
        Offered<AssetStore> offered = kinds.stores().all().stream()
                .findFirst()
                .orElseThrow(() -> new IOException("no asset store is installed"));
        try (Leased<AssetStore> store =
                offered.lease().orElseThrow(() -> new IOException("the asset store went away"))) {
            StoredAsset stored = kinds.calls()
                    .call(store, "put", DEADLINE, s -> s.put(Storing.key(jobId, VARIANT, Pictures.TYPE), png));
            return new Trip.Asset(VARIANT, offered.id(), stored.key(), Pictures.TYPE, stored.bytes(), stored.sha256());
        }
    }

    private void drop(Trip.Asset asset) {
        try (Leased<AssetStore> store = store(asset.store())) {
            kinds.calls().call(store, "delete", DEADLINE, s -> {
                s.delete(asset.key());
                return null;
            });
        } catch (IOException | PartnerFault e) {
            LOG.warn("a first frame of a request that was refused stays in the store: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes down whose it is; in the transaction that makes the job. */
    static void record(Transaction tx, String jobId, Trip.Asset asset) {
        tx.update(
                "insert into asset (job_id, variant, store, asset_key, media_type, bytes, sha256, created_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
                jobId,
                asset.variant(),
                asset.store(),
                asset.key(),
                asset.mediaType(),
                asset.bytes(),
                asset.sha256(),
                tx.now());
    }

    /** Puts what the job is made from into the folder of the attempt. */
    void fetch(Trip trip) throws Detour, InterruptedException {
        String parent = trip.job().parent();
        Path frame = copy(trip, trip.job().id(), VARIANT, "first-frame.png");
        Path clip = parent == null ? null : copy(trip, parent, "video", "source");
        switch (trip.job().task()) {
            case org.mutoscope.api.backend.ModelOffer.IMAGE_TO_VIDEO -> require(frame, "the first frame");
            case org.mutoscope.api.backend.ModelOffer.EXTEND -> require(clip, "the clip that it goes on from");
            default -> {
                return;
            }
        }
        trip.given = new Request.Given(frame, clip);
    }

    private static void require(Path file, String what) throws Detour {
        if (file == null) {
            throw new Detour(
                    new Ended.Refused(Code.SOURCE_GONE.wire(), "It cannot be made: " + what + " was deleted."), null);
        }
    }

    private record Where(String store, String key) {}

    /** @return null if there is none */
    private Path copy(Trip trip, String jobId, String variant, String name) throws Detour, InterruptedException {
        Optional<Where> where = storage.read(tx -> tx.first(
                "select store, asset_key from asset where job_id = ? and variant = ?",
                row -> new Where(row.text("store"), row.text("asset_key")),
                jobId,
                variant));
        if (where.isEmpty()) {
            return null;
        }
        Path target = trip.folder.resolve(name);
        try (Leased<AssetStore> store = store(where.get().store())) {
            kinds.calls().run(store, "open", s -> {
                try (InputStream in = s.open(where.get().key(), 0)) {
                    return Files.copy(in, target);
                }
            });
            return target;
        } catch (IOException | PartnerFault e) {
            trip.goOn();
            throw Detour.waiting("waiting for the asset store: " + where.get().store());
        }
    }

    private Leased<AssetStore> store(String name) throws IOException {
        return kinds.stores()
                .named(name)
                .flatMap(Offered::lease)
                .orElseThrow(() -> new IOException("the asset store " + name + " is not installed"));
    }
}
