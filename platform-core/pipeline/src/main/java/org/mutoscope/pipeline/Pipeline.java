package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.JobRunner;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.road.Purchases;
import org.mutoscope.core.road.Studio;
import org.mutoscope.core.storage.UnitOfWork;

/** All of this bundle, put together without a framework. */
public final class Pipeline {
    private final Road road;
    private final FrontDesk desk;
    private final ClipFiles clips;
    private final PurchaseDesk purchases;

    /**
     * Puts it together.
     *
     * @param data the data folder; {@code run/scratch} below it is emptied
     * @throws IOException if no scratch folder can be made
     */
    public Pipeline(Money money, Jobs jobs, Others others, Path data, Supplier<PipelineConfig> settings)
            throws IOException {
        Kinds kinds = Kinds.of(others.services(), others.calls());
        Admission.Counter counter = new Admission.Counter(money.storage(), money.ledger(), money.prices(), settings);
        Path scratch = data.resolve("run").resolve("scratch");
        Outfit outfit = new Outfit(kinds, settings, scratch);
        Repeats repeats = new Repeats(money.storage(), jobs.board());
        Stages stages = new Stages(
                repeats,
                new Limits(jobs.models(), settings),
                new Room(scratch, kinds, settings),
                new Guards(kinds, settings),
                new Policies(kinds, settings),
                new Tariff(money.prices(), money.storage()),
                new Estimates(jobs.models()),
                new Admission(counter, jobs.board(), repeats),
                outfit,
                new Rendering(kinds, settings),
                new Provenance(kinds),
                new Stills(kinds),
                new Storing(kinds),
                new Settlement(counter, jobs.board(), new Earnings(kinds, counter, jobs.board())));
        road = new Road(stages);
        desk = new FrontDesk(road, stages, kinds, counter);
        clips = new ClipFiles(money.storage(), kinds, settings);
        purchases = new PurchaseDesk(kinds, counter);
    }

    /** Where state and credits are. */
    public record Money(UnitOfWork storage, Ledger ledger, Prices prices) {}

    /** Where jobs go and which models there are. */
    public record Jobs(JobBoard board, Models models) {}

    /** The swappable services and how they are called. */
    public record Others(SwappableServices services, PartnerCalls calls) {}

    /** The front end. */
    public Studio studio() {
        return desk;
    }

    /** What the scheduler calls. */
    public JobRunner runner() {
        return road::travel;
    }

    /** The files of finished jobs. */
    public Clips clips() {
        return clips;
    }

    /** Money's way in. */
    public Purchases purchases() {
        return purchases;
    }
}
