package org.mutoscope.revenue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.api.revenue.CaptureShare;
import org.mutoscope.api.revenue.Share;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.revenue.Revenue;
import org.mutoscope.core.revenue.Revenue.Line;
import org.mutoscope.core.revenue.Revenue.State;
import org.mutoscope.core.revenue.Shares;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.credits.MoneyBookService;
import org.mutoscope.jobs.doubles.Configs;
import org.mutoscope.jobs.doubles.DirectCalls;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ListedServices;
import org.mutoscope.jobs.doubles.ListedSwappable;

/** Creators, holders and stores around one treasury. Its rounds are asked for, not awaited. */
final class Town implements AutoCloseable {
    final House house;
    final Map<String, Object> settings = new HashMap<>();
    final MoneyBook book = new MoneyBookService();
    final ListedServices<CaptureShare> models;
    final Treasury treasury;
    final Revenue revenue;
    final Caller ann;
    final Caller bob;
    final Caller carl;
    final Caller olga = new Caller("prin_olga", "acct_olga", "olga", Set.of(Role.OPERATOR));
    private int minute;

    Town(House house) {
        this.house = house;
        ann = person();
        bob = person();
        carl = person();
        settings.put("budget_currency", "EUR");
        ListedSwappable services = new ListedSwappable();
        models = services.of(CaptureShare.class);
        treasury = treasury(services);
        revenue = treasury.revenue();
    }

    private Treasury treasury(ListedSwappable services) {
        return new Treasury(
                new Treasury.Outside(
                        house.storage, house.ledger, book, house.board(), new AuditBook(), services, new DirectCalls()),
                () -> Configs.of(RevenueConfig.class, settings));
    }

    /** The models that are shipped, in a line each. */
    Town shipped() {
        shipped(models);
        return this;
    }

    private static void shipped(ListedServices<CaptureShare> models) {
        models.add("fees", facts -> facts.fees().stream()
                .map(fee -> new Share(fee.holder(), fee.credits(), "licence_fee", fee.grantId()))
                .toList());
        models.add(
                "tips",
                facts -> facts.kind().equals(CaptureFacts.TIP)
                        ? List.of(new Share(Share.VIDEO, facts.credits(), "tip"))
                        : List.of());
    }

    Caller person() {
        String id = house.account();
        return new Caller("prin_" + id, id, "someone", Set.of(Role.CREATOR, Role.HOLDER));
    }

    <T> T write(UnitOfWork.Work<T> work) {
        return house.storage.write(work);
    }

    <T> T read(UnitOfWork.Work<T> work) {
        return house.storage.read(work);
    }

    /** Buys credits. @return the purchase's id */
    String buy(Caller by, long credits, long minor) {
        String id = "p" + UUID.randomUUID();
        store(by, id, credits, minor, 0);
        return id;
    }

    /** What the store says of a purchase. @param revoked of 100,000 */
    void store(Caller by, String id, long credits, long minor, int revoked) {
        minute++;
        PurchaseFact fact = new PurchaseFact(
                id,
                "production",
                "pack",
                1,
                Optional.empty(),
                minor,
                "USD",
                revoked,
                Instant.parse("2026-11-22T08:00:00Z").plus(Duration.ofMinutes(minute)));
        write(tx -> house.ledger.apply(tx, "paper", by.accountId(), fact, credits));
    }

    /** Takes away what is free, so that what is bought pays. */
    void spendFree(Caller by) {
        long free = house.available(by.accountId());
        if (free > 0) {
            clip(by, free, null);
        }
    }

    /** A clip from queue to settlement, without the pipeline. @param parent or null @return its id */
    String clip(Caller by, long credits, String parent, LicenceFee... fees) {
        NewJob job = House.job(by.accountId(), "m");
        write(tx -> {
            house.ledger.hold(tx, new Ledger.HoldRequest(by.accountId(), job.id(), credits, "p1"), Duration.ofHours(1));
            house.board().enqueue(tx, job);
            tx.update("update job set parent_job = ? where id = ?", parent, job.id());
            return null;
        });
        settle(by, job.id(), credits, fees);
        return job.id();
    }

    void settle(Caller by, String job, long credits, LicenceFee... fees) {
        write(tx -> {
            house.ledger.capture(tx, job, credits);
            tx.update("update job set state = 'COMPLETED', ended_at = ? where id = ?", tx.now(), job);
            treasury.shares().captured(tx, new Shares.Clip(job, by.accountId(), credits, List.of(fees)));
            return null;
        });
    }

    static LicenceFee fee(Caller holder, long credits) {
        return new LicenceFee(holder.accountId(), "grant_of_" + holder.accountId(), credits);
    }

    /** A registered subject that a holder has and a job uses. @return its id */
    String uses(Caller holder, String job, String grantId, String terms) {
        String subject = "subj_" + UUID.randomUUID();
        write(tx -> {
            tx.update(
                    "insert into rights_subject (id, account_id, kind, name, created_at, state, holder) values (?, ?, 'CHARACTER', 'x', ?, 'ACTIVE', ?)",
                    subject,
                    holder.accountId(),
                    tx.now(),
                    holder.accountId());
            tx.update(
                    "insert into rights_grant (id, subject_id, account_id, kind, created_at, terms) values (?, ?, ?, 'OFFER', ?, ?)",
                    grantId,
                    subject,
                    holder.accountId(),
                    tx.now(),
                    terms);
            return tx.update(
                    "insert into rights_use (job_id, grant_id, subject_id, holder, credits, at) values (?, ?, ?, ?, 0, ?)",
                    job,
                    grantId,
                    subject,
                    holder.accountId(),
                    tx.now());
        });
        return subject;
    }

    /** A round, now. */
    void round() {
        treasury.rounds.run();
    }

    /** Makes what is on hold old enough, and goes a round. */
    void wait(Caller holder) {
        write(tx -> tx.update(
                "update revenue_line set release_at = ? where holder = ? and state = 'ON_HOLD'",
                tx.now().minusSeconds(1),
                holder.accountId()));
        round();
    }

    /** Pays all that is payable, as a payout does. */
    void pay(Caller holder) {
        long sum = sum(holder, State.PAYABLE);
        String key = "paid" + UUID.randomUUID();
        write(tx -> {
            tx.update(
                    "update revenue_line set state = 'PAID', payout_id = ? where holder = ? and state = 'PAYABLE'",
                    key,
                    holder.accountId());
            tx.update(
                    "insert into payout (id, holder_id, asset, amount, provider, idem_key, state) values (?, ?, 'USD', ?, 'file', ?, 'PAID')",
                    UUID.randomUUID(),
                    holder.accountId(),
                    sum / 1_000_000, // what is paid in these tests is whole
                    key);
            MoneyBook.Line off = MoneyBook.Place.holder(holder.accountId(), MoneyBook.PAYABLE, "USD")
                    .line(-sum);
            MoneyBook.Line on =
                    MoneyBook.Place.platform(MoneyBook.PAYOUTS, "USD").line(sum);
            return book.post(tx, new MoneyBook.Posting(key, "PAYOUT", "p", tx.now(), List.of(off, on)));
        });
    }

    long sum(Caller holder, State state) {
        return sum(holder, "USD", state);
    }

    /** By lines; that the book says the same is what {@link #assertSound} finds. */
    long sum(Caller holder, String currency, State state) {
        return read(tx -> treasury.lines.sum(tx, holder.accountId(), currency, state));
    }

    long platform(String purpose) {
        return read(tx -> book.balance(tx, MoneyBook.Place.platform(purpose, "USD")));
    }

    List<Line> lines(Caller holder) {
        return revenue.lines(holder, Long.MAX_VALUE, 1000);
    }

    List<String> streams(Caller holder) {
        List<String> streams = new ArrayList<>();
        lines(holder).forEach(line -> streams.add(line.stream() + " " + line.micros()));
        return streams;
    }

    /** What waits of this cause; empty if nothing does. */
    Optional<Revenue.Suspended> waiting(String cause) {
        return revenue.suspense(olga, 1000).stream()
                .filter(one -> one.cause().equals(cause))
                .findFirst();
    }

    void grant(Caller by, long credits) {
        write(tx -> house.ledger.grant(
                tx, new Ledger.GrantRequest(by.accountId(), Source.PROMO, "g" + UUID.randomUUID(), credits, null)));
    }

    /** Every invariant of credits and money. */
    void assertSound() {
        house.verifyLedger();
    }

    /** What still waits is shared, so that no other test meets it. */
    @Override
    public void close() throws Exception {
        treasury.close();
        ListedSwappable services = new ListedSwappable();
        try (Treasury last = treasury(services)) {
            shipped(services.of(CaptureShare.class));
            last.revenue().retry(olga);
            last.rounds.run();
        }
    }
}
