package org.mutoscope.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.plans.EligibilityState;
import org.mutoscope.core.ledger.Eligibilities;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plan;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.ledger.Quota;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;

/** Two plans, a quota of 12 and an eligibility desk that is never sure. */
final class StubTariff implements Plans, Quota, Eligibilities {
    static final Plan FREE = new Plan("free", "Free", 30, 0, 4, 0, 1, new FrameSize(1080, 1920), true, false, "");
    static final Plan SCHOOL = new Plan("education", "School", 50, 300, 4, 0, 4, null, true, false, "education");

    final List<String> done = new ArrayList<>();

    @Override
    public List<Plan> list() {
        return List.of(FREE, SCHOOL);
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
        return new Standing(accountId, FREE, null, null, false, null, null);
    }

    @Override
    public Standing assign(Transaction tx, String accountId, String planId, Instant until, String cause) {
        Plan plan = find(planId).orElseThrow(() -> new Problem(Code.PLAN_NOT_FOUND, "There is no such plan."));
        done.add(accountId + " " + planId + " " + until + " " + cause);
        return new Standing(accountId, plan, Instant.EPOCH, until, until == null, cause, null);
    }

    @Override
    public Standing extend(Transaction tx, String accountId, Instant until) {
        return planOf(tx, accountId);
    }

    @Override
    public Standing end(Transaction tx, String accountId, String cause) {
        return planOf(tx, accountId);
    }

    @Override
    public Standing takeBack(Transaction tx, String accountId, String cause, int per100000) {
        return planOf(tx, accountId);
    }

    @Override
    public void open(Transaction tx, String accountId, Period period) {
        done.add(accountId + " opens " + period);
    }

    @Override
    public Standing replace(Transaction tx, String accountId, Period period) {
        return planOf(tx, accountId);
    }

    @Override
    public void freeze(Transaction tx, String accountId, String cause, boolean frozen) {
        done.add(accountId + " frozen " + frozen);
    }

    @Override
    public Optional<Ledger.Use> use(Transaction tx, String accountId, String cause) {
        return Optional.empty();
    }

    @Override
    public State now(Transaction tx) {
        return new State(12, 120, 3, 30, 100, 120_000, Instant.EPOCH, "because", new Numbers(12, 5, 6, 7, 8));
    }

    @Override
    public List<Change> history(Transaction tx, long before, int limit) {
        return List.of(new Change(1, Instant.EPOCH, 12, 100, "because", new Numbers(12, 5, 6, 7, 8)));
    }

    @Override
    public void seenOn(Transaction tx, String accountId, String device) {
        done.add(accountId + " on " + device);
    }

    @Override
    public boolean watchesDevices() {
        return true;
    }

    @Override
    public void link(Transaction tx, String name, List<String> accountIds) {
        done.add(name + accountIds);
    }

    @Override
    public void seen(Transaction tx, String accountId, String network) {
        done.add(network);
    }

    @Override
    public boolean watchesNetworks() {
        return true;
    }

    @Override
    public void zone(Transaction tx, String accountId, String zone) {
        done.add(zone);
    }

    @Override
    public List<String> providers() {
        return List.of("roster");
    }

    @Override
    public List<Eligibility> of(Transaction tx, String accountId) {
        return List.of(known(accountId, "education", EligibilityState.PENDING));
    }

    @Override
    public Eligibility claim(String accountId, String kind, String provider, String proof) {
        return known(accountId, kind, EligibilityState.UNKNOWN);
    }

    @Override
    public Eligibility decide(Transaction tx, Decision decision) {
        return known(decision.accountId(), decision.kind(), decision.state());
    }

    private static Eligibility known(String account, String kind, EligibilityState state) {
        return new Eligibility(account, kind, "roster", state, null, "wait", Instant.EPOCH);
    }
}
