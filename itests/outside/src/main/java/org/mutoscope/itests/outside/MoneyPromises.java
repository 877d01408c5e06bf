package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The promises G7, G8, G10 and G11, about what holders earn; on the platform that {@link RightsPromises} has running. */
final class MoneyPromises {
    private static final String REVENUE = "org.mutoscope.revenue";

    private static final String SECRET = "signs what is paid from outside";

    /** What must stand in the configuration of their platform. */
    static final Map<String, String> SETTINGS = Map.of(
            REVENUE + ".cfg",
            "sweep.seconds = 1\n",
            "org.mutoscope.revenue.periods.cfg",
            "imports.keys = paper=hmac:" + SECRET + "\n",
            "org.mutoscope.revenue.payouts.cfg",
            "threshold.minor = *:1\ndestination.hours = 0\nfollow.seconds = 5\npatience.minutes = 0\n");

    private static final String RIGHTS = "/api/v1/rights/";
    private static final String PAYOUTS = "/api/v1/admin/revenue/payouts/";
    private static final Duration LONG = Duration.ofSeconds(60);
    /** Longer than the sweep waits, which would release or pay what is due. */
    private static final Duration ROUNDS = Duration.ofMillis(1500);
    /** What a credit of the pack is worth: it costs 400 cents. */
    private static final long CREDIT = 400 * 1_000_000L / Billing.PACK;

    private final Promises promises;
    private final Platform platform;
    private PaperTown town;
    private int holdDays = 60;

    MoneyPromises(Promises promises, Platform platform) {
        this.promises = promises;
        this.platform = platform;
    }

    void run() throws Exception {
        if (List.of("G7", "G8", "G10", "G11").stream().noneMatch(promises::wants)) {
            return;
        }
        try (PaperTown paper = new PaperTown()) {
            town = paper;
            for (Map.Entry<String, String> file : town.settings().entrySet()) {
                platform.configure(file.getKey(), file.getValue());
            }
            platform.drop("payout-1.0.0.jar");
            platform.awaitProvider("appstore", true);
            town.deliverTo(platform);
            promises.promise(
                    "G7",
                    "fee, gift, advertising and contract pay to the unit; what nobody watched is carried; a changed import is refused",
                    this::month);
            promises.promise(
                    "G8",
                    "a refund takes from the holder what is on hold, then what is payable, never what was paid",
                    this::refund);
            promises.promise(
                    "G10",
                    "a payout whose provider did it and did not say so, or lost it, is unknown, and is made once",
                    this::doubt);
            promises.promise(
                    "G11",
                    "what a subject in dispute earned is neither released nor paid; afterwards it is",
                    this::dispute);
        }
    }

    /** What is earned from now on stays on hold so long. */
    private void hold(int days) throws Exception {
        if (days != holdDays) {
            long before = applied();
            platform.configure(REVENUE + ".cfg", SETTINGS.get(REVENUE + ".cfg") + "hold.days = " + days + "\n");
            await(LONG, "hold.days is " + days, () -> applied() > before);
            holdDays = days;
        }
    }

    /** How often the configuration of revenue was applied. */
    private long applied() {
        try (Stream<String> log = Files.lines(platform.log().toPath())) {
            return log.filter(line -> line.contains("configuration applied") && line.contains(REVENUE))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Someone who holds characters and is paid by a provider that always pays. */
    private Http holder(String name) throws Exception {
        Http holder = platform.account(name, 0);
        payTo(holder, Map.of("provider", "pocket", "destination", name));
        return holder;
    }

    private static void payTo(Http holder, Map<String, String> destination) throws Exception {
        await(LONG, "the payout provider is there", () -> {
            try {
                return holder.put(RIGHTS + "payout-to", destination).status() == 200;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private Licensed licensed(Http holder, String name, int credits) throws Exception {
        String id = holder.post(
                        RIGHTS + "subjects",
                        Map.of("kind", "character", "name", name, "evidence", "register 17, number 6"))
                .json()
                .path("id")
                .asText();
        for (JsonNode claim : holder.get(RIGHTS + "claims").json().path("data")) {
            if (claim.path("subject").asText().equals(id)) {
                String path = "/api/v1/admin/rights/claims/" + claim.path("id").asText();
                platform.admin()
                        .post(path, Map.of("accept", true, "reason", "register seen"))
                        .ok();
            }
        }
        JsonNode offer = holder.post(
                        RIGHTS + "subjects/" + id + "/offers", Map.of("credits", credits, "terms", Map.of()))
                .json();
        return new Licensed(id, offer.path("id").asText());
    }

    /** A subject and what it is offered for. */
    private record Licensed(String subject, String offer) {}

    /** Has a clip made. @return credits that were captured */
    private static long clip(Http creator, Licensed licensed) throws Exception {
        Map<String, Object> order = Map.of(
                "model",
                "test-pattern",
                "prompt",
                "a walk of " + licensed.subject,
                "size",
                "128x128",
                "seconds",
                "1",
                "frames",
                "1",
                "licences",
                List.of(licensed.offer));
        JsonNode clip = creator.awaitClip(
                creator.post("/v1/videos", order).json().path("id").asText());
        return clip.at("/mutoscope/credits_captured").asLong();
    }

    private void month() throws Exception {
        hold(60);
        Http holder = platform.account("G7 holder", 0);
        Licensed licensed = licensed(holder, "Baron Popular", 310);
        Http creator = platform.account("G7 creator", 0);
        pack(creator);
        long fee = (clip(creator, licensed) - Billing.FREE) * CREDIT;
        String video = creator.get("/v1/videos").json().at("/data/0/id").asText();
        Http fan = platform.account("G7 fan", 0);
        pack(fan);
        for (int time = 0; time < 2; time++) { // sent twice it is given once
            fan.post("/api/v1/videos/" + video + "/tips", Map.of("credits", 25), "Idempotency-Key", "gift")
                    .ok();
        }
        awaitMoney(holder, fee, 0);
        awaitMoney(creator, 25 * CREDIT, 0);

        String month = YearMonth.now(ZoneOffset.UTC).minusMonths(1).toString();
        String file = "period,source,currency,net_minor,asset,reference,corrects\n"
                + month + ",paper,EUR,1267," + video + ",a/1,\n"
                + month + ",paper,EUR,-34," + video + ",a/2,a/1\n"
                + month + ",paper,EUR,999,unattributed,a/3,\n"
                + month + ",paper,EUR,50001,invoice:" + invoice(holder, licensed, fan) + ",a/4,\n";
        String signature = "hmac-sha256=" + hmac(file);
        equal(
                "import_unsigned",
                imported(file.replace("1267", "9267"), signature).error(),
                "code of a changed file");
        equal(4L, imported(file, signature).json().path("new_lines").asLong(), "lines of the import");
        JsonNode again = imported(file, signature).json();
        check(again.path("again").asBoolean(), "the same file again is answered " + again);
        String path = "/api/v1/admin/revenue/months/" + month;
        JsonNode closed = platform.admin()
                .post(path + "/close", Map.of("provisional", true))
                .json();
        equal("closed", closed.path("state").asText().toLowerCase(Locale.ROOT), "state of " + month);
        Map<String, String> runs = new TreeMap<>();
        for (JsonNode run : platform.admin().get(path).json().path("data")) {
            runs.put(
                    run.path("pool").asText() + " " + run.path("currency").asText(),
                    run.path("state").asText().toLowerCase(Locale.ROOT) + " "
                            + run.path("micros").asLong());
        }
        equal(
                Map.of(
                        "ads EUR",
                        "shared 1233000000",
                        "licences EUR",
                        "shared 50001000000",
                        "views EUR",
                        "carried 549450000"), // 55 percent of 999
                runs,
                "what was shared of " + month);
        equal(
                Map.of("USD", fee, "EUR", 50_001_000_000L * 80 / 100),
                onHold(holder),
                "what the holder has for the fee and the contract");
        equal(
                Map.of("USD", 25 * CREDIT, "EUR", 1_233_000_000L * 55 / 100),
                onHold(creator),
                "what the creator has for the gift and the advertising");
        verify();
    }

    /** A licence by contract, accepted. @return number of the invoice for its price */
    private static long invoice(Http holder, Licensed licensed, Http buyer) throws Exception {
        String account = buyer.get("/api/v1/account").json().path("account_id").asText();
        Instant now = Instant.now();
        Map<String, Object> quote = Map.of(
                "subject",
                licensed.subject,
                "buyer",
                account,
                "currency",
                "EUR",
                "price",
                50_001,
                "from",
                now.toString(),
                "to",
                now.plus(Duration.ofDays(365)).toString(),
                "text",
                "a poster");
        String deals = "/api/v1/revenue/deals";
        String id = holder.post(deals, quote).json().path("id").asText();
        buyer.post(deals + "/" + id + "/accept", Map.of()).ok();
        return buyer.get(deals + "/" + id + "/invoices")
                .json()
                .at("/data/0/number")
                .asLong();
    }

    private Http.Answer imported(String file, String signature) throws Exception {
        return platform.admin()
                .upload(
                        "/api/v1/admin/revenue/imports?source=paper",
                        "text/csv",
                        file.getBytes(StandardCharsets.UTF_8),
                        "Mutoscope-Signature",
                        signature);
    }

    private static String hmac(String file) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(file.getBytes(StandardCharsets.UTF_8)));
    }

    /** Micros on hold by currency; they are the sum of the lines. */
    private static Map<String, Long> onHold(Http holder) throws Exception {
        Map<String, Long> lines = new HashMap<>();
        for (JsonNode line :
                holder.get("/api/v1/revenue/lines?limit=100").json().path("data")) {
            lines.merge(line.path("currency").asText(), line.path("micros").asLong(), Long::sum);
        }
        Map<String, Long> balances = new HashMap<>();
        for (JsonNode balance : holder.get("/api/v1/revenue").json().path("data")) {
            balances.put(
                    balance.path("currency").asText(),
                    balance.path("on_hold_micros").asLong());
        }
        equal(balances, lines, "what the lines add up to");
        return balances;
    }

    private String pack(Http creator) throws Exception {
        String id = town.buy(creator);
        Billing.awaitCredits(creator, Billing.FREE + Billing.PACK, 0);
        return id;
    }

    private void refund() throws Exception {
        Http holder = holder("G8 holder");
        Licensed dear = licensed(holder, "Baron Dearly", 310);
        Licensed cheap = licensed(holder, "Baron Cheaply", 20);
        Http creator = platform.account("G8", 0);
        String pack = pack(creator);
        hold(0);
        long first = clip(creator, dear) - Billing.FREE; // free credits go first, and are worth nothing
        awaitMoney(holder, 0, first * CREDIT);
        hold(60);
        long spent = first + clip(creator, cheap);
        long payable = first * CREDIT;
        long onHold = 20 * CREDIT;
        awaitMoney(holder, onHold, payable);
        verify();

        town.store.shop().refund(pack, Optional.of(80_000)); // thousandths of a percent
        long back = spent - 20; // the payer keeps 20 credits, and what was not spent is refunded first
        long taken = part(payable, back, spent) + part(onHold, back, spent);
        check(taken > 0 && taken < onHold, "the first refund should come out of what is on hold: " + taken);
        awaitMoney(holder, onHold - taken, payable);
        verify();
        town.refund(pack);
        awaitMoney(holder, 0, 0);
        verify();
        town.store.shop().reverse(pack);
        awaitMoney(holder, onHold, payable);
        verify();

        equal(payable / 1_000_000, paid(), "cents that a run pays");
        town.refund(pack);
        awaitMoney(holder, 0, 0); // what was paid is the platform's loss, never a debt
        verify();
    }

    /** Rounded down, as what cannot be divided stays with the holder. */
    private static long part(long micros, long back, long spent) {
        return BigInteger.valueOf(micros)
                .multiply(BigInteger.valueOf(back))
                .divide(BigInteger.valueOf(spent))
                .longValueExact();
    }

    private void doubt() throws Exception {
        hold(0);
        Http holder = platform.account("G10 holder", 0);
        Licensed licensed = licensed(holder, "Baron Unlucky", 310);
        try (TransferTrap stripe = new TransferTrap()) {
            platform.configure("org.mutoscope.payout.stripe.cfg", stripe.settings());
            payTo(holder, Map.of("provider", "stripe", "destination", TransferTrap.ACCOUNT));
            for (TransferTrap.Trouble trouble : TransferTrap.Trouble.values()) {
                Http creator = platform.account("G10 " + trouble, 0);
                pack(creator);
                long money = (clip(creator, licensed) - Billing.FREE) * CREDIT;
                awaitMoney(holder, 0, money);
                stripe.next(trouble);
                JsonNode payout =
                        platform.admin().post(PAYOUTS + "run", Map.of()).json().at("/payouts/0");
                equal("unknown", payout.path("state").asText(), "state after " + trouble);
                String id = payout.path("id").asText();
                awaitMoney(holder, 0, 0);
                platform.admin().post(PAYOUTS + id, Map.of("outcome", "ask")).ok(); // it is asked by itself too, later
                paid();
                await(LONG, id + " is paid", () -> state(holder, id).equals("paid"));
                equal(
                        List.of(money / 1_000_000),
                        stripe.sent(id),
                        "cents that were sent for " + id + ", after " + trouble);
            }
            verify();
        }
    }

    private static String state(Http holder, String payout) {
        try {
            for (JsonNode one : holder.get(RIGHTS + "payouts").json().path("data")) {
                if (one.path("id").asText().equals(payout)) {
                    return one.path("state").asText();
                }
            }
            return "nowhere";
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void dispute() throws Exception {
        Http holder = holder("G11 holder");
        Licensed disputed = licensed(holder, "Baron Quarrel", 310);
        Licensed other = licensed(holder, "Baron Placid", 20);
        Http creator = platform.account("G11", 0);
        String pack = pack(creator);
        hold(0);
        long first = (clip(creator, disputed) - Billing.FREE) * CREDIT;
        clip(creator, other);
        long second = 20 * CREDIT;
        awaitMoney(holder, 0, first + second);
        town.refund(pack);
        awaitMoney(holder, 0, 0);
        dispute(disputed, true);
        town.store.shop().reverse(pack); // what comes back is on hold, and its time is over
        awaitMoney(holder, first, second);
        stays(holder, first, second);
        equal(second / 1_000_000, paid(), "cents that a run pays of what is not in dispute");
        dispute(disputed, false);
        awaitMoney(holder, 0, first);
        dispute(disputed, true);
        equal(0L, paid(), "cents that a run pays of what is payable and in dispute");
        stays(holder, 0, first);
        dispute(disputed, false);
        equal(first / 1_000_000, paid(), "cents that a run pays afterwards");
        awaitMoney(holder, 0, 0);
        verify();
    }

    private void dispute(Licensed licensed, boolean open) throws Exception {
        platform.admin()
                .post(
                        "/api/v1/admin/rights/subjects/" + licensed.subject + "/dispute",
                        Map.of("open", open, "reason", "who drew it"))
                .ok();
    }

    /** Pays whoever is to be paid. @return minor units that the provider has sent */
    private long paid() throws Exception {
        JsonNode run = platform.admin().post(PAYOUTS + "run", Map.of()).json();
        long sum = 0;
        for (JsonNode payout : run.path("payouts")) {
            equal("paid", payout.path("state").asText(), "state of the payout");
            sum += payout.path("minor").asLong();
        }
        return sum;
    }

    private static void awaitMoney(Http holder, long onHold, long payable) throws Exception {
        String[] last = new String[1];
        String wanted = onHold + " on hold, " + payable + " payable";
        try {
            await(LONG, wanted, () -> (last[0] = money(holder)).equals(wanted));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; there is " + last[0], e);
        }
    }

    /** It must not change for some rounds of the sweep. */
    private static void stays(Http holder, long onHold, long payable) throws Exception {
        Instant end = Instant.now().plus(ROUNDS);
        await(LONG, "rounds are over", () -> {
            equal(onHold + " on hold, " + payable + " payable", money(holder), "what stays as it is");
            return Instant.now().isAfter(end);
        });
    }

    private static String money(Http holder) {
        try {
            JsonNode balances = holder.get("/api/v1/revenue").json().path("data");
            check(balances.size() < 2, "balances in one currency: " + balances);
            JsonNode balance = balances.path(0);
            return balance.path("on_hold_micros").asLong() + " on hold, "
                    + balance.path("payable_micros").asLong() + " payable";
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks the ledger about itself. */
    private void verify() throws Exception {
        JsonNode verified =
                platform.admin().post("/api/v1/admin/ledger/verify", Map.of()).json();
        check(verified.path("ok").asBoolean(), "ledger verify says " + verified);
    }
}
