package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.FrameFilter;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.MediaEncoder;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.api.provenance.Evidence;
import org.mutoscope.api.provenance.ProvenanceStep;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.revenue.Shares;
import org.mutoscope.core.road.Clips;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ListedServices;
import org.mutoscope.jobs.doubles.ScriptedBackend;

/** The second half of the road: from a leased backend to a clip that is there and paid. */
@Timeout(120)
class TravelTest {
    private static final FrameSize SMALL = new FrameSize(64, 64);

    @TempDir
    Path data;

    private Town town;
    private String account;

    @BeforeEach
    void open() {
        town = new Town(data);
        account = town.house.account();
    }

    @AfterEach
    void close() {
        town.close();
    }

    private Job failsWith(String code, ScriptedBackend.Script script) {
        town.backend("bad", script);
        Job job = town.failed(town.submit(account, Map.of()));
        assertEquals(code, job.errorCode(), town.house.story(job.id()));
        assertEquals("RELEASED", town.house.hold(job.id()));
        assertEquals(300, town.house.available(account));
        assertEquals(0, town.media.encoding.get(), "no encoder is left behind");
        assertTrue(town.store.files.isEmpty());
        return job;
    }

    private String read(String jobId, String variant) throws IOException {
        Clips.Clip clip = town.pipeline.clips().find(jobId, variant).orElseThrow();
        try (InputStream in = town.pipeline.clips().open(clip, 0)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void framesBecomeAClipThatIsStoredAndPaid() throws IOException {
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job job = town.completed(town.submit(account, Map.of("seed", "5")));
        assertEquals("10 0 0", read(job.id(), "video"));
        assertEquals("thumbnail", read(job.id(), "thumbnail"));
        assertEquals("spritesheet", read(job.id(), "spritesheet"));
        assertEquals(10, job.creditsCaptured());
        assertEquals(290, town.house.available(account));
        Map<String, String> facts = job.facts();
        assertEquals("10", facts.get("frames"));
        assertEquals("64x64", facts.get("rendered_size"));
        assertEquals("not yet marked", facts.get("provenance"));
        assertEquals("test", facts.get("backend.device"));
        assertEquals("5", facts.get("seed"));
        assertEquals("request", facts.get("seed_from"));
        assertTrue(
                facts.keySet().containsAll(List.of("render_ms", "encode_ms", "stills_ms", "store_ms")),
                facts.toString());
        House.until(() -> !town.counted.isEmpty());
        assertEquals(
                List.of("m [encode, render, stills, store, text]"), town.counted, "what is no number is not counted");
        assertTrue(town.house.story(job.id()).contains("text 5 ms, render"), town.house.story(job.id()));
        assertTrue(job.expiresAt().isAfter(job.endedAt()));
        assertTrue(town.house.story(job.id()).contains("not yet marked"), town.house.story(job.id()));
        House.until(() -> scratch().isEmpty());
        town.house.verifyLedger();
    }

    private List<Path> scratch() {
        try (Stream<Path> files = Files.list(data.resolve("run/scratch"))) {
            return files.toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aFileIsTakenApartAndMadeAnew() throws IOException {
        town.backend("remote", (request, context) -> {
            Path file = context.scratch().resolve("from-afar.mp4");
            Files.writeString(file, "3 9 0");
            context.media().encoded(file);
            return ScriptedBackend.done();
        });
        Job job = town.completed(town.submit(account, Map.of()));
        assertEquals("3 9 0", read(job.id(), "video"));
        assertEquals("8x8", job.facts().get("rendered_size"));
    }

    @Test
    void aFileThatIsNoneFailsTheAttempt() {
        failsWith("decoding_failed", (request, context) -> {
            Path file = context.scratch().resolve("garbage");
            Files.writeString(file, "garbage");
            context.media().encoded(file);
            return ScriptedBackend.done();
        });
    }

    @Test
    void soundTravelsWithThePicture() throws IOException {
        town.backend("one", (request, context) -> {
            RenderOutcome outcome = Town.tenFrames(context);
            context.media().audio(new AudioFormat(8000, 1));
            context.media().sound(ByteBuffer.allocate(800));
            assertThrows(IllegalArgumentException.class, () -> context.media().sound(ByteBuffer.allocate(3)));
            return outcome;
        });
        assertEquals(
                "10 0 800", read(town.completed(town.submit(account, Map.of())).id(), "video"));
    }

    @Test
    void aBackendThatPushesNothingMakesNoClip() {
        failsWith("no_frames", (request, context) -> ScriptedBackend.done());
    }

    @Test
    void aBackendThatOpensAndPushesNothingMakesNoClip() {
        failsWith("no_frames", (request, context) -> {
            context.media().video(new VideoFormat(SMALL, 10));
            return ScriptedBackend.done();
        });
    }

    @Test
    void framesOfTheWrongSizeFail() {
        failsWith("wrong_frame_size", (request, context) -> {
            context.media().video(new VideoFormat(SMALL, 10));
            context.media().frame(ByteBuffer.allocate(100));
            return ScriptedBackend.done();
        });
    }

    @Test
    void framesOfTheWrongSizeFailThoughTheBackendSwallowsIt() {
        failsWith("wrong_frame_size", (request, context) -> {
            RenderOutcome outcome = Town.tenFrames(context);
            assertThrows(IllegalArgumentException.class, () -> context.media().frame(ByteBuffer.allocate(100)));
            return outcome;
        });
    }

    @Test
    void whatABackendThrowsIsAFaultAndNamed() {
        Job job = failsWith("backend_failed", (request, context) -> {
            throw new NoClassDefFoundError("com/acme/Absent");
        });
        assertEquals(3, job.attempts());
    }

    @Test
    void anOutcomeOfNullIsAFault() {
        failsWith("backend_failed", (request, context) -> null);
    }

    @Test
    void partnersCodesLookLikeOurs() {
        failsWith("backend_failed", (request, context) -> new RenderOutcome.Refused("Not A Code!", "x"));
    }

    @Test
    void aRefusalReachesTheCreator() {
        Job job = failsWith("no_cats", (request, context) -> new RenderOutcome.Refused("no_cats", "Ask for a dog."));
        assertEquals("Ask for a dog.", job.errorMessage());
    }

    @Test
    void aSinkIsClosedOnceRenderHasReturned() {
        AtomicReference<MediaSink> kept = new AtomicReference<>();
        town.backend("one", (request, context) -> {
            kept.set(context.media());
            return Town.tenFrames(context);
        });
        town.completed(town.submit(account, Map.of()));
        assertThrows(IllegalStateException.class, () -> kept.get().frame(ByteBuffer.allocate(SMALL.rgbBytes())));
        assertThrows(IllegalStateException.class, () -> kept.get().encoded(Path.of("x")));
    }

    @Test
    void aFileOutsideTheScratchFolderIsRefused() {
        failsWith("backend_failed", (request, context) -> {
            context.media().encoded(Path.of("/etc/hostname"));
            return ScriptedBackend.done();
        });
    }

    @Test
    void anEncoderThatFailsIsNamedAndNotTheBackendsFault() {
        town.media.broken = true;
        failsWith("encoding_failed", (request, context) -> {
            context.media().video(new VideoFormat(SMALL, 10));
            for (int i = 0; i < 100; i++) {
                context.media().frame(ByteBuffer.allocate(SMALL.rgbBytes()));
            }
            return ScriptedBackend.done();
        });
    }

    @Test
    void aFileWithoutFramesIsNotCharged() {
        town.media.writesNothing = true;
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job job = town.failed(town.submit(account, Map.of()));
        assertEquals("encoding_failed", job.errorCode());
        assertEquals("RELEASED", town.house.hold(job.id()));
    }

    @Test
    void aStoreThatIsFullIsTriedAgain() {
        town.store.full = true;
        town.backend("one", (request, context) -> {
            town.store.full = context.attempt() < 2;
            return Town.tenFrames(context);
        });
        assertEquals(1, town.completed(town.submit(account, Map.of())).attempts());
    }

    @Test
    void missingPicturesDoNotHoldTheClipBack() {
        town.media.stillsBroken = true;
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job job = town.completed(town.submit(account, Map.of()));
        assertTrue(town.pipeline.clips().find(job.id(), "thumbnail").isEmpty());
        assertTrue(job.facts().get("thumbnail").contains("could not be made"));
    }

    @Test
    void memoryStaysBoundedWhileTheEncoderIsBehind() {
        town.media.gate = new CountDownLatch(1);
        AtomicReference<Integer> pushed = new AtomicReference<>(0);
        town.backend("one", (request, context) -> {
            context.media().video(new VideoFormat(SMALL, 10));
            for (int i = 1; i <= 50; i++) {
                context.media().frame(ByteBuffer.allocate(SMALL.rgbBytes()));
                pushed.set(i);
            }
            return ScriptedBackend.done();
        });
        Job job = town.submit(account, Map.of());
        House.until(() -> pushed.get() == 8);
        assertEquals(8, pushed.get());
        town.media.gate.countDown();
        assertEquals("50", town.completed(job).facts().get("frames"));
    }

    @Test
    void cancellingStopsBackendAndEncoder() {
        town.media.gate = new CountDownLatch(1);
        ScriptedBackend backend = town.backend("one", (request, context) -> {
            Town.tenFrames(context);
            new CountDownLatch(1).await();
            return null;
        });
        Job job = town.submit(account, Map.of());
        House.until(() -> town.media.encoding.get() == 1);
        town.house.board().cancel(job.id());
        assertEquals(0, backend.running.get());
        House.until(() -> town.media.encoding.get() == 0 && scratch().isEmpty());
        assertEquals("RELEASED", town.house.hold(job.id()));
        assertTrue(town.store.files.isEmpty());
    }

    @Test
    void filtersMarkEveryFrameInTheirOrder() throws IOException {
        town.services(FrameFilter.class)
                .add(
                        "second",
                        "1.0.0",
                        (rgb, frame) -> rgb.put(0, (byte) (rgb.get(0) * 2)),
                        Map.of(FrameFilter.ORDER, 2));
        town.services(FrameFilter.class)
                .add(
                        "first",
                        "1.0.0",
                        (rgb, frame) -> rgb.put(0, (byte) (rgb.get(0) + 3)),
                        Map.of(FrameFilter.ORDER, 1));
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job job = town.completed(town.submit(account, Map.of()));
        assertEquals("10 6 0", read(job.id(), "video"));
        assertTrue(job.facts().get("marked_by").startsWith("first"), job.facts().get("marked_by"));
        assertFalse(job.facts().get("provenance").contains("not yet"));
    }

    @Test
    void aFilterThatFailsStopsTheClip() {
        town.services(FrameFilter.class).add("bad", (rgb, frame) -> {
            throw new IllegalStateException("no mark");
        });
        failsWith("encoding_failed", (request, context) -> Town.tenFrames(context));
    }

    @Test
    void aClipIsSignedThenRecorded() {
        StringBuilder order = new StringBuilder();
        town.services(ProvenanceStep.class)
                .add(
                        "log",
                        "1.0.0",
                        request -> {
                            order.append("record ").append(read(request.file()));
                            return new Evidence("log", Map.of("leaf", "7"));
                        },
                        Map.of(ProvenanceStep.PHASE, ProvenanceStep.RECORD));
        town.services(ProvenanceStep.class)
                .add(
                        "c2pa",
                        "1.0.0",
                        request -> {
                            order.append("sign ");
                            Files.writeString(request.file(), "10 0 0 signed");
                            return new Evidence("c2pa", Map.of("claim", "x"));
                        },
                        Map.of(ProvenanceStep.PHASE, ProvenanceStep.SIGN));
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job job = town.completed(town.submit(account, Map.of()));
        assertEquals("sign record 10 0 0 signed", order.toString());
        assertEquals("7", job.facts().get("log.leaf"));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    @Test
    void twoSignersAreRefusedUntilOneIsGone() {
        Map<String, Object> signer = Map.of(ProvenanceStep.PHASE, ProvenanceStep.SIGN);
        town.services(ProvenanceStep.class).add("a", "1.0.0", r -> new Evidence("a", Map.of()), signer);
        ListedServices<ProvenanceStep>.Entry second =
                town.services(ProvenanceStep.class).add("b", "1.0.0", r -> new Evidence("b", Map.of()), signer);
        ScriptedBackend backend = town.backend("one", (request, context) -> Town.tenFrames(context));
        Job job = town.submit(account, Map.of());
        String reason = town.house.await(job.id(), JobState.WAITING).reason();
        assertTrue(reason.contains("two signers"), reason);
        assertEquals(0, backend.jobs.size(), "it waits before it renders");
        second.remove();
        assertEquals(0, town.completed(job).attempts());
    }

    @Test
    void aRequiredStepThatIsAbsentMakesJobsWait() {
        town.settings.put("required_steps", new String[] {"c2pa"});
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job job = town.submit(account, Map.of());
        assertEquals(
                "waiting for provenance: c2pa",
                town.house.await(job.id(), JobState.WAITING).reason());
        town.services(ProvenanceStep.class)
                .add(
                        "c2pa",
                        "1.0.0",
                        r -> new Evidence("c2pa", Map.of()),
                        Map.of(ProvenanceStep.PHASE, ProvenanceStep.SIGN));
        town.completed(job);
    }

    @Test
    void aStepPassesFilesByThatItCannotTreatUnlessItIsRequired() {
        town.services(ProvenanceStep.class)
                .add(
                        "c2pa",
                        "1.0.0",
                        r -> {
                            throw new IOException("of another type");
                        },
                        Map.of(ProvenanceStep.PHASE, ProvenanceStep.SIGN, ProvenanceStep.TYPES, new String[] {
                            "video/other"
                        }));
        town.backend("one", (request, context) -> Town.tenFrames(context));
        assertEquals(
                "none installed",
                town.completed(town.submit(account, Map.of())).facts().get("signed_by"));

        town.settings.put("required_steps", new String[] {"c2pa"});
        Job refused = town.house.await(town.submit(account, Map.of()).id(), JobState.FAILED);
        assertEquals("provenance_failed", refused.errorCode());
    }

    @Test
    void anAbsentEncoderMakesJobsWait() {
        ListedServices<MediaEncoder>.Entry entry = entry(MediaEncoder.class);
        entry.remove();
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job job = town.submit(account, Map.of());
        assertTrue(town.house.await(job.id(), JobState.WAITING).reason().contains("media encoder"));
        town.services(MediaEncoder.class).add("plain", town.media);
        town.completed(job);
    }

    @SuppressWarnings("unchecked") // the list holds nothing else
    private <T> ListedServices<T>.Entry entry(Class<T> type) {
        return (ListedServices<T>.Entry) town.services(type).all().get(0);
    }

    @Test
    void whatAClipTookIsToldInTheTransactionThatTookIt() {
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job job = town.completed(town.submit(account, Map.of()));
        assertEquals(Map.of(job.id(), new Shares.Clip(job.id(), account, 10, List.of())), town.earned);
        town.shares = null;
        job = town.completed(town.submit(account, Map.of()));
        assertTrue(town.house.story(job.id()).contains("revenue: not installed"), town.house.story(job.id()));
        town.house.verifyLedger();
    }

    @Test
    void filesGoWhenTheirTimeHasComeOrTheirJobIsDeleted() {
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job old = town.completed(town.submit(account, Map.of()));
        Job young = town.completed(town.submit(account, Map.of()));
        Job deleted = town.completed(town.submit(account, Map.of()));
        assertEquals(0, town.pipeline.clips().sweep(10));
        town.house.storage.write(tx ->
                tx.update("update job set expires_at = ? where id = ?", tx.now().minusSeconds(1), old.id()));
        town.house.board().delete(deleted.id());
        assertTrue(town.pipeline.clips().find(deleted.id(), "video").isEmpty());
        town.house.jobs.tidy();
        assertTrue(town.house.find(old.id()).expired());
        assertTrue(town.pipeline.clips().find(old.id(), "video").isEmpty());
        assertFalse(town.house.find(young.id()).expired());
        assertEquals(3, town.store.files.size());
    }

    @Test
    void whatACancelledAttemptHadStoredAlreadyGoes() {
        CountDownLatch stored = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        town.store.afterPut = key -> {
            stored.countDown();
            awaitWhateverComes(goOn);
        };
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job job = town.submit(account, Map.of());
        House.until(() -> stored.getCount() == 0);
        town.house.board().cancel(job.id());
        goOn.countDown();
        House.until(() -> town.house.board().depth().running() == 0);
        assertEquals(Set.of(job.id() + "/video.mp4"), town.store.files.keySet());
        town.house.jobs.tidy();
        assertEquals(1, town.store.files.size(), "a thread that has not noticed yet is given its time");
        town.house.storage.write(tx ->
                tx.update("update job set ended_at = ? where id = ?", tx.now().minusSeconds(61), job.id()));
        town.house.jobs.tidy();
        assertEquals(Map.of(), town.store.files);
        assertEquals(JobState.CANCELLED, town.house.find(job.id()).state());
        assertEquals(0, town.pipeline.clips().sweep(10), "once is enough");
    }

    /** As a store does that takes no notice of an interrupt. */
    private static void awaitWhateverComes(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theOldestFilesGoWhenAllTakeTooMuchRoom() {
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job first = town.completed(town.submit(account, Map.of()));
        Job second = town.completed(town.submit(account, Map.of()));
        town.settings.put("asset_mebibytes", 1L);
        assertEquals(0, town.pipeline.clips().sweep(10));
        town.house.storage.write(tx -> tx.update("update asset set bytes = 600000 where variant = 'video'"));
        assertEquals(1, town.pipeline.clips().sweep(10));
        assertTrue(town.house.find(first.id()).expired());
        assertFalse(town.house.find(second.id()).expired());
    }
}
