package org.mutoscope.payout.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.revenue.PayoutProvider.Onboarding;
import org.mutoscope.api.revenue.PayoutProvider.PayoutOutcome;
import org.mutoscope.api.revenue.PayoutProvider.PayoutRequest;
import org.mutoscope.billing.standins.Notice;
import org.mutoscope.billing.standins.StripeStandIn;
import org.mutoscope.billing.standins.Troubles;
import org.mutoscope.tck.Configured;

@Timeout(300)
class StripePayoutTest {
    private final StripeStandIn stripe = new StripeStandIn(0);
    private final StripeProvider provider = provider(Map.of());

    private StripeProvider provider(Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(Map.of(
                "server",
                stripe.url(),
                "key",
                StripeStandIn.KEY,
                "return_url",
                "https://video.example/payouts",
                "webhook_secrets",
                new String[] {StripeStandIn.SECRET}));
        values.putAll(more);
        return new StripeProvider(Settings.of(Configured.of(StripeConfig.class, values)), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        stripe.close();
    }

    private PayoutRequest request(String key, String account, long minor, String currency) {
        return new PayoutRequest(key, "acct_holder", account, minor, currency);
    }

    private static String code(PayoutOutcome outcome) {
        return assertInstanceOf(PayoutOutcome.Returned.class, outcome).code();
    }

    // Bad input

    @Test
    void allProblemsOfAConfigurationAreSaidAtOnceAndNotTheKey() {
        String said = assertThrows(
                        IllegalArgumentException.class,
                        () -> provider(Map.of(
                                "server",
                                "https://evil.example",
                                "key",
                                "sk_live_1234",
                                "return_url",
                                "javascript:1",
                                "webhook_secrets",
                                new String[] {"secret"},
                                "request_seconds",
                                0)))
                .getMessage();
        for (String part : List.of("server", "key", "return.url", "webhook.secrets", "request.seconds")) {
            assertTrue(said.contains(part), said);
        }
        assertFalse(said.contains("sk_live_1234"), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "acct_", "DE75512108001245126199", "acct_1/../2", "acct_1 ", "ca_1"})
    void whatIsNoAccountIsNotPaid(String destination) throws Exception {
        assertTrue(provider.refused(destination).isPresent());
        assertEquals("invalid_destination", code(provider.send(request("po1", destination, 100, "USD"))));
        assertEquals(0, stripe.requests());
    }

    @Test
    void whatStripeRefusesIsSurelyNotSent() throws Exception {
        String closed = stripe.account(false);
        assertEquals("insufficient_capabilities_for_transfer", code(provider.send(request("po1", closed, 100, "USD"))));
        assertEquals("resource_missing", code(provider.send(request("po2", "acct_nobody", 100, "USD"))));
        stripe.balance(99);
        assertEquals("balance_insufficient", code(provider.send(request("po3", stripe.account(true), 100, "USD"))));
        assertEquals("currency_not_paid", code(provider.send(request("po4", closed, 100, "BHD"))));
        assertEquals("amount_not_paid", code(provider.send(request("po5", closed, 100_000_000, "USD"))));
        assertEquals(List.of(), stripe.transfers());
    }

    @ParameterizedTest
    @EnumSource(
            value = Troubles.Kind.class,
            names = {"NONE", "DONE_BROKEN", "DONE_SLOW"},
            mode = EnumSource.Mode.EXCLUDE)
    void aBadAnswerIsNoAnswer(Troubles.Kind kind) throws Exception {
        StripeProvider hasty = provider(Map.of("request_seconds", 1));
        String account = stripe.account(true);
        stripe.troubles().set(kind);
        assertInstanceOf(PayoutOutcome.Unknown.class, hasty.lookup("po1"));
        assertInstanceOf(PayoutOutcome.Unknown.class, hasty.send(request("po1", account, 100, "USD")));
        assertEquals(List.of(), stripe.transfers());
    }

    // Sending

    @Test
    void aTransferIsSentOnce() throws Exception {
        String account = stripe.account(true);
        PayoutOutcome sent = provider.send(request("po1", account, 1234, "USD"));
        assertTrue(assertInstanceOf(PayoutOutcome.Sent.class, sent).arrived());
        assertEquals(sent, provider.send(request("po1", account, 1234, "USD")));
        assertEquals(sent, provider.lookup("po1"));
        assertInstanceOf(PayoutOutcome.Unknown.class, provider.send(request("po1", account, 1235, "USD")));
        Map<String, Object> transfer = stripe.transfers().get(0);
        assertEquals(1, stripe.transfers().size());
        assertEquals(1234L, transfer.get("amount"));
        assertEquals("usd", transfer.get("currency"));
        assertEquals("not_found", code(provider.lookup("po2")));
    }

    @Test
    void kronurAreCountedInHundredthsAtStripe() throws Exception {
        provider.send(request("po1", stripe.account(true), 12, "ISK"));
        assertEquals(1200L, stripe.transfers().get(0).get("amount"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Troubles.Kind.class,
            names = {"DONE_BROKEN", "DONE_SLOW"})
    void whatWasDoneWithoutAWordIsFoundAndNotDoneAgain(Troubles.Kind kind) throws Exception {
        String account = stripe.account(true);
        // The first call only looks; what is done without a word is the second. So the trouble begins in between.
        StripeApi api = new StripeApi(Settings.of(Configured.of(
                StripeConfig.class,
                Map.of(
                        "server",
                        stripe.url(),
                        "key",
                        StripeStandIn.KEY,
                        "return_url",
                        "https://video.example/",
                        "request_seconds",
                        1))));
        stripe.troubles().set(kind);
        assertThrows(
                StripeSilent.class,
                () -> api.post(
                        "transfers",
                        "po1",
                        "amount",
                        "100",
                        "currency",
                        "usd",
                        "destination",
                        account,
                        "transfer_group",
                        "po1"));
        stripe.troubles().wake();
        stripe.troubles().set(Troubles.Kind.NONE);
        assertInstanceOf(PayoutOutcome.Sent.class, provider.lookup("po1"));
        assertInstanceOf(PayoutOutcome.Sent.class, provider.send(request("po1", account, 100, "USD")));
        assertEquals(1, stripe.transfers().size());
    }

    @Test
    void whatIsTakenBackIsReturned() throws Exception {
        String account = stripe.account(true);
        provider.send(request("po1", account, 1000, "USD"));
        assertEquals("reversed", code(provider.reverse("po1")));
        assertEquals("reversed", code(provider.reverse("po1")));
        assertEquals("reversed", code(provider.lookup("po1")));
        provider.send(request("po2", account, 1000, "USD"));
        stripe.takeBack((String) stripe.transfers().get(1).get("id"), 400);
        assertInstanceOf(PayoutOutcome.Unknown.class, provider.lookup("po2"));
        assertEquals("not_found", code(provider.reverse("po3")));
    }

    // Holders and messages

    @Test
    void aHolderFollowsALinkUntilTheAccountMayBePaid() throws Exception {
        Onboarding begun = provider.onboard("acct_h1", Optional.empty()).orElseThrow();
        assertTrue(begun.link().orElseThrow().startsWith("https://"), begun::toString);
        assertFalse(begun.ready());
        assertEquals(
                begun.destination(),
                provider.onboard("acct_h1", Optional.empty()).orElseThrow().destination());
        assertEquals(Optional.empty(), provider.refused(begun.destination()));
        stripe.enable(begun.destination(), true);
        assertEquals(
                Optional.of(new Onboarding(begun.destination(), Optional.empty(), true)),
                provider.onboard("acct_h1", Optional.of(begun.destination())));
    }

    @Test
    void aMessageNamesAPayoutAndNothingElse() throws Exception {
        provider.send(request("po1", stripe.account(true), 1000, "USD"));
        Notice notice = stripe.takeBack((String) stripe.transfers().get(0).get("id"), 1000);
        byte[] body = notice.body().getBytes(StandardCharsets.UTF_8);
        assertEquals(List.of("po1"), provider.concerned(notice.headers(), body));
        assertThrows(IllegalArgumentException.class, () -> provider.concerned(Map.of(), body));
        assertThrows(
                IllegalArgumentException.class,
                () -> provider.concerned(notice.headers(), (notice.body() + " ").getBytes(StandardCharsets.UTF_8)));
        Notice old =
                StripeStandIn.signed(notice.body(), StripeStandIn.SECRET, System.currentTimeMillis() / 1000 - 3600);
        assertThrows(IllegalArgumentException.class, () -> provider.concerned(old.headers(), body));
    }
}
