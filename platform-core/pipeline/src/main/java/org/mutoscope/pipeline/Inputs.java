package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.road.Studio.Submitted;
import org.mutoscope.core.road.Studio.Verb;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that clips are made from. A first frame is decoded while its sender waits and kept as a PNG in the asset store; a clip that was sent is kept as it is. Both
 * are assets of the job, so that they survive a restart and go with it. A clip that was made here stays what it is, an asset of another job.
 */
final class Inputs {
    /** Variant of the asset that holds a first frame. */
    static final String FRAME = "input";
    /** Variant of the asset that holds a clip that was sent. */
    static final String CLIP = "source";

    /** Variant of the asset that holds the C2PA manifest store of what was sent. */
    static final String MARK = "c2pa_ingredient";

    private static final Logger LOG = LoggerFactory.getLogger(Inputs.class);

    private final UnitOfWork storage;
    private final Pictures pictures;
    private final Cleaning cleaning;
    private final Depot depot;
    private final Artist artist;

    Inputs(UnitOfWork storage, Artist artist, Pictures pictures, Cleaning cleaning) {
        this.storage = storage;
        this.artist = artist;
        this.depot = artist.depot();
        this.pictures = pictures;
        this.cleaning = cleaning;
    }

    /** Files in the store that belong to no job yet; closed without {@link #belongsTo}, they are deleted. */
    final class Kept implements AutoCloseable {
        private final List<Trip.Asset> assets = new ArrayList<>();
        private boolean taken;

        List<Trip.Asset> assets() {
            return assets;
        }

        void belongsTo(Submitted submitted) {
            taken = !submitted.repeated(); // the job of an earlier request has its own
        }

        @Override
        public void close() {
            if (!taken) {
                assets.forEach(depot::drop);
            }
        }
    }

    /** Looks into what was sent, and keeps it. @throws Problem {@code invalid_picture}, {@code picture_size_mismatch} */
    Kept keep(Order order) {
        Kept kept = new Kept();
        boolean whole = false;
        Path folder = null;
        try {
            if (bringsSomething(order)) {
                folder = depot.folder(order.jobId());
                keep(order, original(order, folder), folder, kept);
            }
            for (Take take : characters(order)) {
                folder = folder == null ? depot.folder(order.jobId()) : folder;
                keep(order, take, folder, kept);
            }
            whole = true;
            return kept;
        } catch (IOException | PartnerFault e) {
            LOG.warn("what a clip is to be made from could not be kept: {}", e.toString());
            throw new Problem(Code.STORING_FAILED, "The file could not be kept. Nothing was charged; try again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(Code.STARTING, "The platform is stopping. Nothing was charged; send it again.");
        } finally {
            if (!whole) {
                kept.close();
            }
            if (folder != null) {
                Trip.empty(folder);
            }
        }
    }

    /** Shots of a film that begin with what a character looks like. */
    private static List<Take> characters(Order order) {
        return order.film() == null
                ? List.of()
                : order.film().takes().stream()
                        .filter(take -> take.begins() == Take.Begins.CHARACTER)
                        .toList();
    }

    private void keep(Order order, Take take, Path folder, Kept kept)
            throws IOException, PartnerFault, InterruptedException {
        Path original = character(take.cast(), folder, take.number());
        Path png = folder.resolve("first-frame-" + take.number() + ".png");
        pictures.still(original, order.size(), false, png);
        kept.assets.add(put(order.jobId(), Shot.input(take.number()), png, Pictures.TYPE));
    }

    private static boolean bringsSomething(Order order) {
        if (order.film() != null) {
            return false; // its shots may
        }
        Source source = order.source();
        return source.footage() == null
                ? order.task().equals(ModelOffer.IMAGE_TO_VIDEO) && !order.draws()
                : source.footage().file() != null;
    }

    /** What was sent, or lies here and is used like it. */
    private Path original(Order order, Path folder) throws IOException, PartnerFault, InterruptedException {
        Source source = order.source();
        if (source.picture() != null) {
            return source.picture();
        }
        if (source.footage() != null) {
            return source.footage().file();
        }
        return character(source.cast(), folder, 0);
    }

    private Path character(List<CastDesk.Known> cast, Path folder, int number)
            throws IOException, PartnerFault, InterruptedException {
        Clips.Clip clip = cast.get(0).clip().stored();
        Path here = folder.resolve("character-" + number);
        depot.fetch(clip.store(), clip.key(), here);
        return here;
    }

    private void keep(Order order, Path original, Path folder, Kept kept)
            throws IOException, PartnerFault, InterruptedException {
        Source source = order.source();
        String id = order.jobId();
        if (source.footage() != null) {
            kept.assets.add(put(id, CLIP, original, source.footage().kind().mediaType()));
        } else {
            Path png = folder.resolve("first-frame.png");
            if (source.picture() == null) {
                pictures.still(original, order.size(), false, png);
            } else {
                pictures.firstFrame(original, order.size(), png);
            }
            kept.assets.add(put(id, FRAME, png, Pictures.TYPE));
        }
        Optional<byte[]> store = Manifests.of(original);
        if (store.isPresent()) {
            kept.assets.add(put(id, MARK, Files.write(folder.resolve(MARK), store.get()), Manifests.TYPE));
        }
    }

    private Trip.Asset put(String jobId, String variant, Path file, String type)
            throws IOException, PartnerFault, InterruptedException {
        return depot.put(new Depot.Parcel(Storing.key(jobId, variant, type), variant, file, type));
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
        NewJob job = trip.job();
        boolean create = job.verb().equals(Verb.CREATE.word());
        boolean longer = job.verb().equals(Verb.EXTEND.word());
        switch (job.task()) {
            case ModelOffer.TEXT_TO_VIDEO -> {
                return;
            }
            case ModelOffer.IMAGE_TO_VIDEO -> trip.given =
                    new Request.Given(create ? picture(trip) : still(trip, longer), null);
            default -> trip.given = new Request.Given(null, job.parent() == null ? cleaned(trip) : clip(trip));
        }
        trip.before = longer ? clip(trip) : null;
    }

    private Path picture(Trip trip) throws Detour, InterruptedException {
        Path there = copy(trip, trip.job().id(), FRAME, "first-frame.png");
        return there == null && Artist.ordered(trip.job())
                ? artist.draw(trip, Artist.Place.OF_A_CLIP) // once: the next attempt finds it
                : require(there, "the first frame");
    }

    /** The clip to work on, once per attempt. */
    private Path clip(Trip trip) throws Detour, InterruptedException {
        Path here = trip.folder.resolve(CLIP);
        if (Files.exists(here)) {
            return here;
        }
        String parent = trip.job().parent();
        return require(
                parent == null ? copy(trip, trip.job().id(), CLIP, CLIP) : copy(trip, parent, "video", CLIP),
                "the clip that it is made from");
    }

    private Path cleaned(Trip trip) throws Detour, InterruptedException {
        Path sent = clip(trip);
        try {
            return cleaning.clean(trip, sent);
        } catch (IOException | PartnerFault e) {
            trip.goOn();
            throw refused(Code.INVALID_VIDEO, "the clip that it is made from cannot be decoded");
        }
    }

    /** A frame of the clip, as the first frame of what comes. */
    private Path still(Trip trip, boolean last) throws Detour, InterruptedException {
        Path clip = clip(trip);
        Path png = trip.folder.resolve("first-frame.png");
        FrameSize size = trip.job().size();
        try {
            pictures.still(clip, size, last, png);
            return png;
        } catch (IOException | PartnerFault e) {
            trip.goOn();
            throw refused(Code.INVALID_VIDEO, "the clip that it is made from cannot be decoded");
        }
    }

    private static Path require(Path file, String what) throws Detour {
        if (file == null) {
            throw refused(Code.SOURCE_GONE, what + " was deleted");
        }
        return file;
    }

    private static Detour refused(Code code, String why) {
        return new Detour(new Ended.Refused(code.wire(), "It cannot be made: " + why + "."), null);
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
        try {
            depot.fetch(where.get().store(), where.get().key(), target);
            return target;
        } catch (IOException | PartnerFault e) {
            trip.goOn();
            throw Detour.waiting("waiting for the asset store: " + where.get().store());
        }
    }
}
