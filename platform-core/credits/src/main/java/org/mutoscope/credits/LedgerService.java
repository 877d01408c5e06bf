package org.mutoscope.credits;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.storage.Transaction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The ledger: one class per command, this one only names them. Keeps nothing between commands but the rule of the free lot and the
 * row ids of the platform's accounts. Safe for use by any number of threads.
 */
@Component(service = Ledger.class, configurationPid = LedgerService.PID)
@Designate(ocd = CreditsConfig.class)
public final class LedgerService implements Ledger {
    static final String PID = "org.mutoscope.credits";

    private static final String HISTORY =
            "select p.account_version, t.booked_at, t.kind, t.cause, p.amount, p.balance_after from posting p"
                    + " join ledger_tx t on t.id = p.tx_id where p.account_id = ? and p.account_version < ?"
                    + " order by p.account_version desc limit ?";

    private final Tables tables;
    private final Reserving reserving;
    private final Settling settling;
    private final Granting granting;
    private final Applying applying;
    private final Expiring expiring;
    private final BoughtLots bought;
    private final Spending spending;

    private final PlanBook plans;
    private final QuotaBook quota;

    @Activate
    public LedgerService(CreditsConfig config, @Reference PlanBook plans, @Reference QuotaBook quota) {
        this(rule(config), plans, quota);
        modified(config);
    }

    /** A ledger in which all accounts are alike: no plans, no quota. */
    public LedgerService(CreditsConfig config) {
        this(rule(config));
    }

    LedgerService(FreeAllowance rule) {
        this(rule, null, null);
    }

    private LedgerService(FreeAllowance rule, PlanBook plans, QuotaBook quota) {
        this.plans = plans;
        this.quota = quota;
        tables = new Tables(rule, Daily.ALIKE);
        reserving = new Reserving(tables);
        settling = new Settling(tables, reserving);
        granting = new Granting(tables);
        applying = new Applying(tables, granting);
        expiring = new Expiring(tables);
        bought = new BoughtLots(tables);
        spending = new Spending(tables, settling);
    }

    @Modified
    void modified(CreditsConfig config) {
        allow(rule(config));
        if (plans != null) {
            tables.daily(new Daily.Ruled(plans, quota, config.clip_credits()));
        }
    }

    void allow(FreeAllowance rule) {
        tables.allow(rule);
    }

    private static FreeAllowance rule(CreditsConfig config) {
        long credits = Math.multiplyExact((long) config.free_generations_per_day(), config.clip_credits());
        return new FreeAllowance(credits, Duration.ofHours(config.free_lot_hours()));
    }

    @Override
    public Balance balance(Transaction tx, String accountId) {
        return tables.wallets
                .peek(tx, accountId, Env.PRODUCTION)
                .map(wallet -> reserving.purse(tx, wallet).balance())
                .orElseGet(() ->
                        new Balance(accountId, tables.daily().credits(tx, accountId, tables.allowance()), 0, 0, null));
    }

    @Override
    public Hold hold(Transaction tx, HoldRequest request, Duration releaseAfter) {
        return reserving.hold(tx, request, releaseAfter);
    }

    @Override
    public Captured capture(Transaction tx, String jobId, long credits) {
        return settling.capture(tx, jobId, credits);
    }

    @Override
    public List<Spent> spent(Transaction tx, String jobId) {
        return spending.of(tx, jobId);
    }

    @Override
    public Optional<LotUse> lotUse(Transaction tx, long lotId) {
        return spending.use(tx, lotId);
    }

    @Override
    public Captured spend(Transaction tx, SpendRequest request) {
        return spending.spend(tx, request);
    }

    @Override
    public List<PaidUse> paidUses(Transaction tx, Instant from, Instant to) {
        return PaidUses.between(tx, from, to);
    }

    @Override
    public void release(Transaction tx, String jobId, String reason) {
        settling.release(tx, jobId, reason);
    }

    @Override
    public Optional<Hold> find(Transaction tx, String jobId) {
        return tables.holds.withLots(tx, jobId).map(HoldRow::view);
    }

    @Override
    public List<String> overdue(Transaction tx, int limit) {
        return tables.holds.overdue(tx, limit);
    }

    @Override
    public void extend(Transaction tx, String jobId, Duration releaseAfter) {
        tables.holds.extend(tx, jobId, releaseAfter);
    }

    @Override
    public Lot grant(Transaction tx, GrantRequest request) {
        return granting.grant(tx, request);
    }

    @Override
    public Optional<Lot> apply(Transaction tx, String provider, String accountId, PurchaseFact fact, long credits) {
        return applying.apply(tx, provider, accountId, fact, credits);
    }

    @Override
    public void lock(Transaction tx, long lotId, long standard) {
        Amounts.require(standard, "lock");
        tables.lots.lock(tx, lotId, standard);
    }

    @Override
    public void freeze(Transaction tx, PurchaseKey purchase, boolean frozen) {
        bought.freeze(tx, purchase, frozen);
    }

    @Override
    public boolean block(Transaction tx, String accountId, boolean blocked) {
        return tables.wallets.block(tx, tables.wallets.lock(tx, accountId, Env.PRODUCTION), blocked);
    }

    @Override
    public boolean blocked(Transaction tx, String accountId) {
        return tables.wallets
                .peek(tx, accountId, Env.PRODUCTION)
                .map(wallet -> wallet.blocked)
                .orElse(false);
    }

    @Override
    public Optional<Use> use(Transaction tx, PurchaseKey purchase) {
        return bought.use(tx, purchase);
    }

    @Override
    public List<Lot> lots(Transaction tx, String accountId, boolean all) {
        return tables.wallets
                .peek(tx, accountId, Env.PRODUCTION)
                .map(wallet -> tables.lots.listed(tx, wallet, all).stream()
                        .map(LotRow::view)
                        .toList())
                .orElse(List.of());
    }

    @Override
    public List<Entry> history(Transaction tx, String accountId, long before, int limit) {
        return tables.wallets
                .peek(tx, accountId, Env.PRODUCTION)
                .map(wallet -> tx.query(
                        HISTORY,
                        row -> new Entry(
                                row.number("account_version"),
                                row.moment("booked_at"),
                                row.text("kind"),
                                row.text("cause"),
                                row.number("amount"),
                                row.number("balance_after")),
                        wallet.creditId,
                        before,
                        limit))
                .orElse(List.of());
    }

    @Override
    public int expire(Transaction tx, int limit) {
        return expiring.expire(tx, limit);
    }

    @Override
    public List<String> verify(Transaction tx) {
        return Invariants.broken(tx);
    }
}
