package org.mutoscope.billing.standins;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A paper Stripe account, live and test, on loopback. Its keys begin with {@code sk_paper_}, which no real configuration takes. */
public final class StripeStandIn implements AutoCloseable {
    /** Key of its live world. */
    public static final String KEY = "sk_paper_live";
    /** Key of its test world. */
    public static final String TEST_KEY = "sk_paper_test";
    /** Secret of its live webhook. */
    public static final String SECRET = "whsec_paperlive0000000000000000";
    /** Secret of its test webhook. */
    public static final String TEST_SECRET = "whsec_papertest0000000000000000";

    private final StripeShop shop = new StripeShop();
    private final StripePlans plans = new StripePlans(shop);
    private final StripeBank bank = new StripeBank(shop);
    private final Loopback server;
    private Optional<Postman> postman = Optional.empty();
    private volatile boolean quiet;
    private volatile Notice last = signed("{}", SECRET, 0);

    /** Starts it. @param port loopback port; 0 for any */
    public StripeStandIn(int port) {
        server = new Loopback(
                port,
                word -> Answer.map("error", Answer.map("type", word, "message", "The stand-in was told to say so.")));
        server.open(this::api, this::counter);
    }

    /** Brings all further events there. @param to address of the platform's notices */
    public void deliver(URI to) {
        postman = Optional.of(new Postman(to));
    }

    /** Where it answers, without a slash at the end. */
    public String url() {
        return server.url();
    }

    /** What is wrong with its API. */
    public Troubles troubles() {
        return server.troubles();
    }

    /** How often its API was asked. */
    public int requests() {
        return server.requests();
    }

    private Answer api(Asked asked) {
        String key = asked.header("Authorization");
        boolean live = key.equals("Bearer " + KEY);
        if (!live && !key.equals("Bearer " + TEST_KEY)) {
            return error(401, "invalid_request_error", "Invalid API Key provided");
        } else if (!asked.header("Stripe-Version").matches("20[0-9]{2}-.*")) {
            return error(400, "invalid_request_error", "The stand-in wants a pinned version");
        }
        String path = asked.path().replaceFirst("^/v1/", "");
        String payment = asked.value("payment_intent").orElse("");
        if (path.matches("(transfers|accounts|account_links)(/.*)?")) {
            return bank.api(path, asked);
        }
        return switch (path) {
            case "checkout/sessions" -> Answer.of(StripeShop.list(
                    sessions(asked).stream()
                            .filter(s -> mine(s, live))
                            .map(shop::expanded)
                            .toList(),
                    asked.path()));
            case "invoices" -> page(plans.of(asked.value("subscription").orElse("")), asked);
            case "refunds" -> page(shop.refunds(payment), asked);
            case "disputes" -> page(shop.disputes(payment), asked);
            case "events" -> page(wanted(asked, live), asked);
            default -> object(path, live);
        };
    }

    private List<String> sessions(Asked asked) {
        return asked.value("subscription")
                .map(id -> shop.sessionsOf("subscription", id))
                .orElseGet(() -> shop.sessionsOf(
                        "payment_intent", asked.value("payment_intent").orElse("")));
    }

    private Answer object(String path, boolean live) {
        String id = path.replaceFirst(".*/", "");
        Optional<Map<String, Object>> found =
                switch (path.substring(0, path.length() - id.length())) {
                    case "checkout/sessions/" -> Optional.of(id)
                            .filter(session -> shop.has(session) && mine(session, live))
                            .map(shop::expanded);
                    case "invoices/", "subscriptions/" -> plans.object(id, live);
                    case "payment_intents/" -> Optional.ofNullable(shop.payment(id))
                            .filter(payment -> payment.get("livemode").equals(live));
                    default -> Optional.empty();
                };
        return found.map(Answer::of).orElseGet(() -> error(404, "invalid_request_error", "No such object: " + path));
    }

    private boolean mine(String session, boolean live) {
        return shop.session(session).get("livemode").equals(live);
    }

    private List<Map<String, Object>> wanted(Asked asked, boolean live) {
        List<String> types = asked.query().getOrDefault("types[]", List.of());
        long since = asked.number("created[gte]", 0);
        return shop.events(live).stream()
                .filter(e -> types.contains((String) e.get("type")) && (Long) e.get("created") >= since)
                .toList();
    }

    private static Answer page(List<Map<String, Object>> all, Asked asked) {
        int from = 0;
        String after = asked.value("starting_after").orElse("");
        for (int i = 0; i < all.size(); i++) {
            from = all.get(i).get("id").equals(after) ? i + 1 : from;
        }
        int to = (int) Math.min(all.size(), from + asked.number("limit", 10));
        Map<String, Object> list = StripeShop.list(all.subList(from, to), asked.path());
        list.put("has_more", to < all.size());
        return Answer.of(list);
    }

    private static Answer error(int status, String type, String message) {
        return Answer.of(status, Answer.map("error", Answer.map("type", type, "message", message)));
    }

    /** Opens a holder's account. @param enabled whether it may be paid @return its id */
    public String account(boolean enabled) {
        String id = (String) bank.open().get("id");
        bank.enable(id, enabled);
        return id;
    }

    /** Lets an account be paid, or not any more. */
    public void enable(String account, boolean enabled) {
        bank.enable(account, enabled);
    }

    /** What there is for transfers, in minor units of any currency; 1,000,000 at first. */
    public void balance(long minor) {
        bank.balance(minor);
    }

    /** All transfers ever made, oldest first, in Stripe's own shape. */
    public List<Map<String, Object>> transfers() {
        return bank.transfers();
    }

    /** Takes a part of a transfer back, as an operator does in Stripe's dashboard. */
    public Notice takeBack(String transfer, long amount) {
        return tell(shop.event("transfer.reversed", bank.takeBack(transfer, amount), true));
    }

    /** Opens a Checkout session. @param account null for none @return its id */
    public String open(boolean live, String product, long amount, String account) {
        return shop.open(new StripeShop.Order(live, product, 1, amount, "usd", account));
    }

    /** Buys and pays. @return id of the session */
    public String buy(String product, long amount, String account) {
        String session = open(true, product, amount, account);
        pay(session, "complete");
        return session;
    }

    /** Changes a session as nobody at Stripe would. */
    public void twist(String session, String name, Object value) {
        shop.session(session).put(name, value);
    }

    /** Id of the payment of a session, or of the newest period of its subscription. */
    public String payment(String session) {
        Object once = shop.session(session).get("payment_intent");
        return (String) (once == null ? plans.newest(session).get("payment_intent") : once);
    }

    /** Begins a subscription and pays its first period. @param seconds length of a period @return id of the session */
    public String subscribe(String product, String account, long seconds) {
        String session = plans.subscribe(new StripeShop.Order(true, product, 1, 2000, "usd", account), seconds);
        tell(shop.event("invoice.paid", plans.newest(session), true));
        tell(shop.event("checkout.session.completed", shop.session(session), true));
        return session;
    }

    /** Pays the next period. */
    public Notice renew(String session) {
        return tell(shop.event("invoice.paid", plans.invoice(plans.bill(session)), true));
    }

    /** Changes a subscription to another product inside its period, with credit for the unused time. @param used seconds of the period that are over by then */
    public Notice change(String session, String product, long amount, long used) {
        return tell(shop.event("invoice.paid", plans.invoice(plans.change(session, product, amount, used)), true));
    }

    /** Ends a subscription now. */
    public Notice cancel(String session) {
        return tell(shop.event("customer.subscription.deleted", plans.cancel(session), true));
    }

    /** Id of the subscription that a session began. */
    public String subscription(String session) {
        return (String) shop.session(session).get("subscription");
    }

    /** The newest invoice of a subscription, to be changed as nobody at Stripe would. */
    public Map<String, Object> invoice(String session) {
        return plans.newest(session);
    }

    /** @param how complete (a card), wait (a bank), arrive, fail, expire */
    public Notice pay(String session, String how) {
        return tell(shop.pay(session, how));
    }

    /** Refunds a part. @param status succeeded, pending or failed */
    public Notice refund(String payment, long amount, String status) {
        return tell(shop.refund(payment, amount, status));
    }

    /** Decides the newest refund of a payment. */
    public Notice settle(String payment, String status) {
        return tell(shop.settle((String) shop.refunds(payment).get(0).get("id"), status));
    }

    /** Opens a dispute. @param status needs_response, warning_needs_response, ... */
    public Notice dispute(String payment, String status) {
        return tell(shop.dispute(payment, status));
    }

    /** Goes on with it. @param how withdraw, reinstate; won, lost and warning_closed end it */
    public Notice disputed(String payment, String how) {
        return tell(shop.dispute(payment, how, how.equals("withdraw") || how.equals("reinstate")));
    }

    /** An early warning of fraud. */
    public Notice warn(String payment, boolean actionable) {
        return tell(shop.warn(payment, actionable));
    }

    /** Any event. */
    public Notice event(String type, Map<String, Object> object, boolean live) {
        return tell(shop.event(type, object, live));
    }

    private Notice tell(Map<String, Object> event) {
        boolean live = Boolean.TRUE.equals(event.get("livemode"));
        Notice notice = signed(Answer.json(event), live ? SECRET : TEST_SECRET, System.currentTimeMillis() / 1000);
        last = notice;
        postman.filter(p -> !quiet).ifPresent(p -> p.bring(notice));
        return notice;
    }

    /** The last notice, told or not, as somebody would send it who has not the secret, or has it too late. */
    private Notice forged(String how) {
        long now = System.currentTimeMillis() / 1000;
        return switch (how) {
            case "secret" -> signed(last.body(), "whsec_somebodyelses00000000000000", now);
            case "stale" -> signed(last.body(), SECRET, now - 3600);
            case "tampered" -> new Notice(last.headers(), last.body() + " ");
            case "unsigned" -> new Notice(Map.of("content-type", "application/json"), last.body());
            default -> throw new IllegalArgumentException("secret, stale, tampered or unsigned, not " + how);
        };
    }

    /** Signs anything. @param time seconds since 1970 */
    public static Notice signed(String body, String secret, long time) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] sum = mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8));
            String header = "t=" + time + ",v1=" + HexFormat.of().formatHex(sum) + ",v0=" + "0".repeat(64);
            return new Notice(Map.of("stripe-signature", header, "content-type", "application/json"), body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private long paid(String session) {
        return (Long) shop.session(session).get("amount_total");
    }

    private Answer counter(Asked asked) {
        String verb = asked.path().substring(Loopback.COUNTER.length());
        String id = asked.value("id").orElse("");
        switch (verb) {
            case "quiet" -> quiet = asked.value("on").orElse("yes").equals("yes");
            case "again" -> id = Integer.toString(
                    postman.orElseThrow().again((int) asked.number("times", 1), asked.number("seed", 1)));
            case "forge" -> id = Integer.toString(
                    postman.orElseThrow().send(forged(asked.value("how").orElse("secret"))));
            case "buy" -> id = buy(
                    asked.value("product").orElse("prod_paper"),
                    asked.number("amount", 400),
                    asked.value("account").orElse(null));
            case "subscribe" -> id = subscribe(
                    asked.value("product").orElse("prod_month"),
                    asked.value("account").orElse(null),
                    asked.number("seconds", 30 * 86_400));
            case "renew" -> renew(id);
            case "change" -> change(
                    id,
                    asked.value("product").orElse("prod_large"),
                    asked.number("amount", 4000),
                    asked.number("used", 15 * 86_400));
            case "cancel" -> cancel(id);
            case "refund" -> refund(payment(id), asked.number("amount", paid(id)), "succeeded");
            case "dispute" -> {
                dispute(payment(id), "needs_response");
                disputed(payment(id), "withdraw");
            }
            case "win" -> {
                disputed(payment(id), "reinstate");
                disputed(payment(id), "won");
            }
            case "lose" -> disputed(payment(id), "lost");
            case "account" -> id = account(asked.value("enabled").orElse("yes").equals("yes"));
            case "enable" -> enable(id, asked.value("on").orElse("yes").equals("yes"));
            case "balance" -> balance(asked.number("amount", 1_000_000));
            case "transfers" -> id = Answer.json(transfers());
            case "takeback" -> takeBack(id, asked.number("amount", 1));
            case "trouble" -> troubles()
                    .set(Troubles.Kind.valueOf(asked.value("kind").orElse("NONE")));
            default -> throw new IllegalArgumentException(
                    "buy, subscribe, renew, change, cancel, refund, dispute, win, lose, account, enable, balance, transfers, takeback, quiet, again, forge or trouble, not "
                            + verb);
        }
        return Answer.of(Answer.map("id", id));
    }

    @Override
    public void close() {
        server.close();
    }
}
