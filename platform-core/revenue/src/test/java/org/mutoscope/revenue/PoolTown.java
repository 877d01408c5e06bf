package org.mutoscope.revenue;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.revenue.Allocator;
import org.mutoscope.api.revenue.PeriodFacts;
import org.mutoscope.api.revenue.PeriodShare;
import org.mutoscope.api.revenue.Share;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.ledger.MoneyBook.Place;
import org.mutoscope.core.revenue.Imports;
import org.mutoscope.core.revenue.Periods;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.credits.MoneyBookService;
import org.mutoscope.jobs.doubles.Configs;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ListedServices;

/** Imports, months and deals over the real books, with models that a test chooses, a month after the money came in. */
final class PoolTown {
    static final String SECRET = "sixteen-letters-";

    /** What is in the tables is of this month. */
    final YearMonth month = YearMonth.now(ZoneOffset.UTC);

    final Caller olga = new Caller("prin_olga", "acct_olga", "olga", Set.of(Role.OPERATOR));
    final Map<String, Object> settings = new HashMap<>();
    final ListedServices<PeriodShare> models = new ListedServices<>();
    final House house;
    final MoneyBook book = new MoneyBookService();
    final PaperViews views = new PaperViews();
    final Lines lines = new Lines(book, () -> 60);
    final Bureau bureau;
    final ImportDesk imports;
    final DealDesk deals;
    private int files;

    PoolTown(House house) {
        this.house = house;
        settings.put("imports_keys", new String[] {"paper=hmac:" + SECRET});
        bureau = new Bureau(house.storage, silent(), book, () -> Configs.of(PeriodsConfig.class, settings));
        imports = new ImportDesk(bureau);
        deals = new DealDesk(bureau);
    }

    private static Identity silent() {
        return (Identity) Proxy.newProxyInstance(
                Identity.class.getClassLoader(), new Class<?>[] {Identity.class}, (proxy, method, values) -> null);
    }

    /** The months, as after a start: nothing is remembered but what is in the tables. */
    MonthDesk months() {
        return months(house.storage, Duration.ofDays(40));
    }

    /** @param storage what runs its units of work @param later how long after the money came in */
    MonthDesk months(UnitOfWork storage, Duration later) {
        Bureau own = new Bureau(storage, bureau.identity(), book, bureau.settings());
        Parking parking = new Parking(book);
        PoolModel model =
                new PoolModel(models, house.calls, () -> bureau.settings().get().model_seconds());
        MonthDesk.Parts parts = new MonthDesk.Parts(
                new MonthMoney(storage, house.ledger, lot -> lot.paidMinor() * MoneyBook.MICROS),
                new MonthFunding(book, parking),
                new RunSharing(storage, model, parking, new RunBooking(storage, book, lines)),
                new DealDesk(own));
        return new MonthDesk(own, parts, () -> views, Clock.offset(Clock.systemUTC(), later));
    }

    ListedServices<PeriodShare>.Entry model(String pool, PeriodShare model) {
        return models.add(pool, "1.0.0", model, Map.of(PeriodShare.POOL, pool));
    }

    /** Shares all of it by the claims, at a rate. */
    static PeriodShare rate(long ppm) {
        return facts -> parts(facts, Allocator.part(facts.amount(), ppm));
    }

    private static List<Share> parts(PeriodFacts facts, long amount) {
        return Allocator.divide(amount, facts.weights(), facts.period()).entrySet().stream()
                .map(part -> new Share(part.getKey(), part.getValue(), "claim"))
                .toList();
    }

    /** A clip whose income is divided so; who paid for it spent so much of what was bought. */
    String clip(Map<String, Long> split) {
        String job = house.submit(House.job(house.account(), "m"));
        house.storage.write(tx -> {
            split.forEach((holder, ppm) -> tx.update(
                    "insert into revenue_split (job_id, version, holder, ppm, why, at) values (?, 1, ?, ?, 'creator', ?)",
                    job,
                    holder,
                    ppm,
                    tx.now()));
            return null;
        });
        return job;
    }

    /** Something that somebody holds. */
    String subject(String holder) {
        String id = "subj_" + UUID.randomUUID().toString().substring(0, 8);
        house.storage.write(tx -> tx.update(
                "insert into rights_subject (id, account_id, kind, name, state, holder, created_at) values (?, ?, 'CHARACTER', ?, 'ACTIVE', ?, ?)",
                id,
                holder,
                id,
                holder,
                tx.now()));
        return id;
    }

    static Caller caller(String account) {
        return new Caller("prin_" + account, account, "someone", Set.of(Role.CREATOR, Role.HOLDER));
    }

    /** Somebody who bought 100 credits and spent some of them. */
    String payer(long paidMinor, long spent) {
        String account = house.account();
        String job = "video_" + UUID.randomUUID();
        house.storage.write(tx -> {
            PurchaseFact fact = new PurchaseFact(
                    UUID.randomUUID().toString(),
                    "production",
                    "pack",
                    1,
                    Optional.of(account),
                    paidMinor,
                    "EUR",
                    0,
                    Instant.now());
            house.ledger.apply(tx, "paper", account, fact, 100);
            long free = house.ledger.balance(tx, account).available() - 100;
            house.ledger.hold(tx, new Ledger.HoldRequest(account, job, free + spent, "p1"), Duration.ofHours(1));
            house.ledger.capture(tx, job, free + spent);
            return null;
        });
        return account;
    }

    /** Takes a file of lines such as {@code EUR,1234,unattributed,r1,}; the month and the source are put before. */
    Imports.Taken take(YearMonth period, String... rows) {
        StringBuilder text = new StringBuilder("period,source,currency,net_minor,asset,reference,corrects\n");
        for (String row : rows) {
            text.append(period).append(",paper,").append(row).append('\n');
        }
        return take(text.toString());
    }

    Imports.Taken take(String text) {
        return imports.take(olga, signed(text));
    }

    static Imports.File signed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return new Imports.File("paper", false, bytes, "hmac-sha256=" + ImportSignature.hmac(SECRET, bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A reference that no other line has. */
    String ref() {
        files++;
        return "r" + files + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    Periods.Month close() {
        return months().close(olga, month, true);
    }

    long onHold(String holder) {
        return balance(Place.holder(holder, MoneyBook.ON_HOLD, "EUR"));
    }

    long platform(String purpose) {
        return balance(Place.platform(purpose, "EUR"));
    }

    private long balance(Place place) {
        return house.storage.read(tx -> book.balance(tx, place));
    }

    /** What each holder has, lines added up. */
    Map<String, Long> earned() {
        Map<String, Long> earned = new TreeMap<>();
        house.storage.read(tx -> tx.query(
                "select holder, sum(micros) n from revenue_line group by holder",
                row -> earned.put(row.text("holder"), row.number("n"))));
        return earned;
    }

    long number(String sql) {
        return house.storage.read(tx -> tx.first(sql, row -> row.number("n"))).orElse(0L);
    }

    /** Takes away what a test before has left: months are one for all. */
    void forget() {
        house.storage.write(tx -> {
            for (String table : List.of(
                    "alloc",
                    "revenue_invoice",
                    "revenue_deal_part",
                    "revenue_deal",
                    "revenue_run",
                    "revenue_payer",
                    "revenue_month",
                    "revenue_import_line",
                    "revenue_import",
                    "revenue_loss",
                    "revenue_suspense",
                    "payout",
                    "revenue_line")) {
                tx.update("delete from " + table);
            }
            tx.update("delete from posting where asset not in ('CRED', 'SANDBOX')");
            tx.update("delete from ledger_tx where id not in (select tx_id from posting)");
            tx.update("update ledger_account set posted = 0 where asset not in ('CRED', 'SANDBOX')");
            return tx.update("update credit_hold set ended_at = ? where ended_at is not null", Instant.EPOCH);
        });
    }
}
