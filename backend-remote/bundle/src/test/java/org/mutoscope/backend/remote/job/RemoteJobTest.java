package org.mutoscope.backend.remote.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderOutcome.Busy;
import org.mutoscope.api.backend.RenderOutcome.Completed;
import org.mutoscope.api.backend.RenderOutcome.Failed;
import org.mutoscope.api.backend.RenderOutcome.Refused;
import org.mutoscope.api.backend.RenderOutcome.Unknown;
import org.mutoscope.backend.remote.Attempt;
import org.mutoscope.backend.remote.Clip;
import org.mutoscope.backend.remote.Stub;
import org.mutoscope.backend.remote.wire.Call;
import org.mutoscope.backend.remote.wire.CallFault;
import org.mutoscope.backend.remote.wire.Hosts;

/** The road that all services share, with a service that says what the test wants. */
class RemoteJobTest {
    private static final String BASE = "https://api.example.com";
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
    private static final long PRICE = 400_000;

    private final ScriptedService service = new ScriptedService();
    private final Claims claims = new Claims();
    private Instant now = NOW;
    private Set<String> paidEnds = Set.of("cancelled");
    private String price = "*:100000";

    @TempDir
    Path folder;

    private Attempt attempt;

    @BeforeEach
    void begin() {
        attempt = new Attempt(folder);
        service.standings.add(done());
    }

    private static Standing done() {
        return new Standing.Done(List.of(Standing.Output.in(Stub.CLIP)), OptionalLong.empty());
    }

    private static Standing running() {
        return new Standing.Running(0.5, "render", Optional.empty());
    }

    private RenderOutcome run() throws InterruptedException {
        Limits limits = new Limits(
                Duration.ofMillis(1),
                Duration.ofHours(1),
                Duration.ofMinutes(30),
                1000,
                Duration.ofMinutes(1),
                paidEnds);
        RemoteModel model =
                new RemoteModel(ModelOffer.named("m").build(), "M", false, PriceRule.of(price, ""), Map.of());
        Call call = new Call(Hosts.of(URI.create(BASE), List.of()), Map.of(), Duration.ofMinutes(1));
        Order order = new Order(Clip.of("m"), model, "video_0123-" + attempt.attempt());
        Shop shop = new Shop(service, call, limits, claims);
        return new RemoteJob(shop, attempt, Clock.fixed(now, ZoneOffset.UTC)).run(order, BASE);
    }

    private Failed failed() throws InterruptedException {
        return assertInstanceOf(Failed.class, run());
    }

    @Test
    void aClipIsOrderedFollowedFetchedAndBilled() throws Exception {
        service.standings.addFirst(running());
        Completed completed = assertInstanceOf(Completed.class, run());
        assertArrayEquals(Stub.CLIP, attempt.clip);
        assertEquals("up-1", completed.facts().get("upstream_id"));
        assertEquals(List.of(PRICE + " settled"), attempt.costs);
        assertEquals(List.of("submit video_0123-1", "look up-1", "look up-1"), service.asked);
    }

    @Test
    void theIntentIsWrittenBeforeTheServiceIsAsked() throws Exception {
        service.atSubmit = () -> assertTrue(attempt.lastTicket().contains("INTENT"), attempt.lastTicket());
        run();
        assertEquals(2, attempt.tickets.size());
        assertTrue(attempt.lastTicket().contains("up-1"));
    }

    @Test
    void afterARestartItIsFollowedAndNotOrderedAgain() throws Exception {
        run();
        service.asked.clear();
        attempt = attempt.next();
        assertInstanceOf(Completed.class, run());
        assertEquals(List.of("look up-1"), service.asked);
    }

    @Test
    void anIntentWithoutANameIsNeverOrderedAgain() throws Exception {
        service.fault = new CallFault(CallFault.Kind.NO_ANSWER, "cut");
        Unknown unknown = assertInstanceOf(Unknown.class, run());
        service.asked.clear();
        attempt = attempt.next(unknown.ticket());
        assertInstanceOf(Unknown.class, run());
        assertEquals(List.of("find video_0123-1"), service.asked);
        assertEquals(List.of(), attempt.costs);
    }

    @Test
    void anIntentThatTheServiceKnowsIsFollowed() throws Exception {
        service.fault = new CallFault(CallFault.Kind.NO_ANSWER, "cut");
        service.found = Service.Found.there(Submitted.Accepted.as("up-9"));
        assertInstanceOf(Completed.class, run());
        assertEquals(List.of("submit video_0123-1", "find video_0123-1", "look up-9"), service.asked);
    }

    @Test
    void anIntentThatWasSurelyNeverBegunIsOrderedByTheNextAttempt() throws Exception {
        service.fault = new CallFault(CallFault.Kind.NO_ANSWER, "cut");
        String doubt = assertInstanceOf(Unknown.class, run()).ticket();
        service.found = Service.Found.never();
        service.fault = null;
        attempt = attempt.next(doubt);
        assertInstanceOf(Busy.class, run());
        attempt = attempt.next();
        assertInstanceOf(Completed.class, run());
    }

    @Test
    void aDoubtEndsByRuleAndIsCountedAsPaid() throws Exception {
        service.submitted = new Submitted.Doubtful("502");
        String doubt = assertInstanceOf(Unknown.class, run()).ticket();
        now = NOW.plus(Duration.ofMinutes(31));
        attempt = attempt.next(doubt);
        assertFalse(failed().retryable());
        assertEquals(List.of(PRICE + " settled"), attempt.costs);
        assertTrue(attempt.lastTicket().contains("OVER"));
    }

    @Test
    void aDoubtThatCanHaveCostNothingIsTriedAgain() throws Exception {
        price = "";
        service.submitted = new Submitted.Doubtful("502");
        String doubt = assertInstanceOf(Unknown.class, run()).ticket();
        now = NOW.plus(Duration.ofMinutes(31));
        attempt = attempt.next(doubt);
        assertTrue(failed().retryable());
        assertEquals(List.of(), attempt.costs);
    }

    @Test
    void whatWasNotTakenLeavesNoTicketAndNoCost() throws Exception {
        service.fault = new CallFault(CallFault.Kind.NOT_SENT, "refused");
        assertTrue(failed().retryable());
        assertTrue(attempt.lastTicket().contains("OVER"));
        assertEquals(List.of(), attempt.costs);
        service.fault = null;
        service.submitted = new Submitted.Turned(new Busy(Duration.ofSeconds(3)));
        attempt = attempt.next();
        assertEquals(new Busy(Duration.ofSeconds(3)), run());
    }

    @Test
    void aJobThatTheServiceLostIsADoubtIfItIsPaidAndAnewIfNot() throws Exception {
        service.standings.clear();
        service.standings.add(new Standing.Lost());
        String ticket = assertInstanceOf(Unknown.class, run()).ticket();
        now = NOW.plus(Duration.ofMinutes(31));
        attempt = attempt.next(ticket);
        assertEquals("upstream_lost", failed().code());
        assertEquals(List.of(PRICE + " settled"), attempt.costs);

        now = NOW;
        price = "";
        attempt = new Attempt(folder);
        assertTrue(failed().retryable());
    }

    @Test
    void oneLookThatFindsNothingIsNoLoss() throws Exception {
        service.standings.addFirst(new Standing.Lost());
        assertInstanceOf(Completed.class, run());
    }

    @Test
    void aServiceThatIsAwayForAWhileIsAskedAgain() throws Exception {
        service.standings.addFirst(new Standing.Unclear("502", Optional.empty()));
        assertInstanceOf(Completed.class, run());
    }

    @Test
    void whenTheAttemptsTimeIsOverTheJobStaysAtTheService() throws Exception {
        service.standings.addFirst(running());
        attempt.remaining = Duration.ofSeconds(3);
        String ticket = assertInstanceOf(Unknown.class, run()).ticket();
        assertFalse(service.asked.contains("cancel up-1"));
        attempt = attempt.next(ticket);
        assertInstanceOf(Completed.class, run());
    }

    @Test
    void aJobThatTakesTooLongIsEndedAndCountedAsPaid() throws Exception {
        service.standings.clear();
        service.standings.add(running());
        attempt.remaining = Duration.ofSeconds(3);
        String ticket = assertInstanceOf(Unknown.class, run()).ticket();
        now = NOW.plus(Duration.ofMinutes(61));
        attempt = attempt.next(ticket);
        assertEquals("upstream_overdue", failed().code());
        assertTrue(service.asked.contains("cancel up-1"));
        assertEquals(PRICE + " settled", attempt.costs.get(attempt.costs.size() - 1));
    }

    @Test
    void aJobThatWasDoneWhileNobodyLookedIsFetchedHoweverLate() throws Exception {
        attempt.remaining = Duration.ofSeconds(3);
        String ticket = assertInstanceOf(Unknown.class, run()).ticket();
        now = NOW.plus(Duration.ofHours(20));
        attempt = attempt.next(ticket);
        assertInstanceOf(Completed.class, run());
    }

    @Test
    void aCancelledJobIsEndedAtTheServiceAndItsCostIsTold() {
        service.standings.clear();
        service.standings.add(running());
        service.afterCancel = new Standing.Stopped(OptionalLong.of(120_000));
        interruptAtLook(true);
        assertThrows(InterruptedException.class, this::run);
        assertTrue(service.asked.contains("cancel up-1"));
        assertEquals(List.of("120000 settled"), attempt.costs);
    }

    @Test
    void aServiceThatSaysNothingOfACancelledJobIsTakenToChargeItInFull() {
        service.standings.clear();
        service.standings.add(running());
        service.afterCancel = new Standing.Lost();
        interruptAtLook(true);
        assertThrows(InterruptedException.class, this::run);
        assertEquals(List.of(PRICE + " settled"), attempt.costs);
    }

    @Test
    void aJobThatCannotBeStoppedIsCountedAsPaid() {
        service.standings.clear();
        service.standings.add(running());
        interruptAtLook(true);
        assertThrows(InterruptedException.class, this::run);
        assertEquals(List.of(PRICE + " settled"), attempt.costs);
    }

    @Test
    void anUpdateOrAStopOfThePlatformLeavesTheJobAtTheService() throws Exception {
        service.standings.clear();
        service.standings.add(running());
        interruptAtLook(false);
        Unknown unknown = assertInstanceOf(Unknown.class, run());
        assertTrue(unknown.ticket().contains("up-1"));
        assertFalse(service.asked.contains("cancel up-1"));
    }

    private void interruptAtLook(boolean unwanted) {
        service.atLook = () -> {
            if (!service.asked.contains("cancel up-1")) {
                attempt.unwanted = unwanted;
                Thread.currentThread().interrupt();
            }
        };
    }

    @Test
    void whatAnEarlierAttemptLeftIsEndedWhenNobodyWantsItAnyMore() throws Exception {
        service.standings.clear();
        service.standings.add(new Standing.Lost());
        String doubt = assertInstanceOf(Unknown.class, run()).ticket();
        service.asked.clear();
        service.afterCancel = new Standing.Stopped(OptionalLong.of(7));
        attempt = attempt.next(doubt);
        attempt.unwanted = true;
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, this::run);
        assertEquals(List.of("cancel up-1", "look up-1"), service.asked);
        assertEquals(List.of("7 settled"), attempt.costs);
    }

    @Test
    void anAttemptThatIsStoppedBeforeItBeginsOrdersNothing() {
        attempt.unwanted = true;
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, this::run);
        assertEquals(List.of(), service.asked);
    }

    @Test
    void aJobThatWasCancelledWhileItWasOrderedIsEnded() {
        service.atSubmit = () -> attempt.superseded = true;
        service.afterCancel = new Standing.Stopped(OptionalLong.of(0));
        assertThrows(IllegalStateException.class, this::run);
        assertTrue(service.asked.contains("cancel up-1"));
    }

    @Test
    void aRefusalEndsTheJobAndCostsWhatItCosts() throws Exception {
        service.standings.clear();
        service.standings.add(new Standing.Declined("moderation_blocked", "no", OptionalLong.of(50_000)));
        assertEquals(
                "moderation_blocked", assertInstanceOf(Refused.class, run()).code());
        assertEquals(List.of("50000 settled"), attempt.costs);
    }

    @Test
    void aFailureIsTriedAgainOnlyIfItCostNothing() throws Exception {
        service.standings.clear();
        service.standings.add(new Standing.Broken("upstream_failed", "bad", OptionalLong.empty(), true));
        assertTrue(failed().retryable());
        assertEquals(List.of("0 settled"), attempt.costs);
        paidEnds = Set.of("failed");
        attempt = new Attempt(folder);
        assertFalse(failed().retryable());
        assertEquals(List.of(PRICE + " settled"), attempt.costs);
    }

    @Test
    void whatTheServiceSaysItCostsIsTold() throws Exception {
        service.submitted = new Submitted.Accepted("up-1", Map.of(), OptionalLong.of(480_000));
        service.standings.clear();
        service.standings.add(new Standing.Done(List.of(Standing.Output.in(Stub.CLIP)), OptionalLong.of(500_000)));
        run();
        assertEquals(List.of("480000 so far", "500000 settled"), attempt.costs);
    }

    @Test
    void bytesThatAreNoVideoEndItAndArePaid() throws Exception {
        service.standings.clear();
        service.standings.add(
                new Standing.Done(List.of(Standing.Output.in("<html>".getBytes())), OptionalLong.empty()));
        assertEquals("output_unreadable", failed().code());
        assertEquals(List.of(PRICE + " settled"), attempt.costs);
    }

    @Test
    void aTicketThatCannotBeReadIsNoReasonToOrderAgain() throws Exception {
        attempt = attempt.next("something else");
        assertFalse(failed().retryable());
        assertEquals(List.of(), service.asked);
    }

    @Test
    void aNameThatCannotBeKeptIsEndedAtOnce() {
        service.submitted = Submitted.Accepted.as("x".repeat(2000));
        service.afterCancel = new Standing.Stopped(OptionalLong.of(0));
        assertThrows(IllegalStateException.class, this::run);
        assertTrue(service.asked.stream().anyMatch(asked -> asked.startsWith("cancel")));
    }

    @Test
    void whatHasToBeOverSoonIsInterruptedAgainAndLeavesNoTrace() {
        java.util.concurrent.CountDownLatch never = new java.util.concurrent.CountDownLatch(1);
        assertFalse(Haste.within(Duration.ofMillis(20), never::await));
        assertFalse(Thread.currentThread().isInterrupted());
        assertTrue(Haste.within(Duration.ofMinutes(1), () -> {}));
    }

    @Test
    void theTicketSurvivesBeingWritten() {
        Ticket ticket =
                Ticket.intent("k", BASE, NOW, 5).sent("id", Map.of("a", "b")).inDoubt(NOW);
        assertEquals(Optional.of(ticket), Ticket.read(ticket.text()));
        assertEquals(Optional.empty(), Ticket.read("{}"));
        assertEquals(Optional.empty(), Ticket.read("{\"v\":1,\"s\":\"ELSE\"}"));
    }

    @Test
    void aPriceIsTheMostExactLine() {
        PriceRule rule = PriceRule.of("*:100000|1792x1024:500000|*+audio:200000", "*:7");
        assertEquals(400_007, rule.micros(new org.mutoscope.api.media.FrameSize(1280, 720), false, 4));
        assertEquals(800_007, rule.micros(new org.mutoscope.api.media.FrameSize(1280, 720), true, 4));
        assertEquals(2_000_007, rule.micros(new org.mutoscope.api.media.FrameSize(1792, 1024), false, 4));
        assertThrows(IllegalArgumentException.class, () -> PriceRule.of("0.1", ""));
        assertThrows(IllegalArgumentException.class, () -> PriceRule.of("*:99999999999", ""));
    }
}
