package org.mutoscope.credits;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plan;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/** Which account is on which plan, and the lots that come with it. Safe for use by several threads. */
@Component(service = Plans.class, configurationPid = LedgerService.PID)
public final class PlanService implements Plans {
    private static final int WHOLE = 100_000;
    private static final String NOT_VERIFIED =
            "The account is not verified for the plan %s, so it stays on free; the credits that were paid for are there.";

    private final PlanBook book;
    private final Ledger ledger;
    private final Wallets wallets = new Wallets();
    private final PlanLots lots;
    private volatile int freeDaily;

    @Activate
    public PlanService(@Reference PlanBook book, @Reference Ledger ledger, CreditsConfig config) {
        this.book = book;
        this.ledger = ledger;
        this.lots = new PlanLots(ledger);
        modified(config);
    }

    @Modified
    void modified(CreditsConfig config) {
        freeDaily = config.free_generations_per_day();
    }

    @Override
    public List<Plan> list() {
        Stream<Plan> others = book.all().stream().filter(plan -> !plan.id().equals(Plan.FREE));
        return Stream.concat(Stream.of(free()), others).toList();
    }

    @Override
    public Optional<Plan> find(String planId) {
        return Plan.FREE.equals(planId) ? Optional.of(free()) : book.find(planId);
    }

    /** The free plan's day is worth what the ledger's own configuration says. */
    private Plan free() {
        Plan plan = book.free();
        return new Plan(
                plan.id(),
                plan.title(),
                freeDaily,
                0,
                plan.running(),
                plan.unfinished(),
                plan.weight(),
                plan.largest(),
                plan.watermark(),
                plan.commercial(),
                "");
    }

    @Override
    public Plan queueOf(Plan plan, boolean paid) {
        return paid && plan.id().equals(Plan.FREE) ? book.paidQueue() : plan;
    }

    @Override
    public Standing planOf(Transaction tx, String accountId) {
        return standing(tx, accountId, PlanTable.find(tx, accountId), null);
    }

    @Override
    public Standing assign(Transaction tx, String accountId, String planId, Instant until, String cause) {
        Keys.require(cause, 100, "cause");
        Plan plan = find(planId).orElseThrow(() -> notFound(planId));
        if (until != null && !until.isAfter(tx.now())) {
            throw new Problem(Code.INVALID_REQUEST, "A period cannot end before it begins.", "until", null);
        }
        wallets.lock(tx, accountId, Env.PRODUCTION); // one change of an account's plan at a time, even of its first
        if (plan.id().equals(Plan.FREE)) {
            return end(tx, accountId, cause);
        }
        boolean eligible = EligibilityTable.verified(tx, accountId, plan.verification());
        Optional<PlanTable.Entry> before = PlanTable.lock(tx, accountId);
        return until == null
                ? renewing(tx, new Asked(accountId, plan, cause, eligible), before)
                : paid(tx, new Asked(accountId, plan, cause, eligible), until, before);
    }

    private record Asked(String accountId, Plan plan, String cause, boolean eligible) {}

    private Standing renewing(Transaction tx, Asked asked, Optional<PlanTable.Entry> before) {
        if (!asked.eligible) {
            throw new Problem(
                    Code.NOT_ELIGIBLE,
                    "The plan " + asked.plan.id() + " asks for a verification of the kind " + asked.plan.verification()
                            + ", which this account has not, or not any more. Claim it first, or let an operator decide.",
                    "plan",
                    null);
        }
        boolean same = before.filter(entry -> entry.renews() && entry.plan().equals(asked.plan.id()))
                .isPresent();
        if (!same && PlanTable.open(tx, asked.accountId, asked.cause, asked.plan.id())) {
            Instant now = tx.now();
            Instant end = PlanTable.monthsAfter(now, 1);
            PlanTable.put(
                    tx, new PlanTable.Entry(asked.accountId, asked.plan.id(), now, now, 0, end, true, asked.cause));
            openLot(tx, asked, asked.cause, end);
        }
        return planOf(tx, asked.accountId);
    }

    private Standing paid(Transaction tx, Asked asked, Instant until, Optional<PlanTable.Entry> before) {
        boolean first = PlanTable.open(tx, asked.accountId, asked.cause, asked.plan.id());
        if (first) {
            openLot(tx, asked, asked.cause, until);
        }
        Optional<PlanTable.Entry> current = before.filter(entry -> entry.holds(tx.now()));
        boolean told =
                current.filter(entry -> entry.cause().equals(asked.cause)).isPresent();
        if (asked.eligible && (first || told)) {
            boolean later = current.map(entry -> entry.renews() || until.isAfter(entry.until()))
                    .orElse(true);
            if (later) {
                Instant since = current.filter(entry -> entry.plan().equals(asked.plan.id()))
                        .map(PlanTable.Entry::since)
                        .orElse(tx.now());
                PlanTable.put(
                        tx,
                        new PlanTable.Entry(
                                asked.accountId, asked.plan.id(), since, tx.now(), 0, until, false, asked.cause));
            }
        }
        String note = asked.eligible ? null : NOT_VERIFIED.formatted(asked.plan.id());
        return standing(tx, asked.accountId, PlanTable.find(tx, asked.accountId), note);
    }

    private void openLot(Transaction tx, Asked asked, String cause, Instant end) {
        if (asked.plan.monthlyCredits() > 0) {
            String key = "plan:" + asked.plan.id() + ":"
                    + Words.hash(asked.accountId, cause).substring(0, 40);
            Ledger.GrantRequest request =
                    new Ledger.GrantRequest(asked.accountId, Source.PLAN, key, asked.plan.monthlyCredits(), end);
            PlanTable.opened(
                    tx, asked.accountId, cause, ledger.grant(tx, request).id());
        }
    }

    @Override
    public Standing extend(Transaction tx, String accountId, Instant until) {
        PlanTable.lock(tx, accountId)
                .filter(entry -> !entry.renews() && until.isAfter(entry.until()))
                .ifPresent(entry -> PlanTable.put(tx, entry.until(until)));
        return planOf(tx, accountId);
    }

    @Override
    public Standing end(Transaction tx, String accountId, String cause) {
        PlanTable.remove(tx, accountId);
        return planOf(tx, accountId);
    }

    @Override
    public void open(Transaction tx, String accountId, Period period) {
        opened(tx, accountId, period);
    }

    private Asked opened(Transaction tx, String accountId, Period period) {
        Keys.require(period.cause(), 100, "cause");
        Plan plan = find(period.planId()).orElseThrow(() -> notFound(period.planId()));
        wallets.lock(tx, accountId, Env.PRODUCTION);
        boolean eligible = EligibilityTable.verified(tx, accountId, plan.verification());
        Asked asked = new Asked(accountId, plan, period.cause(), eligible);
        if (PlanTable.open(tx, accountId, period.cause(), plan.id())) {
            openLot(tx, asked, period.cause(), period.until());
        }
        return asked;
    }

    @Override
    public Standing replace(Transaction tx, String accountId, Period period) {
        Asked asked = opened(tx, accountId, period);
        PlanTable.lock(tx, accountId);
        if (asked.eligible) {
            PlanTable.put(
                    tx,
                    new PlanTable.Entry(
                            accountId, asked.plan.id(), tx.now(), tx.now(), 0, period.until(), false, period.cause()));
        } else {
            PlanTable.remove(tx, accountId); // what it replaces is over, and this one is not for them
        }
        String note = asked.eligible ? null : NOT_VERIFIED.formatted(asked.plan.id());
        return standing(tx, accountId, PlanTable.find(tx, accountId), note);
    }

    @Override
    public Standing takeBack(Transaction tx, String accountId, String cause, int per100000) {
        lots.takeBack(tx, new PlanLots.Name(accountId, cause), per100000);
        if (per100000 == WHOLE) {
            PlanTable.lock(tx, accountId)
                    .filter(entry -> entry.cause().equals(cause))
                    .ifPresent(entry -> PlanTable.remove(tx, accountId));
        }
        return planOf(tx, accountId);
    }

    @Override
    public void freeze(Transaction tx, String accountId, String cause, boolean frozen) {
        lots.freeze(tx, new PlanLots.Name(accountId, cause), frozen);
    }

    @Override
    public Optional<Ledger.Use> use(Transaction tx, String accountId, String cause) {
        return lots.use(tx, new PlanLots.Name(accountId, cause));
    }

    /**
     * Renews a plan whose month is over, or ends it if it may not go on. Months in which the platform did not run open no lots.
     *
     * @return whether there was something to do
     */
    boolean renew(Transaction tx, String accountId) {
        wallets.lock(tx, accountId, Env.PRODUCTION);
        Optional<PlanTable.Entry> due = PlanTable.lock(tx, accountId)
                .filter(entry -> entry.renews() && !entry.until().isAfter(tx.now()));
        if (due.isEmpty()) {
            return false;
        }
        Optional<Plan> plan = find(due.get().plan());
        if (plan.isEmpty()
                || !EligibilityTable.verified(tx, accountId, plan.get().verification())) {
            PlanTable.remove(tx, accountId);
            return true;
        }
        PlanTable.Entry next = due.get().at(tx.now());
        PlanTable.put(tx, next);
        String cause = next.cause() + "|" + next.periods();
        if (PlanTable.open(tx, accountId, cause, next.plan())) {
            openLot(tx, new Asked(accountId, plan.get(), cause, true), cause, next.until());
        }
        return true;
    }

    private Standing standing(Transaction tx, String accountId, Optional<PlanTable.Entry> row, String note) {
        Optional<PlanTable.Entry> entry = row.filter(found -> found.holds(tx.now()));
        Optional<Plan> plan = entry.flatMap(found -> find(found.plan()));
        if (plan.isEmpty()) {
            String gone = entry.map(found -> "The plan " + found.plan() + " is not in the configuration any more.")
                    .orElse(note);
            return new Standing(accountId, free(), null, null, false, null, gone);
        }
        PlanTable.Entry on = entry.get();
        return new Standing(accountId, plan.get(), on.since(), on.until(), on.renews(), on.cause(), note);
    }

    private static Problem notFound(String planId) {
        return new Problem(
                Code.PLAN_NOT_FOUND,
                "There is no plan " + Words.shown(planId) + ". GET /api/v1/plans lists them.",
                "plan",
                null);
    }
}
