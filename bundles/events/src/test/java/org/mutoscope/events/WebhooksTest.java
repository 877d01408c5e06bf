package org.mutoscope.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.mutoscope.core.events.Webhooks.Delivery;
import org.mutoscope.core.events.Webhooks.Endpoint;
import org.mutoscope.core.events.Webhooks.Secret;
import org.mutoscope.core.events.Webhooks.Wanted;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Events from the outbox to a server, on each database. */
class WebhooksTest {
    private static final List<String> BOTH = List.of("video.completed", "video.failed");

    @OnEachDatabase
    void whatEndsIsTold(Database database) throws Exception {
        try (Post post = database.post()) {
            Secret made = post.endpoint("ann", BOTH);
            post.endpoint("bob", BOTH);
            post.told("ann", "video_1", "job.completed");
            post.told("ann", "video_2", "job.failed");
            post.told("ann", "video_3", "job.queued");
            post.until(() -> post.delivered("ann", made) == 2);
            List<Receiver.Message> got = post.receiver.messages;
            assertEquals(2, got.size(), "bob is not told of ann's clips, nor anybody of a queued one");
            assertTrue(got.get(0).body().contains("\"type\":\"video.completed\",\"data\":{\"id\":\"video_1\"}"));
            assertTrue(got.get(1).body().contains("\"type\":\"video.failed\",\"data\":{\"id\":\"video_2\"}"));
            Receiver.Message first = got.get(0);
            assertTrue(first.body().contains("\"id\":\"" + first.id() + "\""));
            assertEquals(
                    Signature.of(List.of(made.secret()), first.id(), Long.parseLong(first.timestamp()), first.body()),
                    first.signature());
        }
    }

    /** What was there before an endpoint is not its matter. */
    @OnEachDatabase
    void olderEventsAreNotSent(Database database) throws Exception {
        try (Post post = database.post()) {
            post.told("ann", "video_1", "job.completed");
            post.clock.forward(Duration.ofSeconds(1));
            Secret made = post.endpoint("ann", BOTH);
            post.told("ann", "video_2", "job.completed");
            post.until(() -> post.delivered("ann", made) == 1);
            assertEquals(1, post.receiver.messages.size());
        }
    }

    @OnEachDatabase
    void whatDoesNotArriveIsTriedAgainForThreeDays(Database database) throws Exception {
        try (Post post = database.post()) {
            Secret made = post.endpoint("ann", BOTH);
            post.receiver.answer = message -> 500;
            post.told("ann", "video_1", "job.completed");
            post.until(() -> post.receiver.messages.size() == 1);
            Instant begun = post.clock.instant();
            int hours = 0;
            while (post.deliveries("ann", made).get(0).state().equals("pending")) {
                assertTrue(hours++ < 200, "never given up");
                post.clock.forward(Duration.ofHours(1));
                post.settled();
            }
            Delivery lost = post.deliveries("ann", made).get(0);
            assertEquals("failed", lost.state());
            assertEquals("the endpoint answered 500", lost.problem());
            assertEquals(500, lost.status());
            Duration tried = Duration.between(begun, post.clock.instant());
            assertTrue(tried.toHours() >= 60 && tried.toHours() <= 73, tried.toString());
            assertEquals(
                    1,
                    Set.copyOf(post.receiver.messages.stream()
                                    .map(Receiver.Message::id)
                                    .toList())
                            .size());
            Endpoint off = post.desk.find("ann", made.endpoint().id());
            assertFalse(off.enabled());
            assertTrue(off.note().contains("72 hours"), off.note());

            post.receiver.answer = message -> 200;
            post.desk.update(post.caller("ann"), off.id(), new Wanted(null, null, null));
            assertTrue(post.desk.find("ann", off.id()).enabled());
            assertEquals(1, post.desk.replay(post.caller("ann"), off.id(), null, begun.minusSeconds(60)));
            post.until(() -> post.delivered("ann", made) == 1);
        }
    }

    @OnEachDatabase
    void anEndpointThatIsGoneIsSwitchedOff(Database database) throws Exception {
        try (Post post = database.post()) {
            Secret made = post.endpoint("ann", BOTH);
            post.receiver.answer = message -> 410;
            post.told("ann", "video_1", "job.completed");
            post.until(() -> !post.desk.find("ann", made.endpoint().id()).enabled());
            post.told("ann", "video_2", "job.completed");
            post.settled();
            assertEquals(1, post.receiver.messages.size());
        }
    }

    /** A dead endpoint costs the others nothing. */
    @OnEachDatabase
    void oneDeadEndpointHoldsUpNobody(Database database) throws Exception {
        try (Post post = database.post()) {
            post.receiver.answer = message -> message.path().equals("/ann") ? 503 : 200;
            post.endpoint("ann", BOTH);
            Secret bob = post.endpoint("bob", BOTH);
            IntStream.range(0, 30).forEach(n -> post.told("ann", "video_a" + n, "job.completed"));
            IntStream.range(0, 30).forEach(n -> post.told("bob", "video_b" + n, "job.completed"));
            post.until(() -> post.delivered("bob", bob) == 30);
            long tried = post.receiver.messages.stream()
                    .filter(message -> message.path().equals("/ann"))
                    .count();
            assertEquals(1, tried, "left alone after its first failure");
        }
    }

    /** The process ends after sending and before writing it down: sent again, same id. */
    @OnEachDatabase
    void aRestartLosesNothing(Database database) throws Exception {
        try (Post post = database.post()) {
            Secret made = post.endpoint("ann", BOTH);
            post.stop();
            post.told("ann", "video_1", "job.completed");
            post.start();
            post.until(() -> post.delivered("ann", made) == 1);
            assertEquals(1, post.receiver.messages.size());
        }
    }

    @OnEachDatabase
    void anOldSecretSignsForADay(Database database) throws Exception {
        try (Post post = database.post()) {
            Secret made = post.endpoint("ann", BOTH);
            Secret next = post.desk.rotate(post.caller("ann"), made.endpoint().id(), true);
            assertNotEquals(made.secret(), next.secret());
            post.told("ann", "video_1", "job.completed");
            post.until(() -> post.receiver.messages.size() == 1);
            Receiver.Message both = post.receiver.messages.get(0);
            assertEquals(
                    Signature.of(
                            List.of(next.secret(), made.secret()),
                            both.id(),
                            Long.parseLong(both.timestamp()),
                            both.body()),
                    both.signature());
            post.clock.forward(Duration.ofHours(25));
            post.told("ann", "video_2", "job.completed");
            post.until(() -> post.receiver.messages.size() == 2);
            assertFalse(post.receiver.messages.get(1).signature().contains(" "));
        }
    }

    @OnEachDatabase
    void anExampleSaysWhatCameBack(Database database) throws Exception {
        try (Post post = database.post()) {
            Secret made = post.endpoint("ann", BOTH);
            String id = made.endpoint().id();
            assertEquals(204, post.desk.test("ann", id, "video.failed"));
            post.receiver.answer = message -> 404;
            Problem failed = assertThrows(Problem.class, () -> post.desk.test("ann", id, "video.failed"));
            assertEquals(Code.WEBHOOK_FAILED, failed.code());
            assertTrue(failed.getMessage().contains("answered 404"), failed.getMessage());
            assertEquals(
                    Code.INVALID_WEBHOOK,
                    assertThrows(Problem.class, () -> post.desk.test("ann", id, "batch.completed"))
                            .code());
        }
    }

    @OnEachDatabase
    void wrongOnesAreRefused(Database database) throws Exception {
        try (Post post = database.post()) {
            String good = post.receiver.url("/x");
            assertEquals(Code.INVALID_WEBHOOK, post.refused(new Wanted("", good, BOTH)));
            assertEquals(Code.INVALID_WEBHOOK, post.refused(new Wanted("x".repeat(101), good, BOTH)));
            assertEquals(Code.INVALID_WEBHOOK, post.refused(new Wanted("n", good, List.of())));
            assertEquals(Code.INVALID_WEBHOOK, post.refused(new Wanted("n", good, List.of("batch.completed"))));
            assertEquals(
                    Code.INVALID_WEBHOOK,
                    post.refused(new Wanted("n", good, List.of("mutoscope.backend.budget_spent"))));
            assertEquals(Code.ADDRESS_REFUSED, post.refused(new Wanted("n", null, BOTH)));
            assertEquals(Code.INVALID_WEBHOOK, post.refused(new Wanted("n", "http://a b", BOTH)));
            assertEquals(Code.ADDRESS_REFUSED, post.refused(new Wanted("n", "http://10.0.0.1/", BOTH)));
            assertEquals(Code.ADDRESS_REFUSED, post.refused(new Wanted("n", "ftp://8.8.8.8/", BOTH)));
            post.config.set("endpoints_per_account", 1);
            Secret made = post.endpoint("ann", BOTH);
            assertEquals(Code.TOO_MANY_WEBHOOKS, post.refused(new Wanted("n", good, BOTH)));
            assertEquals(
                    Code.WEBHOOK_NOT_FOUND,
                    assertThrows(
                                    Problem.class,
                                    () -> post.desk.find("bob", made.endpoint().id()))
                            .code());
        }
    }

    @OnEachDatabase
    void operatorsHearOfTheHouse(Database database) throws Exception {
        try (Post post = database.post()) {
            Secret made = post.desk.create(
                    post.caller("olga", Role.OPERATOR),
                    new Wanted("n", post.receiver.url("/olga"), List.of("mutoscope.backend.budget_spent")));
            post.told(null, "pika", "backend.budget_spent");
            post.until(() -> post.delivered("olga", made) == 1);
            assertTrue(post.receiver.messages.get(0).body().contains("\"data\":{\"id\":\"pika\"}"));
        }
    }

    @OnEachDatabase
    void listsArePagedAndDeletedOnesAreGone(Database database) throws Exception {
        try (Post post = database.post()) {
            List<String> ids = IntStream.range(0, 3)
                    .mapToObj(n -> post.endpoint("ann", BOTH).endpoint().id())
                    .toList();
            List<Endpoint> page = post.desk.list("ann", null, 2, false);
            assertEquals(ids.subList(0, 2), page.stream().map(Endpoint::id).toList());
            assertEquals(
                    ids.subList(2, 3),
                    post.desk.list("ann", ids.get(1), 2, false).stream()
                            .map(Endpoint::id)
                            .toList());
            assertEquals(ids.get(2), post.desk.list("ann", null, 1, true).get(0).id());
            post.desk.delete(post.caller("ann"), ids.get(0));
            assertThrows(Problem.class, () -> post.desk.find("ann", ids.get(0)));
            assertEquals(2, post.desk.list("ann", null, 9, false).size());
            assertNull(post.desk.find("ann", ids.get(1)).note());
        }
    }

    @OnEachDatabase
    void whatIsOldIsForgotten(Database database) throws Exception {
        try (Post post = database.post()) {
            Secret made = post.endpoint("ann", BOTH);
            post.told("ann", "video_1", "job.completed");
            post.until(() -> post.delivered("ann", made) == 1);
            post.clock.forward(Duration.ofDays(31));
            post.restart();
            post.until(() -> post.deliveries("ann", made).isEmpty());
        }
    }
}
