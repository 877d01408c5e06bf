package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.JobRunner;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.observe.Meters;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.road.Cast;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.road.Shelf;
import org.mutoscope.core.road.Studio;
import org.mutoscope.core.storage.UnitOfWork;

/** All of this bundle, put together without a framework. */
public final class Pipeline {
    private final Road road;
    private final FrontDesk desk;
    private final ClipFiles clips;
    private final FileShelf shelf;
    private final CastDesk cast;

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
        Outfit outfit = new Outfit(kinds, settings, scratch);
        Entitlement entitlement = new Entitlement(outside.plans(), outside.storage());
        Repeats repeats = new Repeats(outside.storage(), board);
        Depot depot = new Depot(kinds, scratch);
        Pictures pictures = new Pictures(kinds);
        Artist artist = new Artist(kinds, depot, pictures, new Artist.Books(outside.storage(), board));
        Room room = new Room(scratch, kinds, settings);
        Uploads uploads = new Uploads(kinds);
        shelf = new FileShelf(outside.storage(), depot, room, settings);
        cast = new CastDesk(outside.storage(), shelf, uploads);
        Stages stages = new Stages(
                repeats,
                new Limits(
                        outside.models(),
                        new Sources(outside.models(), board, uploads, cast, artist),
                        entitlement,
                        settings),
                room,
                new Guards(kinds, settings),
                new Policies(kinds, settings),
                new Tariff(counter, outside.models(), entitlement),
                new Inputs(outside.storage(), artist, pictures, new Cleaning(kinds, settings)),
                new Estimates(outside.models()),
                new Admission(counter, board, repeats, entitlement),
                outfit,
                new Rendering(kinds, settings),
                new Provenance(kinds),
                new Stills(kinds),
                new Storing(kinds),
                new Settlement(counter, board, new Earnings(kinds, counter, board), outside.meters()));
        road = new Road(stages);
        desk = new FrontDesk(road, stages, kinds, counter);
        clips = new ClipFiles(outside.storage(), kinds, settings);
    }

    /** What it needs from other bundles. @param meters answers null while nobody counts */
    public record Outside(
            UnitOfWork storage,
            Ledger ledger,
            Prices prices,
            JobBoard board,
            Models models,
            SwappableServices services,
            PartnerCalls calls,
            Plans plans,
            Supplier<Meters> meters) {
        /** A house in which nobody counts. */
        public Outside(
                UnitOfWork storage,
                Ledger ledger,
                Prices prices,
                JobBoard board,
                Models models,
                SwappableServices services,
                PartnerCalls calls,
                Plans plans) {
            this(storage, ledger, prices, board, models, services, calls, plans, () -> null);
        }

        /** A house without plans. */
        public Outside(
                UnitOfWork storage,
                Ledger ledger,
                Prices prices,
                JobBoard board,
                Models models,
                SwappableServices services,
                PartnerCalls calls) {
            this(storage, ledger, prices, board, models, services, calls, null);
        }
    }

    /** The front end. */
    public Studio studio() {
        return desk;
    }

    /** What the scheduler calls. */
    public JobRunner runner() {
        return road::travel;
    }

    /** Files that accounts keep. */
    public Shelf shelf() {
        return shelf;
    }

    /** Characters. */
    public Cast cast() {
        return cast;
    }

    /** The files of finished jobs. */
    public Clips clips() {
        return clips;
    }
}
