package org.mutoscope.pipeline;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.observe.Trail;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Studio.Submitted;
import org.mutoscope.core.road.Studio.Verb;
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
    private final Entitlement entitlement;
    private final Licensing licensing;
    private final Guards guards;
    private final Supplier<PipelineConfig> settings;

    Admission(Counter counter, JobBoard board, Repeats repeats, Allowance allowance) {
        this.entitlement = allowance.entitlement;
        this.licensing = allowance.licensing;
        this.guards = allowance.guards;
        this.storage = counter.storage();
        this.ledger = counter.ledger();
        this.prices = counter.prices();
        this.settings = counter.settings();
        this.board = board;
        this.repeats = repeats;
    }

    /** What admission and settlement do business with. */
    record Counter(UnitOfWork storage, Ledger ledger, Prices prices, Supplier<PipelineConfig> settings) {}

    /** What an account may do: by its plan, with what others hold, and when a person has looked at it. */
    record Allowance(Entitlement entitlement, Licensing licensing, Guards guards) {}

    private record Entered(String jobId, boolean repeated) {}

    /** @param kept files of the request, in the store */
    Submitted enter(Order order, Terms terms, List<Trip.Asset> kept) {
        Entered entered = entered(order, terms, kept);
        return entered.repeated
                ? repeats.known(entered.jobId)
                : new Submitted(
                        board.find(entered.jobId)
                                .orElseThrow(() -> new IllegalStateException("gone at once: " + entered.jobId)),
                        false);
    }

    private Entered entered(Order order, Terms terms, List<Trip.Asset> kept) {
        Optional<String> trace = Trail.here(); // the work may be done by another thread
        try {
            return storage.write(tx -> {
                Entered entered = write(tx, order, terms, trace);
                if (!entered.repeated) {
                    kept.forEach(file -> Inputs.record(tx, entered.jobId, file));
                }
                return entered;
            });
        } catch (Problem expired) {
            throw expired.code() == Code.QUOTE_EXPIRED ? expired.with("quote", another(order, terms)) : expired;
        }
    }

    /** A quote at the price of now, so that one more request is enough. */
    private Map<String, Object> another(Order order, Terms terms) {
        Prices.Quote quote = storage.write(tx -> terms.priced()
                .withFees(prices.quote(tx, order.accountId(), terms.priced().table())));
        return Map.of(
                "quote_id", quote.id(),
                "credits", quote.price().credits(),
                "expires_at", quote.expiresAt().toString(),
                "version", quote.price().version());
    }

    private Entered write(Transaction tx, Order order, Terms terms, Optional<String> trace) {
        Optional<String> earlier = repeats.claim(tx, order);
        if (earlier.isPresent()) {
            return new Entered(earlier.get(), true);
        }
        Prices.Price price = price(tx, order, terms.priced());
        Ledger.Hold hold = hold(tx, order, terms, price);
        Map<String, String> record = new HashMap<>(terms.priced().licensed().record());
        record.putAll(entitlement.record(tx, order, hold.paid()));
        record.putAll(origin(order.source()));
        record.putAll(Reviewed.record(order, terms.screened()));
        trace.ifPresent(parent -> record.put(NewJob.TRACE, parent));
        if (order.draws()) {
            record.put(Artist.ORDERED, "yes");
        }
        if (order.routed().candidates().size() > 1) {
            record.put(Bill.PRICED, order.model());
        }
        if (order.film() != null) {
            record.putAll(order.film().record());
        }
        board.enqueue(tx, job(order, terms, record, hold.amount()), terms.placement());
        licensing.use(tx, order, terms.priced().licensed());
        guards.open(tx, order, terms.screened());
        if (order.film() != null) {
            order.film().takes().forEach(take -> ShotTable.insert(tx, order.jobId(), take));
        }
        if (order.routed().others() > 0) {
            board.note(
                    tx,
                    order.jobId(),
                    "routed",
                    order.askedModel() + " is " + order.routed().story());
        }
        String held = hold.amount() + " credits held, price list " + price.version()
                + (hold.amount() < price.credits() ? ", a price lock lowers it from " + price.credits() : "");
        board.note(
                tx,
                order.jobId(),
                "admitted",
                terms.screened().story() + "; " + terms.priced().licensed().story() + "; " + held);
        return new Entered(order.jobId(), false);
    }

    private static Map<String, String> origin(Source source) {
        if (source.verb() == Verb.CREATE) {
            return source.cast().isEmpty()
                    ? Map.of()
                    : Map.of(
                            NewJob.CHARACTERS,
                            source.cast().stream()
                                    .map(known -> known.member().id())
                                    .collect(Collectors.joining(",")));
        }
        return source.seconds() == 0
                ? Map.of(NewJob.VERB, source.verb().word())
                : Map.of(NewJob.VERB, source.verb().word(), NewJob.SOURCE_SECONDS, String.valueOf(source.seconds()));
    }

    private Ledger.Hold hold(Transaction tx, Order order, Terms terms, Prices.Price price) {
        long fees = terms.priced().licensed().total(); // never cut to the price: holders are booked all of it
        Ledger.HoldRequest request = new Ledger.HoldRequest(
                order.accountId(), order.jobId(), price.credits(), price.version(), price.standard(), fees);
        return ledger.hold(tx, request, Duration.ofMinutes(settings.get().hold_minutes()));
    }

    private Prices.Price price(Transaction tx, Order order, Priced now) {
        return order.quoteId() == null
                ? now.price()
                : now.withFees(prices.redeem(tx, order.accountId(), order.quoteId(), now.price()))
                        .price();
    }

    private static NewJob job(Order order, Terms terms, Map<String, String> obligations, long credits) {
        return new NewJob(
                order.jobId(),
                order.accountId(),
                order.askedModel(),
                order.model(),
                order.task(),
                Reviewed.words(order, terms.screened()),
                order.seconds(),
                order.size(),
                terms.estimate().renderedSize(),
                order.noise(),
                order.parameters(),
                Stream.concat(Stream.ofNullable(order.way().remark()), terms.estimate().remarks().stream())
                        .limit(20)
                        .map(r -> Texts.cut(r, 500))
                        .toList(),
                obligations,
                order.source().parent(),
                credits);
    }
}
