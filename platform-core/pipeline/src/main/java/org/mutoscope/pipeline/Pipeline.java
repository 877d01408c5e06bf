package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.jobs.Attempt;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.JobRunner;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.observe.Meters;
import org.mutoscope.core.observe.Traces;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.revenue.Shares;
import org.mutoscope.core.review.ReviewGate;
import org.mutoscope.core.rights.Licences;
import org.mutoscope.core.road.Cast;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.road.Films;
import org.mutoscope.core.road.PublicHistory;
import org.mutoscope.core.road.Screens;
import org.mutoscope.core.road.Shelf;
import org.mutoscope.core.road.Sights;
import org.mutoscope.core.road.Studio;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** All of this bundle, put together without a framework. */
public final class Pipeline {
    private final JobRunner runner;
    private final FrontDesk desk;
    private final ClipFiles clips;
    private final FileShelf shelf;
    private final CastDesk cast;
    private final FilmDesk films;
    private final Guards guards;
    private final HistoryDesk history;
    private final Looks looks;

    /**
     * Puts it together.
     *
     * @param data the data folder; {@code run/scratch} below it is emptied
     * @throws IOException if no scratch folder can be made
     */
    public Pipeline(Outside outside, Path data, Supplier<PipelineConfig> settings) throws IOException {
        Kinds kinds = Kinds.of(outside.services(), outside.calls());
        JobBoard board = outside.board();
        Admission.Counter counter =
                new Admission.Counter(outside.storage(), outside.ledger(), outside.prices(), settings);
        Path scratch = data.resolve("run").resolve("scratch");
        Licensing licensing = new Licensing(outside.licences());
        Entitlement entitlement = new Entitlement(outside.plans(), outside.storage());
        Depot depot = new Depot(kinds, scratch);
        Pictures pictures = new Pictures(kinds);
        looks = new Looks(pictures, depot);
        guards = new Guards(kinds, settings, new Guards.Office(outside.reviews(), licensing::there), looks);
        Admission.Allowance allowance = new Admission.Allowance(entitlement, licensing, guards);
        Policies policies = new Policies(kinds, settings, allowance);
        Outfit outfit = new Outfit(
                kinds,
                settings,
                scratch,
                new Outfit.Company(new Reviewed(outside.reviews(), policies), licensing, outside.spans()));
        Repeats repeats = new Repeats(outside.storage(), board);
        Artist artist = new Artist(kinds, depot, pictures, new Artist.Books(outside.storage(), board));
        Room room = new Room(scratch, kinds, settings);
        Uploads uploads = new Uploads(kinds);
        shelf = new FileShelf(outside.storage(), depot, room, settings);
        cast = new CastDesk(outside.storage(), shelf, uploads);
        clips = new ClipFiles(outside.storage(), kinds, settings);
        Sources sources = new Sources(outside.models(), board, uploads, cast, artist);
        Limits limits = new Limits(outside.models(), sources, entitlement, settings);
        Rendering rendering = new Rendering(kinds, settings);
        Storing storing = new Storing(kinds);
        Narration narration =
                new Narration(kinds, (trip, voice, cost) -> outside.storage().write(tx -> {
                    trip.attempt.paid(tx, Texts.cut("voice:" + voice, 40), "speech", cost);
                    return null;
                }));
        Soundtrack soundtrack = new Soundtrack(kinds);
        Dubbing dubbing =
                new Dubbing(outside.storage(), new Dubbing.Crew(narration, soundtrack, storing, clips.shots()));
        Shooting.Crew crew =
                new Shooting.Crew(rendering, new Shooting.Picturing(pictures, artist), dubbing, storing, clips.shots());
        Cutting.Sound sound = new Cutting.Sound(dubbing, soundtrack);
        Stages.OfFilms ofFilms = new Stages.OfFilms(
                new FilmLimits(limits, outside.models(), sources, cast, narration),
                new Shooting(outside.storage(), board, crew),
                new Cutting(outside.storage(), kinds, settings, sound, clips.shots()),
                clips.shots());
        Stages stages = new Stages(
                repeats,
                limits,
                room,
                guards,
                policies,
                new Tariff(counter, outside.models(), entitlement),
                new Inputs(outside.storage(), artist, pictures, new Cleaning(kinds, settings)),
                new Estimates(outside.models()),
                new Admission(counter, board, repeats, allowance),
                outfit,
                rendering,
                new Provenance(kinds, settings),
                new Stills(kinds),
                storing,
                new Settlement(counter, board, new Settlement.Income(outside.shares(), licensing), outside.meters()),
                ofFilms);
        Road road = new Road(stages, outside.spans());
        runner = new Counted(new Traveller(road), outside.meters());
        desk = new FrontDesk(road, stages, kinds, counter);
        history = new HistoryDesk(kinds, board);
        films = new FilmDesk(road, desk, ofFilms.limits(), outside.storage());
    }

    private record Traveller(Road road) implements JobRunner {
        @Override
        public Ended run(Attempt attempt, Leased<VideoBackend> backend) throws InterruptedException {
            return road.travel(attempt, backend);
        }

        @Override
        public NewJob asked(Transaction tx, NewJob job) {
            return Shooting.asked(tx, job);
        }
    }

    /**
     * What it needs from other bundles.
     *
     * @param meters answers null while nobody counts
     * @param traces answers null while nobody traces
     * @param licences answers null while there is no registry of rights
     * @param reviews answers null while there is no review desk
     * @param shares answers null while there is no revenue
     */
    public record Outside(
            UnitOfWork storage,
            Ledger ledger,
            Prices prices,
            JobBoard board,
            Models models,
            SwappableServices services,
            PartnerCalls calls,
            Plans plans,
            Supplier<Meters> meters,
            Supplier<Traces> traces,
            Supplier<Licences> licences,
            Supplier<ReviewGate> reviews,
            Supplier<Shares> shares) {
        private Spans spans() {
            return new Spans(traces);
        }
    }

    /** The front end. */
    public Studio studio() {
        return desk;
    }

    /** Films. */
    public Films films() {
        return films;
    }

    /** The guards, for texts that are no orders. */
    public Screens screens() {
        return guards;
    }

    /** Pictures that were sent for no clip. */
    public Sights sights() {
        return looks;
    }

    /** What the scheduler calls. */
    public JobRunner runner() {
        return runner;
    }

    /** Files that accounts keep. */
    public Shelf shelf() {
        return shelf;
    }

    /** Characters. */
    public Cast cast() {
        return cast;
    }

    /** The history of what was made. */
    public PublicHistory history() {
        return history;
    }

    /** The files of finished jobs. */
    public Clips clips() {
        return clips;
    }
}
