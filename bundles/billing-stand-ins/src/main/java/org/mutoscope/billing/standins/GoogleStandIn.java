package org.mutoscope.billing.standins;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A paper Google Play of one app: API, access tokens, keys and pushes, on loopback. Its keys are new in each run. */
public final class GoogleStandIn implements AutoCloseable {
    /** The app it sells for; no real app's name begins so. */
    public static final String APP = "paper.app";
    /** Audience of its pushes. */
    public static final String AUDIENCE = "https://paper.example/notices";
    /** Who pushes. */
    public static final String PUSHER = "push@paper.example";

    private static final String API = "/androidpublisher/v3/applications/" + APP;
    private static final String ACCESS = "paper-access-token";

    private final KeyPair account = pair();
    private final KeyPair pusher = pair();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Map<String, Object>> purchases = new LinkedHashMap<>();
    private final List<Map<String, Object>> voided = new ArrayList<>();
    private final GooglePlans plans = new GooglePlans();
    private final List<String> told = new ArrayList<>();
    private final Loopback server;
    private Optional<Postman> postman = Optional.empty();
    private volatile boolean quiet;
    private volatile Notice last = new Notice(Map.of(), "{}");

    /** Starts it. @param port loopback port; 0 for any */
    public GoogleStandIn(int port) {
        server = new Loopback(port, word -> Answer.map("error", Answer.map("code", 500, "message", word)));
        server.open(this::api, this::counter);
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** Brings all further notifications there. @param to address of the platform's notices */
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

    /** JSON key of its service account. */
    public String serviceAccount() {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(account.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        return Answer.json(
                Answer.map("type", "service_account", "client_email", "api@paper.example", "private_key", pem));
    }

    /** What it was told: consumptions and answers, in order. */
    public synchronized List<String> told() {
        return List.copyOf(told);
    }

    private synchronized Answer api(Asked asked) {
        if (asked.path().equals("/certs")) {
            return Answer.of(Answer.map("keys", List.of(certificate())));
        } else if (asked.path().equals("/token")) {
            return token(Asked.form(asked.body())
                    .getOrDefault("assertion", List.of(""))
                    .get(0));
        } else if (!asked.header("Authorization").equals("Bearer " + ACCESS)) {
            return error(401, "no access");
        }
        String path = asked.path().startsWith(API) ? asked.path().substring(API.length()) : "";
        if (asked.method().equals("POST")) {
            told.add(path.replaceFirst(".*:", "") + " " + asked.body());
            return new Answer(200, "");
        } else if (path.equals("/purchases/voidedpurchases")) {
            return Answer.of(Answer.map("voidedPurchases", List.copyOf(voided)));
        } else if (path.startsWith("/orders/")) {
            return Answer.of(plans.order(path.substring(8))
                    .orElseGet(() -> Answer.map("orderId", path.substring(8), "total", GooglePlans.PRICE)));
        } else if (path.startsWith("/purchases/subscriptionsv2/tokens/")) {
            return plans.subscription(path.substring(path.lastIndexOf('/') + 1))
                    .map(Answer::of)
                    .orElseGet(() -> error(404, "no subscription"));
        }
        Map<String, Object> purchase = purchases.get(path.replaceFirst("^/purchases/productsv2/tokens/", ""));
        return purchase == null ? error(404, "no purchase") : Answer.of(purchase);
    }

    private static Answer error(int status, String message) {
        return Answer.of(status, Answer.map("error", Answer.map("code", status, "message", message)));
    }

    private Answer token(String assertion) {
        try {
            String[] parts = assertion.split("\\.");
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(account.getPublic());
            check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return check.verify(Base64.getUrlDecoder().decode(parts[2]))
                    ? Answer.of(Answer.map("access_token", ACCESS, "expires_in", 3599, "token_type", "Bearer"))
                    : Answer.of(400, Answer.map("error", "invalid_grant"));
        } catch (GeneralSecurityException e) {
            return Answer.of(400, Answer.map("error", "invalid_grant"));
        }
    }

    private Map<String, Object> certificate() {
        RSAPublicKey key = (RSAPublicKey) pusher.getPublic();
        return Answer.map(
                "kty",
                "RSA",
                "alg",
                "RS256",
                "use",
                "sig",
                "kid",
                "paper",
                "n",
                part(key.getModulus().toByteArray()),
                "e",
                part(key.getPublicExponent().toByteArray()));
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Sells. @param state PURCHASED or PENDING @param account null for none @return the purchase token */
    public synchronized String sell(String product, int quantity, String state, String account) {
        String token = "paper-token-" + numbers.incrementAndGet();
        purchases.put(
                token,
                Answer.map(
                        "kind",
                        "androidpublisher#productPurchaseV2",
                        "orderId",
                        "GPA.0000-0000-0000-" + numbers.get(),
                        "purchaseStateContext",
                        Answer.map("purchaseState", state),
                        "obfuscatedExternalAccountId",
                        account,
                        "productLineItem",
                        List.of(Answer.map(
                                "productId",
                                product,
                                "productOfferDetails",
                                Answer.map("quantity", quantity, "refundableQuantity", quantity)))));
        return token;
    }

    /** Its subscriptions. */
    public GooglePlans plans() {
        return plans;
    }

    /** Says that something became of a subscription. @param type Google's number: 4 bought, 2 renewed, 12 revoked, 13 expired, ... */
    public Notice tellPlan(int type, String token) {
        return push("subscriptionNotification", Answer.map("notificationType", type, "purchaseToken", token));
    }

    /** Changes a purchase. */
    public synchronized void twist(String token, String name, Object value) {
        purchases.get(token).put(name, value);
    }

    /** Takes pieces back, without a word. @param all whether it is cancelled */
    public synchronized void takeBack(String token, int left, boolean all) {
        @SuppressWarnings("unchecked")
        Map<String, Object> line =
                ((List<Map<String, Object>>) purchases.get(token).get("productLineItem")).get(0);
        @SuppressWarnings("unchecked")
        Map<String, Object> offer = (Map<String, Object>) line.get("productOfferDetails");
        offer.put("refundableQuantity", left);
        Map<String, Object> entry = Answer.map(
                "kind",
                "androidpublisher#voidedPurchase",
                "purchaseToken",
                token,
                "voidedTimeMillis",
                Long.toString(System.currentTimeMillis()),
                "voidedReason",
                1);
        if (all) {
            twist(token, "purchaseStateContext", Answer.map("purchaseState", "CANCELLED"));
        } else {
            entry.put("voidedQuantity", (Integer) offer.get("quantity") - left);
        }
        voided.add(entry);
    }

    /** A notification, sent if there is somebody to send it to. @param kind like oneTimeProductNotification */
    public Notice push(String kind, Map<String, Object> content) {
        Notice notice = push(body(APP, kind, content), claims(AUDIENCE, PUSHER), "paper", pusher.getPrivate());
        last = notice;
        postman.filter(p -> !quiet).ifPresent(p -> p.bring(notice));
        return notice;
    }

    /** The last notification, told or not, with a token that Google would not give. */
    private Notice forged(String how) {
        return switch (how) {
            case "key" -> push(last.body(), claims(AUDIENCE, PUSHER), "paper", pair().getPrivate());
            case "audience" -> push(
                    last.body(), claims("https://elsewhere.example", PUSHER), "paper", pusher.getPrivate());
            case "sender" -> push(
                    last.body(), claims(AUDIENCE, "somebody@paper.example"), "paper", pusher.getPrivate());
            case "unsigned" -> new Notice(Map.of("content-type", "application/json"), last.body());
            default -> throw new IllegalArgumentException("key, audience, sender or unsigned, not " + how);
        };
    }

    /** A push whose token says what it likes. @param rightKey whether Google's key signs it */
    public Notice forged(String app, Map<String, Object> claims, boolean rightKey) {
        return push(
                body(app, "testNotification", Map.of()),
                claims,
                "paper",
                rightKey ? pusher.getPrivate() : pair().getPrivate());
    }

    /** Claims of a good token. */
    public static Map<String, Object> claims(String audience, String email) {
        long now = System.currentTimeMillis() / 1000;
        return Answer.map(
                "iss",
                "https://accounts.google.com",
                "aud",
                audience,
                "email",
                email,
                "email_verified",
                true,
                "iat",
                now,
                "exp",
                now + 3600);
    }

    private String body(String app, String kind, Map<String, Object> content) {
        String data = Answer.json(Answer.map(
                "version",
                "1.0",
                "packageName",
                app,
                "eventTimeMillis",
                Long.toString(System.currentTimeMillis()),
                kind,
                content));
        return Answer.json(Answer.map(
                "message",
                Answer.map(
                        "data", Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)),
                        "messageId", Long.toString(numbers.incrementAndGet())),
                "subscription",
                "projects/paper/subscriptions/notices"));
    }

    private static Notice push(String body, Map<String, Object> claims, String keyId, PrivateKey key) {
        try {
            String head = Answer.json(Answer.map("alg", "RS256", "kid", keyId, "typ", "JWT"));
            String text = part(head.getBytes(StandardCharsets.UTF_8)) + "."
                    + part(Answer.json(claims).getBytes(StandardCharsets.UTF_8));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return new Notice(Map.of("authorization", "Bearer " + text + "." + part(signature.sign())), body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Answer counter(Asked asked) {
        String verb = asked.path().substring(Loopback.COUNTER.length());
        String id = asked.value("id").orElse("");
        switch (verb) {
            case "quiet" -> quiet = asked.value("on").orElse("yes").equals("yes");
            case "again" -> id = Integer.toString(
                    postman.orElseThrow().again((int) asked.number("times", 1), asked.number("seed", 1)));
            case "forge" -> id = Integer.toString(
                    postman.orElseThrow().send(forged(asked.value("how").orElse("key"))));
            case "buy" -> {
                id = sell(
                        asked.value("product").orElse("pack100"),
                        1,
                        "PURCHASED",
                        asked.value("account").orElse(null));
                push("oneTimeProductNotification", Answer.map("notificationType", 1, "purchaseToken", id));
            }
            case "subscribe" -> {
                id = plans.subscribe(
                        asked.value("product").orElse("month"),
                        asked.value("account").orElse(null),
                        asked.number("seconds", 30 * 86_400));
                tellPlan(4, id);
            }
            case "renew" -> {
                plans.renew(id);
                tellPlan(2, id);
            }
            case "change" -> {
                id = plans.change(id, asked.value("product").orElse("large"), asked.number("used", 15 * 86_400));
                tellPlan(4, id);
            }
            case "end" -> {
                plans.end(id);
                tellPlan(12, id);
            }
            case "refund" -> {
                takeBack(id, 0, true);
                push("voidedPurchaseNotification", Answer.map("purchaseToken", id, "productType", 2, "refundType", 1));
            }
            case "trouble" -> troubles()
                    .set(Troubles.Kind.valueOf(asked.value("kind").orElse("NONE")));
            default -> throw new IllegalArgumentException(
                    "buy, subscribe, renew, change, end, refund, quiet, again, forge or trouble, not " + verb);
        }
        return Answer.of(Answer.map("id", id));
    }

    @Override
    public void close() {
        server.close();
    }
}
