package org.mutoscope.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.backend.remote.standins.PaperCollector;
import org.mutoscope.core.observe.Traces;
import org.mutoscope.core.observe.Traces.Span;
import org.mutoscope.core.observe.Traces.Where;

class TracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final Instant FROM = Instant.parse("2026-11-23T16:00:00Z");

    private final PaperCollector collector = PaperCollector.start(0);
    private final LastWords words = new LastWords();
    private Tracing tracing = new Tracing("1.2.3", Settings.with(Map.of()));

    @AfterEach
    void close() {
        tracing.close();
        words.close();
        collector.close();
    }

    private void on(Map<String, Object> more) {
        Map<String, Object> all = new java.util.HashMap<>(more);
        all.putIfAbsent("traces_endpoint", collector.url());
        tracing.close();
        tracing = new Tracing("1.2.3", Settings.with(all));
    }

    private static Span span(String name, String key) {
        return new Span(name, key, FROM, FROM.plusMillis(1500), Map.of("mutoscope.job", "video_1"), null);
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "not within 60 s");
            LockSupport.parkNanos(10_000_000);
        }
    }

    private Map<String, PaperCollector.Span> told(int count) {
        until(() -> collector.spans().size() >= count);
        Map<String, PaperCollector.Span> byName = new java.util.HashMap<>();
        collector.spans().forEach(span -> byName.put(span.name(), span));
        return byName;
    }

    @Test
    void offNothingIsTold() {
        assertFalse(tracing.on());
        tracing.tell(new Where("video_1", null, null), span(Traces.JOB, null));
        assertEquals(List.of(), collector.headers());
        assertEquals(Result.Status.OK, tracing.check(words).execute().getStatus());
    }

    @Test
    void aJobIsOneTreeUnderTheRequestThatAskedForIt() {
        on(Map.of("traces_service", "house 7"));
        tracing.tell(new Where("video_1", PARENT, "attempt 3"), span("encode", null));
        tracing.tell(new Where("video_1", PARENT, null), span("attempt", "attempt 3"));
        Span whole =
                new Span(Traces.JOB, null, FROM, FROM.plusSeconds(9), Map.of("mutoscope.state", "failed"), "timed_out");
        tracing.tell(new Where("video_1", PARENT, null), whole);
        Map<String, PaperCollector.Span> told = told(3);
        PaperCollector.Span job = told.get("job");
        assertEquals("00f067aa0ba902b7", job.parent());
        assertEquals(job.id(), told.get("attempt").parent());
        assertEquals(told.get("attempt").id(), told.get("encode").parent());
        assertEquals("timed_out", job.fault());
        assertNull(told.get("encode").fault());
        assertEquals("failed", job.attributes().get("mutoscope.state"));
        assertEquals(
                1_500_000_000L,
                told.get("encode").toNanos() - told.get("encode").fromNanos());
        assertEquals(FROM.toEpochMilli() * 1_000_000, job.fromNanos());
        for (PaperCollector.Span span : told.values()) {
            assertEquals(TRACE, span.trace());
            assertEquals("house 7", span.service());
        }
    }

    @Test
    void withoutARequestsTraceTheJobBeginsItsOwnAndARestartGoesOnWithIt() {
        on(Map.of());
        tracing.tell(new Where("video_1", null, null), span("admission", null));
        tracing.tell(new Where("video_2", "00-what-ever-01", null), span("queue", null));
        told(2);
        on(Map.of()); // as after a restart: nothing is remembered
        tracing.tell(new Where("video_1", null, null), span(Traces.JOB, null));
        Map<String, PaperCollector.Span> told = told(3);
        assertEquals(told.get("job").trace(), told.get("admission").trace());
        assertEquals(told.get("job").id(), told.get("admission").parent());
        assertEquals("", told.get("job").parent());
        assertNotEquals(told.get("job").trace(), told.get("queue").trace());
    }

    @Test
    void aRequestThatIsNotSampledAndAPercentageOfNoneTellNothing() {
        on(Map.of("traces_percent", 0));
        tracing.tell(new Where("video_1", PARENT, null), span("no", null));
        on(Map.of());
        tracing.tell(new Where("video_1", PARENT.substring(0, 53) + "00", null), span("no", null));
        tracing.tell(new Where("video_1", PARENT, null), span("yes", null));
        tracing.close();
        until(() -> !collector.spans().isEmpty());
        assertEquals(
                List.of("yes"),
                collector.spans().stream().map(PaperCollector.Span::name).toList());
    }

    @Test
    void partOfTheTracesIsAboutThatPart() {
        int chosen = 0;
        for (int i = 0; i < 10_000; i++) {
            chosen += SpanIds.of(new Where("video_" + i, null, null), span("job", null), 20)
                            .sampled()
                    ? 1
                    : 0;
        }
        assertTrue(chosen > 1700 && chosen < 2300, chosen + " of 10,000 at 20 %; the ids are fixed, so this is too");
    }

    @Test
    void headersGoWithEachRequest() {
        on(Map.of("traces_headers", new String[] {"authorization: Bearer s3cret", "x-team:films"}));
        tracing.tell(new Where("video_1", null, null), span("job", null));
        told(1);
        Map<String, List<String>> headers = collector.headers().get(0);
        assertEquals(List.of("Bearer s3cret"), headers.get("Authorization"));
        assertEquals(List.of("films"), headers.get("X-team"));
    }

    @Test
    void aCollectorThatRefusesIsNamedAndJobsDoNotWait() {
        on(Map.of());
        collector.answer(400);
        tracing.tell(new Where("video_1", null, null), span("job", null));
        until(() -> tracing.lost() == 1);
        Result found = tracing.check(words).execute();
        assertEquals(Result.Status.WARN, found.getStatus());
        assertTrue(Diagnosis.sentences(found).get(0).contains("127.0.0.1:"), found.toString());
        assertTrue(Diagnosis.command(found).orElse("").startsWith("curl "), found.toString());
        collector.answer(200);
        tracing.tell(new Where("video_1", null, null), span("job", null));
        until(() -> tracing.taken() == 1);
        assertEquals(Result.Status.OK, tracing.check(words).execute().getStatus());
    }

    @Test
    void wrongSettingsAreNamedWithoutTheirSecretsAndLeaveTracesOff() {
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("traces_endpoint", "collector:4318"),
                Map.of("traces_endpoint", "ftp://collector/v1/traces"),
                Map.of("traces_endpoint", "http://"),
                Map.of("traces_endpoint", "not an address"),
                Map.of("traces_headers", new String[] {"s3cret"}),
                Map.of("traces_headers", new String[] {"a b: s3cret"}),
                Map.of("traces_headers", new String[] {"authorization: s3cret\r\nx: y"}))) {
            on(bad);
            assertFalse(tracing.on(), bad.toString());
            tracing.tell(new Where("video_1", null, null), span("job", null));
            Result found = tracing.check(words).execute();
            assertEquals(Result.Status.WARN, found.getStatus(), bad.toString());
            assertTrue(Diagnosis.causes(found).get(0).contains("traces."), found.toString());
            assertFalse(found.toString().contains("s3cret"), found.toString());
        }
    }

    @Test
    void aPasswordInTheAddressIsNotShown() {
        collector.answer(400);
        on(Map.of("traces_endpoint", collector.url().replace("//", "//user:s3cret@")));
        tracing.tell(new Where("video_1", null, null), span("job", null));
        until(() -> tracing.lost() == 1);
        Result found = tracing.check(words).execute();
        assertTrue(Diagnosis.sentences(found).get(0).contains("127.0.0.1:"), found.toString());
        assertFalse(found.toString().contains("s3cret"), found.toString());
    }
}
