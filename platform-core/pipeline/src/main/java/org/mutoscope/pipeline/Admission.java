package org.mutoscope.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.road.Studio.Submitted;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * The one transaction of admission: the client's key, the hold, the job with its first notes, the outbox. A crash leaves nothing, or all
 * of it; what was told to the client is on the disk.
 */
final class Admission {
    private final UnitOfWork storage;
    private final Ledger ledger;
    private final Prices prices;
    private final JobBoard board;
    private final Repeats repeats;
    private final Supplier<PipelineConfig> settings;

    Admission(Counter counter, JobBoard board, Repeats repeats) {
        this.storage = counter.storage();
        this.ledger = counter.ledger();
        this.prices = counter.prices();
        this.settings = counter.settings();
        this.board = board;
        this.repeats = repeats;
    }

    /** What admission and settlement do business with. */
    record Counter(UnitOfWork storage, Ledger ledger, Prices prices, Supplier<PipelineConfig> settings) {}

    private record Entered(String jobId, boolean repeated) {}

    Submitted enter(Order order, Terms terms) {
        Entered entered = storage.write(tx -> write(tx, order, terms));
        return entered.repeated
                ? repeats.known(entered.jobId)
                : new Submitted(
                        board.find(entered.jobId)
                                .orElseThrow(() -> new IllegalStateException("gone at once: " + entered.jobId)),
                        false);
    }

    private Entered write(Transaction tx, Order order, Terms terms) {
        Optional<String> earlier = repeats.claim(tx, order);
        if (earlier.isPresent()) {
            return new Entered(earlier.get(), true);
        }
        Prices.Price price = price(tx, order, terms.priced().price());
        Ledger.HoldRequest hold =
                new Ledger.HoldRequest(order.accountId(), order.jobId(), price.credits(), price.version());
        ledger.hold(tx, hold, Duration.ofMinutes(settings.get().hold_minutes()));
        board.enqueue(tx, job(order, terms, price.credits()));
        String held = price.credits() + " credits held, price list " + price.version();
        board.note(
                tx,
                order.jobId(),
                "admitted",
                terms.screened().story() + "; " + terms.priced().licensed().story() + "; " + held);
        return new Entered(order.jobId(), false);
    }

    private Prices.Price price(Transaction tx, Order order, Prices.Price now) {
        return order.quoteId() == null
                ? now
                : prices.redeem(tx, order.accountId(), order.quoteId(), now).price();
    }

    private static NewJob job(Order order, Terms terms, long credits) {
        Map<String, String> obligations = terms.priced().licensed().record();
        return new NewJob(
                order.jobId(),
                order.accountId(),
                order.askedModel(),
                order.model(),
                order.task(),
                order.prompt(),
                order.seconds(),
                order.size(),
                terms.estimate().renderedSize(),
                order.noise(),
                order.parameters(),
                terms.estimate().remarks().stream()
                        .limit(20)
                        .map(r -> Texts.cut(r, 500))
                        .toList(),
                obligations,
                null,
                credits);
    }
}
