package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.creation.Creation;
import org.mutoscope.api.creation.FirstFrame;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * Has a first frame drawn where there are only words and the model begins with a picture. What was drawn is kept as if it had been sent, in the transaction that
 * books what it cost: whatever becomes of the attempt, the next one finds it. A drawing that the end of the process cut off is asked for again by the same name, so
 * that a service which honours idempotency keys is paid once.
 */
final class Artist {
    /** Entry of the obligations of a job whose first frame is drawn. */
    static final String ORDERED = "source.drawn";

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Kinds kinds;
    private final Depot depot;
    private final Pictures pictures;
    private final Books books;

    Artist(Kinds kinds, Depot depot, Pictures pictures, Books books) {
        this.kinds = kinds;
        this.depot = depot;
        this.pictures = pictures;
        this.books = books;
    }

    /** Where it is written down. */
    record Books(UnitOfWork storage, JobBoard board) {}

    Depot depot() {
        return depot;
    }

    /** Whether somebody is there who draws. */
    boolean present() {
        return !kinds.artists().newest().isEmpty();
    }

    static boolean ordered(NewJob job) {
        return job.obligations().containsKey(ORDERED);
    }

    /** Variants of the assets that hold a drawing, and the mark that it came with. */
    record Place(String picture, String mark) {
        static final Place OF_A_CLIP = new Place(Inputs.FRAME, Inputs.MARK);
    }

    /**
     * Draws, and keeps what was drawn.
     *
     * @param trip asks for a clip or a shot: its words are drawn
     * @return the first frame, a PNG of the size of the job
     */
    Path draw(Trip trip, Place place) throws Detour, InterruptedException {
        trip.progress(0, "draw");
        for (Offered<FirstFrame> offered : kinds.artists().newest()) {
            Optional<Leased<FirstFrame>> lease = offered.lease();
            if (lease.isPresent()) {
                try (Leased<FirstFrame> service = lease.get()) {
                    return draw(trip, service, place);
                }
            }
        }
        throw Detour.waiting("waiting for somebody who draws first frames");
    }

    private Path draw(Trip trip, Leased<FirstFrame> service, Place place) throws Detour, InterruptedException {
        long begun = System.nanoTime();
        Path drawn = trip.folder.resolve("drawn");
        Creation<String> creation = ask(trip, service, drawn);
        if (creation instanceof Creation.Made<String> made) {
            Path png = keep(trip, new Work(service.from().id(), drawn, made.cost(), begun, place));
            trip.goOn();
            return png;
        }
        book(trip, service.from().id(), creation.cost());
        trip.goOn();
        throw new Detour(ended(creation, service.from().id()), null);
    }

    private Creation<String> ask(Trip trip, Leased<FirstFrame> service, Path target)
            throws Detour, InterruptedException {
        NewJob job = trip.asked;
        Duration left = trip.attempt.remaining();
        Duration patience = left.compareTo(LONGEST) < 0 ? left : LONGEST;
        FirstFrame.Request request =
                new FirstFrame.Request(job.id(), job.prompt(), job.size(), target, atLeastASecond(patience));
        try {
            Creation<String> creation =
                    kinds.calls().call(service, "draw", patience.plus(GRACE), artist -> artist.draw(request));
            if (creation == null) {
                throw failed(service.from().id() + " gave no outcome", true, null);
            }
            return creation;
        } catch (PartnerFault e) {
            trip.goOn();
            if (service.gone()) {
                throw Detour.waiting("waiting for somebody who draws first frames");
            }
            throw failed(e.getMessage(), true, e);
        }
    }

    private static Duration atLeastASecond(Duration patience) {
        return patience.toSeconds() < 1 ? Duration.ofSeconds(1) : patience;
    }

    /** A picture that was drawn. @param begun {@link System#nanoTime()} */
    private record Work(String artist, Path file, Optional<UpstreamCost> cost, long begun, Place place) {}

    private Path keep(Trip trip, Work work) throws Detour, InterruptedException {
        List<Trip.Asset> assets = new ArrayList<>();
        Path png = trip.folder.resolve("first-frame.png");
        look(trip, work, png);
        try {
            assets.add(put(trip, work.place.picture, png, Pictures.TYPE));
            Optional<byte[]> mark = Manifests.of(work.file);
            if (mark.isPresent()) {
                Path file = Files.write(trip.folder.resolve(work.place.mark), mark.get());
                assets.add(put(trip, work.place.mark, file, Manifests.TYPE));
            }
        } catch (IOException | PartnerFault e) {
            book(trip, work.artist, work.cost);
            trip.goOn();
            throw Detour.failed(Code.STORING_FAILED, "a first frame could not be kept: " + e.getMessage(), e);
        }
        record(trip, work, assets);
        return png;
    }

    private void look(Trip trip, Work work, Path png) throws Detour, InterruptedException {
        try {
            pictures.drawn(work.file, trip.job().size(), png);
        } catch (IOException | PartnerFault | Problem e) {
            book(trip, work.artist, work.cost);
            trip.goOn();
            throw failed("what " + work.artist + " drew cannot be read", false, e); // it was paid for: not again
        }
    }

    private Trip.Asset put(Trip trip, String variant, Path file, String type)
            throws IOException, PartnerFault, InterruptedException {
        trip.goOn();
        return depot.put(new Depot.Parcel(Storing.key(trip.job().id(), variant, type), variant, file, type));
    }

    private void record(Trip trip, Work work, List<Trip.Asset> assets) {
        String id = trip.job().id();
        books.storage.write(tx -> {
            assets.forEach(asset -> Inputs.record(tx, id, asset));
            work.cost.ifPresent(cost -> trip.attempt.paid(tx, service(work.artist), "first-frame", cost));
            long millis = (System.nanoTime() - work.begun) / 1_000_000;
            books.board.note(tx, id, "first_frame", work.artist + " drew it in " + millis + " ms; it is kept");
            return null;
        });
    }

    private void book(Trip trip, String artist, Optional<UpstreamCost> cost) {
        cost.ifPresent(micros -> books.storage.write(tx -> {
            trip.attempt.paid(tx, service(artist), "first-frame", micros);
            return null;
        }));
    }

    /** Its name in the books, where a backend may have the same. */
    private static String service(String artist) {
        return Texts.cut("picture:" + artist, 40);
    }

    private static Ended ended(Creation<String> creation, String artist) {
        if (creation instanceof Creation.Refused<String> refused) {
            return new Ended.Refused(Outcomes.code(refused.code()), Texts.cut(refused.message(), 500));
        }
        Creation.Failed<String> failed = (Creation.Failed<String>) creation;
        String why = artist + ": " + failed.code() + ", " + failed.message();
        return new Ended.Failed(
                Code.FIRST_FRAME_FAILED.wire(), Texts.cut(why, 500), failed.retryable() && free(failed));
    }

    private static boolean free(Creation.Failed<String> failed) {
        return failed.cost().isEmpty() || failed.cost().get().micros() == 0;
    }

    private static Detour failed(String why, boolean retryable, Exception cause) {
        return new Detour(new Ended.Failed(Code.FIRST_FRAME_FAILED.wire(), Texts.cut(why, 500), retryable), cause);
    }
}
