package org.mutoscope.backend.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderOutcome.Busy;
import org.mutoscope.api.backend.RenderOutcome.Completed;
import org.mutoscope.api.backend.RenderOutcome.Failed;
import org.mutoscope.api.backend.RenderOutcome.Refused;
import org.mutoscope.api.backend.RenderOutcome.Unknown;
import org.mutoscope.backend.remote.standins.Fault;
import org.mutoscope.backend.remote.standins.StandIn;
import org.mutoscope.backend.remote.standins.Trouble;

/** Every adapter against the stand-in of its service, which refuses what the service refuses and keeps its own book of the money. */
class StandInsTest {
    private static final String WORKFLOW =
            "{\"1\":{\"class_type\":\"CLIPTextEncode\",\"inputs\":{\"text\":\"%prompt%\"}},"
                    + "\"2\":{\"class_type\":\"EmptyHunyuanLatentVideo\",\"inputs\":{\"width\":\"%width%\",\"height\":\"%height%\",\"length\":\"%frames%\"}},"
                    + "\"3\":{\"class_type\":\"SaveVideo\",\"inputs\":{\"video\":[\"2\",0],\"fps\":\"%fps%\"}}}";

    private static final String VIDEOS = "sora-2 as=m sizes=1280x720 seconds=4|8 audio=yes";

    /** An adapter and its service. */
    enum Kind {
        OPENAI("openai-videos", "openai", VIDEOS + " second=*:100000", 4),
        VLLM_OMNI("openai-videos:vllm-omni", "vllm-omni", VIDEOS, 4),
        SGLANG("openai-videos:sglang", "sglang", VIDEOS, 4),
        SGLANG_CLOUD("openai-videos:sglang-cloud", "sglang", VIDEOS, 4),
        TRTLLM("openai-videos:trtllm", "trtllm", VIDEOS, 4),
        LITELLM("openai-videos:litellm", "litellm", VIDEOS + " second=*:100000", 4),
        NEW_API("openai-videos:new-api", "new-api", VIDEOS + " second=*:100000", 4),
        RUNWAY("runway", "", "gen4.5 as=m seconds=2-10 sizes=1280x720 second=*:120000", 4),
        FAL("fal", "", "fal-ai/pika/v2.2/text-to-video as=m seconds=5|10 sizes=1280x720 second=*:40000", 5),
        VEO("gemini-veo", "", "veo-3.1-generate-preview as=m seconds=4|6|8 sizes=1280x720 second=*:400000", 4),
        COMFYUI("comfyui", "", "m workflow=%s fps=16 extra=1", 4);

        private final String standIn;
        private final String profile;
        private final String model;
        private final int seconds;

        Kind(String standIn, String profile, String model, int seconds) {
            this.standIn = standIn;
            this.profile = profile;
            this.model = model;
            this.seconds = seconds;
        }

        private Function<Map<String, ?>, Instance> reader() {
            return switch (this) {
                case RUNWAY -> RunwayComponent::instance;
                case FAL -> FalComponent::instance;
                case VEO -> VeoComponent::instance;
                case COMFYUI -> ComfyUiComponent::instance;
                default -> OpenAiVideosComponent::instance;
            };
        }

        private String path() {
            return profile.isEmpty() ? this == VEO ? "/v1beta" : "" : "/v1";
        }

        private boolean paid() {
            return model.contains("second=");
        }

        /** Whether a lost answer can be found again there. */
        private boolean finds() {
            return this == OPENAI || this == TRTLLM || this == COMFYUI || this == VLLM_OMNI;
        }
    }

    private StandIn service;
    private Kind kind;
    private Station station;

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        service.close();
    }

    private Station start(Kind which) throws IOException {
        kind = which;
        service = StandIn.start(which.standIn, 0);
        Path workflow = Files.writeString(folder.resolve("w.json"), WORKFLOW);
        station = new Station(folder, which.reader(), service.url() + which.path())
                .models(which.model.replace("%s", workflow.toString()))
                .with("key", StandIn.KEY)
                .with("paid.ends", new String[0])
                .with("request.seconds", 20)
                .with("hosts", new String[] {service.url()});
        if (!which.profile.isEmpty()) {
            station.with("profile", which.profile);
        }
        return station;
    }

    private Clip clip() {
        return Clip.of("m").seconds(kind.seconds);
    }

    private void fate(Fault fault) {
        service.order(Trouble.next("submit", fault));
    }

    /** What we booked is what the service took. */
    private void reconciled() {
        List<String> costs = station.attempt.costs;
        String last = costs.isEmpty() ? "0 settled" : costs.get(costs.size() - 1);
        assertEquals(service.charged() + " settled", last, costs.toString());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void happy(Kind which) throws Exception {
        start(which).expect(Completed.class, clip());
        assertTrue(station.attempt.clip.length > 1000);
        assertEquals(1, service.begun());
        assertEquals(kind.paid(), service.charged() > 0);
        reconciled();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void restartInTheMiddle(Kind which) throws Exception {
        start(which);
        service.polls(3);
        station.attempt.remaining = Duration.ofSeconds(2); // no time to look even once
        station.expect(Unknown.class, clip());
        station.again().expect(Completed.class, clip());
        assertEquals(1, service.begun());
        reconciled();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void cancel(Kind which) throws Exception {
        start(which);
        fate(Fault.STUCK);
        station.attempt.unwanted = true;
        Thread me = Thread.currentThread();
        Thread canceller = new Thread(() -> {
            while (service.asked("status") < 2) {
                Thread.onSpinWait();
            }
            me.interrupt();
        });
        canceller.start();
        assertThrows(InterruptedException.class, () -> station.render(clip()));
        canceller.join();
        boolean stops = !List.of(Kind.LITELLM, Kind.NEW_API, Kind.VEO).contains(which);
        assertEquals(stops, service.asked("cancel") > 0);
        if (stops) {
            reconciled();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void lostAtTheService(Kind which) throws Exception {
        start(which);
        fate(Fault.LOST);
        if (kind.paid()) {
            station.expect(Unknown.class, clip());
            station.with("doubt.minutes", 0).again().expect(Failed.class, clip());
            service.finish();
            reconciled();
        } else {
            assertTrue(station.expect(Failed.class, clip()).retryable());
        }
        assertEquals(1, service.begun());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void filtered(Kind which) throws Exception {
        start(which);
        fate(Fault.FILTERED);
        RenderOutcome outcome = station.render(clip());
        // servers of one's own have no filter, or no code that says so
        if (!List.of(Kind.VLLM_OMNI, Kind.SGLANG, Kind.SGLANG_CLOUD, Kind.TRTLLM, Kind.COMFYUI)
                .contains(which)) {
            assertEquals(
                    "moderation_blocked",
                    assertInstanceOf(Refused.class, outcome).code());
        } else {
            assertFalse(outcome instanceof Completed, outcome.toString());
        }
        reconciled();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void failed(Kind which) throws Exception {
        start(which);
        fate(Fault.FAILS);
        assertTrue(station.expect(Failed.class, clip()).retryable());
        reconciled();
        station.again().expect(Completed.class, clip());
        assertEquals(2, service.begun());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theAnswerToTheOrderIsLost(Kind which) throws Exception {
        for (Fault fault : List.of(Fault.CUT_AFTER, Fault.GATEWAY_AFTER, Fault.ERROR_AFTER, Fault.HALF, Fault.EMPTY)) {
            start(which);
            fate(fault);
            RenderOutcome outcome = station.render(clip());
            assertTrue(
                    kind.finds()
                            ? outcome instanceof Completed || outcome instanceof Unknown
                            : outcome instanceof Unknown,
                    fault + ": " + outcome);
            assertFalse(outcome instanceof Failed);
            station.again().render(clip());
            assertEquals(1, service.begun(), fault + " made it order again");
            service.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nothingWasBegun(Kind which) throws Exception {
        start(which);
        fate(Fault.BUSY);
        fate(Fault.BUSY_LATER);
        fate(Fault.UNAUTHORIZED);
        fate(Fault.NOT_FOUND);
        station.expect(Busy.class, clip());
        assertEquals(Duration.ofSeconds(1), station.expect(Busy.class, clip()).retryAfter());
        assertTrue(station.expect(Failed.class, clip()).retryable());
        assertTrue(station.expect(Failed.class, clip()).retryable());
        assertEquals(0, service.begun());
        reconciled();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRoughRoad(Kind which) throws Exception {
        start(which);
        service.polls(4);
        service.order(Trouble.next("status", Fault.GATEWAY_AFTER));
        service.order(Trouble.next("status", Fault.CUT_BEFORE));
        service.order(Trouble.next("status", Fault.GARBAGE));
        service.order(Trouble.next("status", Fault.NOT_FOUND));
        service.order(Trouble.next("content", Fault.HALF));
        service.order(Trouble.next("content", Fault.SLOW).with("millis", 300));
        fate(Fault.ODD_STATUS);
        station.expect(Completed.class, clip());
        assertEquals(1, service.begun());
        reconciled();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void wrongBytes(Kind which) throws Exception {
        start(which);
        service.order(Trouble.next("content", Fault.WRONG_BYTES).times(100));
        Failed failed = station.expect(Failed.class, clip());
        assertEquals("output_unreadable", failed.code());
        assertEquals(!kind.paid(), failed.retryable());
        reconciled();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void hugeOutput(Kind which) throws Exception {
        start(which).with("download.mebibytes", 1);
        service.order(Trouble.next("content", Fault.HUGE).times(100));
        assertEquals("output_too_large", station.expect(Failed.class, clip()).code());
        reconciled();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aLinkThatHasExpired(Kind which) throws Exception {
        start(which);
        service.order(Trouble.next("content", Fault.EXPIRED).times(100));
        station.expect(Unknown.class, clip());
        service.order(Trouble.next("none", Fault.BUSY));
        station.with("doubt.minutes", 0).again();
        Failed failed = station.expect(Failed.class, clip());
        assertEquals(!kind.paid(), failed.retryable());
        assertEquals(1, service.begun());
        reconciled();
    }

    @ParameterizedTest
    @EnumSource(names = {"RUNWAY"})
    void aPriceThatIsAnotherIsTold(Kind which) throws Exception {
        start(which);
        service.order(Trouble.next("submit", Fault.MISPRICED).with("micros", 990_000));
        station.expect(Completed.class, clip());
        assertEquals("990000 settled", station.attempt.costs.get(1));
        reconciled();
    }

    @ParameterizedTest
    @EnumSource(names = {"RUNWAY"})
    void throttledWaits(Kind which) throws Exception {
        start(which);
        fate(Fault.THROTTLED);
        station.expect(Completed.class, clip());
        assertTrue(station.attempt.phases.contains("fetch"));
    }

    /** Many clips on a rough road: each ends, none is ordered twice, and what we booked is what the service took, to the unit. */
    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "NEW_API", "RUNWAY", "FAL", "VEO"})
    void moneyReconcilesUnderRandomFaults(Kind which) throws Exception {
        long seed = System.nanoTime();
        start(which);
        service.script("{\"random\":{\"seed\":" + Math.abs(seed % 1_000_000_000)
                + ",\"permille\":250,\"faults\":[\"cut_after\",\"gateway_after\",\"half\",\"empty\",\"garbage\",\"busy\",\"fails\",\"filtered\"],"
                + "\"routes\":[\"submit\",\"status\",\"content\"]}}");
        station.with("paid.ends", new String[0]);
        RemoteBackend patient = station.backend();
        RemoteBackend strict = station.with("doubt.minutes", 0).backend();
        long booked = 0;
        for (int n = 0; n < 25; n++) {
            Attempt attempt = new Attempt(folder);
            for (int tries = 0; ; tries++) {
                Clip clip = clip().prompt("boat " + n).job("video_" + n);
                RenderOutcome outcome = (tries < 4 ? patient : strict).render(clip, attempt);
                booked += outcome instanceof Unknown ? 0 : settled(attempt);
                if (outcome instanceof Completed
                        || outcome instanceof Refused
                        || outcome instanceof Failed failed && !failed.retryable()) {
                    break;
                }
                assertTrue(tries < 60, "no end of " + outcome + ", seed " + seed);
                attempt = attempt.next();
            }
        }
        service.finish();
        assertEquals(service.charged(), booked, "seed " + seed);
    }

    private static long settled(Attempt attempt) {
        List<String> costs = attempt.costs;
        String last = costs.isEmpty() ? "0 settled" : costs.get(costs.size() - 1);
        assertTrue(last.endsWith(" settled"), last);
        return Long.parseLong(last.substring(0, last.indexOf(' ')));
    }
}
