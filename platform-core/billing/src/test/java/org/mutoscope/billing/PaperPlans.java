package org.mutoscope.billing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plan;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.storage.Transaction;

/** Plans as their contract says, in memory: each cause opens one lot of 500 credits. */
final class PaperPlans implements Plans {
    private static final Plan STANDARD = new Plan("standard", "Standard", 30, 500, 2, 10, 10, null, false, true, "");
    private static final Plan FREE = new Plan(Plan.FREE, "Free", 30, 0, 1, 3, 1, null, true, false, "");

    final List<String> told = new ArrayList<>();
    final Map<String, Standing> standings = new ConcurrentHashMap<>();
    private final Ledger ledger;

    PaperPlans(Ledger ledger) {
        this.ledger = ledger;
    }

    Optional<Instant> until(String account) {
        return Optional.ofNullable(standings.get(account)).map(Standing::until);
    }

    @Override
    public List<Plan> list() {
        return List.of(FREE, STANDARD);
    }

    @Override
    public Optional<Plan> find(String planId) {
        return list().stream().filter(plan -> plan.id().equals(planId)).findFirst();
    }

    @Override
    public Plan queueOf(Plan plan, boolean paid) {
        return plan;
    }

    @Override
    public Standing planOf(Transaction tx, String accountId) {
        return standings.getOrDefault(accountId, new Standing(accountId, FREE, Instant.EPOCH, null, false, null, null));
    }

    @Override
    public Standing assign(Transaction tx, String accountId, String planId, Instant until, String cause) {
        told.add("assign " + cause);
        ledger.grant(tx, new Ledger.GrantRequest(accountId, Source.PLAN, cause, 500, first(cause, until)));
        Standing standing = new Standing(accountId, STANDARD, tx.now(), until, false, cause, null);
        standings.put(accountId, standing);
        return standing;
    }

    private final Map<String, Instant> ends = new ConcurrentHashMap<>();

    private Instant first(String cause, Instant until) {
        return ends.computeIfAbsent(cause, key -> until);
    }

    @Override
    public Standing extend(Transaction tx, String accountId, Instant until) {
        told.add("extend " + until);
        return standings.computeIfPresent(
                accountId,
                (id, was) -> was.until().isAfter(until)
                        ? was
                        : new Standing(id, was.plan(), was.since(), until, false, was.cause(), null));
    }

    @Override
    public Standing end(Transaction tx, String accountId, String cause) {
        told.add("end " + cause);
        standings.remove(accountId);
        return planOf(tx, accountId);
    }

    @Override
    public Standing takeBack(Transaction tx, String accountId, String cause) {
        told.add("take back " + cause);
        if (cause.equals(planOf(tx, accountId).cause())) {
            standings.remove(accountId);
        }
        return planOf(tx, accountId);
    }
}
