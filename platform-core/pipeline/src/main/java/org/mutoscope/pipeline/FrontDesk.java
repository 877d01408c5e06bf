package org.mutoscope.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Studio;
import org.mutoscope.core.storage.UnitOfWork;

/** Takes requests, tells prices, and says what keeps the house from taking any. */
final class FrontDesk implements Studio {
    private final Road road;
    private final Stages stages;
    private final Kinds kinds;
    private final Models models;
    private final UnitOfWork storage;
    private final Supplier<PipelineConfig> settings;

    FrontDesk(Road road, Stages stages, Kinds kinds, Admission.Counter counter) {
        this.road = road;
        this.stages = stages;
        this.kinds = kinds;
        this.models = stages.estimates().models();
        this.storage = counter.storage();
        this.settings = counter.settings();
    }

    @Override
    public Submitted submit(Submission submission) {
        return road.admit(submission);
    }

    @Override
    public Prices.Quote quote(Submission submission) {
        return quote(passed -> stages.limits().check(submission, passed));
    }

    /** @param check makes an order for the best candidate that was not passed over */
    Prices.Quote quote(Function<Routing.Passed, Order> check) {
        Routing.Passed passed = new Routing.Passed(true);
        while (true) {
            Order order = passed.next(() -> check.apply(passed));
            try {
                return quote(order);
            } catch (Problem e) {
                passed.over(order, e);
            }
        }
    }

    /** Of several candidates the one that would get the order now, since they may differ in price. */
    private Prices.Quote quote(Order order) {
        Screened screened = stages.guards().screen(order);
        Priced priced = stages.tariff().price(order, stages.policies().decide(order, screened));
        if (order.routed().others() > 0) {
            stages.estimates().ask(order, priced, screened);
        }
        return stages.tariff().quote(order, priced);
    }

    @Override
    public List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        storage.obstacle().ifPresent(obstacles::add);
        if (models.backends().stream().noneMatch(backend -> backend.state().equals("READY"))) {
            obstacles.add("No backend is ready. Install one, or see its state in the list of backends.");
        }
        if (Encoding.encoder(kinds, settings.get().profile()).isEmpty()) {
            obstacles.add("No media encoder knows the profile " + settings.get().profile() + ".");
        }
        if (kinds.readers().all().isEmpty()) {
            obstacles.add("No media reader is installed.");
        }
        if (kinds.stores().all().isEmpty()) {
            obstacles.add("No asset store is installed.");
        }
        shortage().ifPresent(obstacles::add);
        return obstacles;
    }

    @Override
    public Optional<String> shortage() {
        return stages.room().obstacle();
    }
}
