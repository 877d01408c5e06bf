package org.mutoscope.revenue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.api.revenue.PayoutProvider.Limits;
import org.mutoscope.core.revenue.Payouts.Due;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what is payable, says who is paid and who is not and why, and plans payouts: each holder and currency in a transaction of its own. */
final class PayoutRun {
    private static final Logger LOG = LoggerFactory.getLogger(PayoutRun.class);

    private final UnitOfWork storage;
    private final Payers payers;
    private final PayoutMaker maker;
    private final Supplier<PayoutRules> rules;

    PayoutRun(UnitOfWork storage, Payers payers, PayoutMaker maker, Supplier<PayoutRules> rules) {
        this.storage = storage;
        this.payers = payers;
        this.maker = maker;
        this.rules = rules;
    }

    /** What there would be to do now. */
    List<Due> look() {
        Map<String, Optional<Limits>> limits = new HashMap<>();
        List<Due> all = new ArrayList<>();
        for (PayoutMaker.Payable payable : storage.read(PayoutMaker::payable)) {
            Optional<DestinationTable.Place> place = storage.read(tx -> DestinationTable.of(tx, payable.holder()));
            Optional<Limits> bounds = place.flatMap(at -> limits.computeIfAbsent(
                    at.provider() + " " + payable.currency(), key -> limits(at.provider(), payable.currency())));
            all.add(storage.read(tx -> due(tx, payable, place, bounds)));
        }
        return all;
    }

    private Optional<Limits> limits(String provider, String currency) {
        if (!payers.has(provider)) {
            return Optional.empty();
        }
        try {
            return payers.ask(provider, "capabilities", one -> one.capabilities(currency));
        } catch (Payers.Silent e) {
            LOG.warn("{} does not say what it pays in {}: {}", provider, currency, e.getMessage());
            return Optional.empty();
        }
    }

    private Due due(
            Transaction tx,
            PayoutMaker.Payable payable,
            Optional<DestinationTable.Place> place,
            Optional<Limits> limits) {
        PayoutMaker.Sum sum = PayoutMaker.Sum.of(
                rules.get(), payable, limits.map(Limits::most).orElse(Long.MAX_VALUE));
        long least = Math.max(
                rules.get().threshold(payable.currency()),
                limits.map(Limits::least).orElse(1L));
        String obstacle = place.isEmpty()
                ? "no_destination"
                : obstacle(tx, payable, place.get()).orElse(limits.isEmpty() ? "currency_not_paid" : null);
        if (obstacle == null && (sum.gross() < least || sum.minor() < 1)) {
            obstacle = "below_threshold";
        }
        return new Due(
                payable.holder(),
                payable.currency(),
                payable.micros(),
                sum.minor(),
                sum.withheld(),
                place.map(DestinationTable.Place::provider).orElse(null),
                obstacle);
    }

    private Optional<String> obstacle(Transaction tx, PayoutMaker.Payable payable, DestinationTable.Place place) {
        Instant now = tx.now();
        if (yes(tx, "select 1 from account where id = ? and frozen = true", payable.holder())) {
            return Optional.of("holder_frozen");
        } else if (place.blocked() != null) {
            return Optional.of("destination_blocked");
        } else if (place.usableAt().isAfter(now)) {
            return Optional.of("destination_new");
        } else if (yes(tx, "select 1 from payout where open_for = ?", payable.holder() + " " + payable.currency())) {
            return Optional.of("in_doubt");
        }
        return payers.has(place.provider()) ? Optional.empty() : Optional.of("provider_absent");
    }

    private static boolean yes(Transaction tx, String sql, String value) {
        return !tx.query(sql, row -> true, value).isEmpty();
    }

    /** Plans what {@link #look} says, as far as it still holds. @return what was not planned */
    List<Due> plan(String run) {
        List<Due> left = new ArrayList<>();
        for (Due due : look()) {
            if (due.obstacle() != null || !planned(run, due)) {
                left.add(due);
            }
        }
        return left;
    }

    private boolean planned(String run, Due due) {
        try {
            return storage.write(tx -> make(tx, run, due));
        } catch (DuplicateKey | IllegalStateException e) {
            LOG.info("nothing is paid to {} in {} by this run: {}", due.holder(), due.currency(), e.getMessage());
            return false;
        } catch (RuntimeException e) {
            // One holder whose payout cannot be made keeps none of the others from being paid.
            LOG.warn("no payout to {} in {} could be made by this run", due.holder(), due.currency(), e);
            return false;
        }
    }

    private boolean make(Transaction tx, String run, Due due) {
        Optional<DestinationTable.Place> place = DestinationTable.of(tx, due.holder());
        PayoutMaker.Payable payable = new PayoutMaker.Payable(due.holder(), due.currency(), due.micros());
        if (place.isEmpty() || obstacle(tx, payable, place.get()).isPresent()) {
            return false;
        }
        PayoutTable.Fresh fresh = new PayoutTable.Fresh(
                PayoutTable.newId(),
                run,
                due.holder(),
                due.currency(),
                due.provider(),
                place.get().destination());
        if (!place.get().provider().equals(due.provider())) {
            return false;
        }
        maker.make(tx, fresh, payable, new PayoutMaker.Sum(due.minor(), due.withheld()));
        return true;
    }
}
