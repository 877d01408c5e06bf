package org.mutoscope.billing.appstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.apple.itunes.storekit.model.Environment;
import com.apple.itunes.storekit.verification.SignedDataVerifier;
import com.apple.itunes.storekit.verification.VerificationException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mutoscope.api.billing.NoticeRefused;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.paper.Chain;
import org.mutoscope.paper.Jws;
import org.mutoscope.paper.Mint;
import org.mutoscope.paper.Order;
import org.mutoscope.paper.PaperStore;
import org.mutoscope.paper.Product;
import org.mutoscope.paper.Recipe;
import org.mutoscope.paper.Recipe.Mark;
import org.mutoscope.tck.LentContext;
import org.mutoscope.tck.SentNotice;
import org.mutoscope.tck.SentProof;

/**
 * 48 kinds of signed data, good and bad. For each: what Apple's verifier says of it, which an update of the library may change, and what the
 * provider says, which is the same or stricter.
 */
@Timeout(600)
class VerifierCasesTest {
    private static final Instant NOW = Instant.now();

    @TempDir
    static Path folder;

    private static PaperStore store;
    private static String sold;

    @BeforeAll
    static void open() {
        store = new PaperStore(ConfigOf.APP, 0);
        sold = store.shop().buy(Order.of(Product.pack("pack", 4000), null));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    /** What is tried: some text, at verifiers that trust some root. */
    private static final class Attempt {
        private String text;
        private Chain trusted = store.chain();
        private boolean online;
        private Environment environment = Environment.PRODUCTION;
        private boolean notice;
        private Runnable between;

        Attempt(String text) {
            this.text = text;
        }

        Attempt trusting(Chain chain) {
            trusted = chain;
            return this;
        }

        Attempt online() {
            online = true;
            return this;
        }

        Attempt at(Environment verifier) {
            environment = verifier;
            return this;
        }

        Attempt notice() {
            notice = true;
            return this;
        }

        /** It is seen once before this happens. */
        Attempt seenBefore(Runnable event) {
            between = event;
            return this;
        }
    }

    private interface Making {
        Attempt attempt() throws Exception;
    }

    private record Case(String name, String apples, String ours, Making making) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(String name, String apples, String ours, Making making) {
        return new Case(name, apples, ours, making);
    }

    static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        all.addAll(texts());
        all.addAll(chains());
        all.addAll(contents());
        all.addAll(unsigned());
        all.addAll(revocations());
        all.addAll(notices());
        return all;
    }

    private static List<Case> texts() {
        String failure = "VERIFICATION_FAILURE";
        String invalid = "signature_invalid";
        return List.of(
                of("good, online checks off", "OK", "verified", () -> new Attempt(good())),
                of("the same again", "OK", "verified", () -> new Attempt(good()).seenBefore(() -> {})),
                of("tampered payload", failure, invalid, () -> {
                    String[] parts = good().split("\\.");
                    String payload = text(parts[1]).replace("\"quantity\":1", "\"quantity\":9");
                    return new Attempt(parts[0] + "." + coded(payload) + "." + parts[2]);
                }),
                of(
                        "alg none",
                        failure,
                        invalid,
                        () -> new Attempt(
                                Jws.unsigned(
                                                Map.of(
                                                        "alg",
                                                        "none",
                                                        "x5c",
                                                        store.chain().x5c()),
                                                json(fields())) + ".")),
                of("HS256 keyed with the leaf", failure, invalid, () -> new Attempt(hmac())),
                of("ES384", failure, invalid, () -> new Attempt(es384())),
                of("trailing newline", failure, invalid, () -> new Attempt(good() + "\n")),
                of("empty", failure, invalid, () -> new Attempt("")),
                of("garbage", failure, invalid, () -> new Attempt("MIIT.not a receipt. either \u0000")),
                of(
                        "no x5c",
                        failure,
                        invalid,
                        () -> new Attempt(Jws.signed(
                                Map.of("alg", "ES256"),
                                json(fields()),
                                store.chain().leafKey()))));
    }

    private static List<Case> chains() {
        String chain = "INVALID_CHAIN";
        String invalid = "chain_invalid";
        return List.of(
                of("x5c of two", "INVALID_CHAIN_LENGTH", invalid, () -> header(x5c().subList(0, 2))),
                of("x5c of four", "INVALID_CHAIN_LENGTH", invalid, () -> {
                    List<String> four = new ArrayList<>(x5c());
                    four.add(x5c().get(2));
                    return header(four);
                }),
                of("wrong order", chain, invalid, () -> header(List.of(x5c().get(1), x5c().get(0), x5c().get(2)))),
                of(
                        "foreign chain with equal names",
                        chain,
                        invalid,
                        () -> new Attempt(Jws.signed(Mint.mint(Recipe.good()), fields()))),
                of(
                        "leaf without its mark",
                        chain,
                        invalid,
                        () -> minted(Recipe.good().withLeafMark(Mark.MISSING))),
                of(
                        "leaf with its mark critical",
                        chain,
                        invalid,
                        () -> minted(Recipe.good().withLeafMark(Mark.CRITICAL))),
                of(
                        "intermediate without its mark",
                        chain,
                        invalid,
                        () -> minted(Recipe.good().withIntermediateMark(Mark.MISSING))),
                of(
                        "intermediate with its mark critical",
                        chain,
                        invalid,
                        () -> minted(Recipe.good().withIntermediateMark(Mark.CRITICAL))),
                of(
                        "intermediate that may not sign",
                        chain,
                        invalid,
                        () -> minted(Recipe.good().withoutAuthority())),
                of("expired when it signed", chain, invalid, () -> minted(expired())),
                of(
                        "third certificate from an alien root",
                        "OK",
                        "verified",
                        () -> header(List.of(
                                x5c().get(0),
                                x5c().get(1),
                                Mint.mint(Recipe.good()).x5c().get(2)))),
                of(
                        "leaf without digitalSignature",
                        "OK",
                        "verified",
                        () -> minted(Recipe.good().withoutUse())),
                // Apple's server is asked about old proofs, and its answer is not signed by this expired chain.
                of("expired leaf, signed while it was good, online checks off", "OK", "unknown", () -> {
                    Chain old = store.mint(expired());
                    Map<String, Object> payload = fields();
                    payload.put("signedDate", NOW.minus(Duration.ofDays(60)).toEpochMilli());
                    return new Attempt(Jws.signed(old, payload)).trusting(old);
                }),
                of("expired leaf, signed while it was good, online checks on", chain, invalid, () -> {
                    Chain old = store.mint(expired());
                    Map<String, Object> payload = fields();
                    payload.put("signedDate", NOW.minus(Duration.ofDays(60)).toEpochMilli());
                    return new Attempt(Jws.signed(old, payload)).trusting(old).online();
                }));
    }

    private static List<Case> contents() {
        String failure = "VERIFICATION_FAILURE";
        String environment = "INVALID_ENVIRONMENT";
        return List.of(
                of(
                        "other bundle id",
                        "INVALID_APP_IDENTIFIER",
                        "wrong_app",
                        () -> with(p -> p.put("bundleId", "com.x"))),
                of(
                        "sandbox at the production verifier",
                        environment,
                        "wrong_environment",
                        () -> with(p -> p.put("environment", "Sandbox"))),
                of("production at the sandbox verifier", environment, "wrong_environment", () -> new Attempt(good())
                        .at(Environment.SANDBOX)),
                of(
                        "Xcode's environment, signed",
                        environment,
                        "wrong_environment",
                        () -> with(p -> p.put("environment", "Xcode"))),
                of(
                        "unknown environment",
                        environment,
                        "wrong_environment",
                        () -> with(p -> p.put("environment", "Moon"))),
                of("no environment", environment, "wrong_environment", () -> with(p -> p.remove("environment"))),
                of(
                        "signed 30 days ahead",
                        "OK",
                        "signed_in_future",
                        () -> with(p -> p.put(
                                "signedDate", NOW.plus(Duration.ofDays(29)).toEpochMilli()))),
                of("no date of signature", "OK", "signed_date_missing", () -> with(p -> p.remove("signedDate"))),
                of("quantity -5", "OK", "quantity_invalid", () -> with(p -> p.put("quantity", -5))),
                of("unknown type of product", "OK", "product_type", () -> with(p -> p.put("type", "Hire purchase"))),
                of("unknown extra field", "OK", "verified", () -> with(p -> p.put("newIn2030", List.of(1)))),
                of(
                        "token that is no UUID",
                        failure,
                        "signature_invalid",
                        () -> with(p -> p.put("appAccountToken", "me"))),
                of("quantity as text", failure, "signature_invalid", () -> with(p -> p.put("quantity", "many"))),
                of(
                        "stray exp in the past",
                        failure,
                        "signature_invalid",
                        () -> with(p -> p.put("exp", 1_000_000_000))));
    }

    private static List<Case> unsigned() {
        List<Case> all = new ArrayList<>();
        for (Environment believer : List.of(Environment.XCODE, Environment.LOCAL_TESTING)) {
            Consumer<Map<String, Object>> there = p -> p.put("environment", believer.getValue());
            all.add(of("unsigned at a verifier for " + believer, "OK", "signature_invalid", () -> new Attempt(
                            Jws.unsigned(Map.of("alg", "ES256"), json(changed(there))) + ".AAAA")
                    .at(believer)));
            all.add(of("alg none at a verifier for " + believer, "OK", "signature_invalid", () -> new Attempt(
                            Jws.unsigned(Map.of("alg", "none"), json(changed(there))) + ".")
                    .at(believer)));
        }
        return all;
    }

    private static List<Case> revocations() {
        return List.of(
                of("good, online checks on", "OK", "verified", () -> new Attempt(good()).online()),
                of("leaf revoked, seen less than 15 minutes before", "OK", "verified", () -> {
                    Chain chain = store.mint(Recipe.good());
                    return new Attempt(Jws.signed(chain, fields()))
                            .trusting(chain)
                            .online()
                            .seenBefore(() -> store.ocsp().revoke(chain.leaf()));
                }),
                of("leaf revoked, never seen", "INVALID_CHAIN", "chain_invalid", () -> {
                    Chain chain = store.mint(Recipe.good());
                    store.ocsp().revoke(chain.leaf());
                    return new Attempt(Jws.signed(chain, fields()))
                            .trusting(chain)
                            .online();
                }),
                of("OCSP responder down", "RETRYABLE_VERIFICATION_FAILURE", "unknown", () -> {
                    Chain chain = Mint.mint(Recipe.good().withOcsp("http://127.0.0.1:1/ocsp"));
                    return new Attempt(Jws.signed(chain, fields()))
                            .trusting(chain)
                            .online();
                }),
                // Others saw this counted as retryable; on Java 17.0 it is not, which is stricter: Apple's certificates
                // name theirs.
                of("no OCSP responder named", "INVALID_CHAIN", "chain_invalid", () -> {
                    Chain chain = Mint.mint(Recipe.good());
                    return new Attempt(Jws.signed(chain, fields()))
                            .trusting(chain)
                            .online();
                }));
    }

    private static List<Case> notices() {
        return List.of(of("good notice around a rotten transaction", "OK", "refused", () -> {
            Map<String, Object> data = Map.of(
                    "bundleId", ConfigOf.APP.bundleId(),
                    "appAppleId", ConfigOf.APP.appleId(),
                    "environment", "Production",
                    "signedTransactionInfo", Jws.signed(Mint.mint(Recipe.good()), fields()));
            Map<String, Object> payload = Map.of(
                    "notificationType",
                    "ONE_TIME_CHARGE",
                    "notificationUUID",
                    "a-b-c",
                    "signedDate",
                    NOW.toEpochMilli(),
                    "data",
                    data);
            return new Attempt(Jws.signed(store.chain(), payload)).notice();
        }));
    }

    @Test
    void thereAre48() {
        assertEquals(48, cases().size());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isWhatItIs(Case each) throws Exception {
        Attempt attempt = each.making().attempt();
        assertEquals(each.ours(), ours(attempt, provider(attempt)), "the provider");
        attempt = each.making().attempt();
        assertEquals(each.apples(), apples(attempt), "Apple's verifier");
    }

    private static AppStoreProvider provider(Attempt attempt) throws Exception {
        Map<String, Object> values = ConfigOf.trusting(store, attempt.trusted, folder);
        values.put("online_checks", attempt.online);
        boolean signedOnes =
                attempt.environment == Environment.PRODUCTION || attempt.environment == Environment.SANDBOX;
        if (!signedOnes) {
            Map<String, Object> believing = new HashMap<>(values);
            believing.put("environments", new String[] {attempt.environment.getValue()});
            assertThrows(IllegalArgumentException.class, () -> ConfigOf.provider(believing));
        }
        values.put(
                "environments", new String[] {attempt.environment == Environment.SANDBOX ? "sandbox" : "production"});
        return ConfigOf.provider(values);
    }

    private static String ours(Attempt attempt, AppStoreProvider provider) throws Exception {
        if (attempt.notice) {
            NoticeRefused refused = assertThrows(
                    NoticeRefused.class,
                    () -> provider.interpret(
                            new SentNotice(Jws.json(Map.of("signedPayload", attempt.text))), new LentContext()));
            assertEquals("chain_invalid", refused.getMessage().split(":")[0]);
            return "refused";
        }
        if (attempt.between != null) {
            assertEquals(
                    "verified", word(provider.verify(new SentProof("acct_test", attempt.text), new LentContext())));
            attempt.between.run();
        }
        return word(provider.verify(new SentProof("acct_test", attempt.text), new LentContext()));
    }

    private static String word(ProofOutcome outcome) {
        if (outcome instanceof ProofOutcome.Rejected rejected) {
            return rejected.code();
        }
        return outcome instanceof ProofOutcome.Verified ? "verified" : "unknown";
    }

    private static String apples(Attempt attempt) throws Exception {
        SignedDataVerifier verifier = new SignedDataVerifier(
                Set.of(new ByteArrayInputStream(attempt.trusted.root().getEncoded())),
                ConfigOf.APP.bundleId(),
                ConfigOf.APP.appleId(),
                attempt.environment,
                attempt.online);
        try {
            if (attempt.notice) {
                verifier.verifyAndDecodeNotification(attempt.text);
            } else if (attempt.between != null) {
                verifier.verifyAndDecodeTransaction(attempt.text);
                attempt.between.run();
            }
            if (!attempt.notice) {
                verifier.verifyAndDecodeTransaction(attempt.text);
            }
            return "OK";
        } catch (VerificationException e) {
            return e.getStatus().name();
        }
    }

    @Test
    void askingOnlineMeansTwoQuestions() throws Exception {
        Chain chain = store.mint(Recipe.good());
        int before = store.ocsp().requests();
        Attempt attempt =
                new Attempt(Jws.signed(chain, fields())).trusting(chain).online();
        assertEquals("verified", ours(attempt, provider(attempt)));
        assertEquals(before + 2, store.ocsp().requests()); // one for the leaf, one for the intermediate
    }

    private static Map<String, Object> fields() {
        return store.shop().transaction(sold);
    }

    private static Map<String, Object> changed(Consumer<Map<String, Object>> change) {
        Map<String, Object> fields = fields();
        change.accept(fields);
        return fields;
    }

    private static Attempt with(Consumer<Map<String, Object>> change) {
        return new Attempt(Jws.signed(store.chain(), changed(change)));
    }

    private static String good() {
        return store.shop().signed(sold);
    }

    private static List<String> x5c() {
        return store.chain().x5c();
    }

    private static Attempt header(List<String> certificates) {
        return new Attempt(Jws.signed(
                Map.of("alg", "ES256", "x5c", certificates),
                json(fields()),
                store.chain().leafKey()));
    }

    private static Attempt minted(Recipe recipe) {
        Chain chain = store.mint(recipe);
        return new Attempt(Jws.signed(chain, fields())).trusting(chain);
    }

    private static Recipe expired() {
        return Recipe.good().withLeafValid(NOW.minus(Duration.ofDays(90)), NOW.minus(Duration.ofDays(30)));
    }

    private static String json(Map<String, ?> fields) {
        return Jws.json(fields);
    }

    private static String coded(String text) {
        return Jws.base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String coded) {
        return new String(Base64.getUrlDecoder().decode(coded), StandardCharsets.UTF_8);
    }

    private static String hmac() throws Exception {
        String content = Jws.unsigned(Map.of("alg", "HS256", "x5c", x5c()), json(fields()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(store.chain().leaf().getPublicKey().getEncoded(), "HmacSHA256"));
        return content + "." + Jws.base64(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String es384() throws Exception {
        String content = Jws.unsigned(Map.of("alg", "ES384", "x5c", x5c()), json(fields()));
        Signature signature = Signature.getInstance("SHA384withECDSAinP1363Format");
        signature.initSign(store.chain().leafKey());
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + Jws.base64(signature.sign());
    }
}
