package org.mutoscope.media.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.EncodeRequest;

/** Whatever goes wrong: a clear sentence, no child process, no file. */
@Timeout(120)
class EncodeTroubleTest {
    /** More than a pipe holds, so that a child that does not read blocks its writer. */
    private static final String LARGE = "640x480";

    private static final long SECOND = 1_000_000_000;

    @TempDir
    Path folder;

    private EncodeRequest request() {
        return Fixture.request("compat-h264", "64x48", folder.resolve("out.mp4"));
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(List.of(), Fixture.children());
        assertEquals(List.of(), Fixture.names(folder));
    }

    private void fails(String sentence, FfmpegMedia media, Frames frames) {
        IOException e = assertThrows(IOException.class, () -> media.encode(request(), frames));
        assertTrue(e.getMessage().contains(sentence), e::getMessage);
        assertFalse(e.getMessage().contains("/"), e::getMessage);
    }

    @Test
    void aKilledEncoderIsNamed() {
        fails(
                "the encoder was killed (signal 9)",
                Fixture.media(),
                Frames.square(LARGE, 24, 200).before(number -> {
                    if (number == 5) {
                        Fixture.children().forEach(ProcessHandle::destroyForcibly);
                    }
                }));
    }

    @Test
    void aHangingEncoderIsStopped() {
        fails(
                "made no progress for 1 s",
                Fixture.media(Settings.with(Map.of("stall_seconds", 1))),
                Frames.square(LARGE, 24, 200).before(number -> {
                    if (number == 5) {
                        freeze();
                    }
                }));
    }

    @Test
    void anEncoderThatHangsAfterTheLastFrameIsStopped() {
        fails(
                "made no progress for 1 s",
                Fixture.media(Settings.with(Map.of("stall_seconds", 1))),
                Frames.square("64x48", 24, 2).before(number -> freeze()));
    }

    @Test
    void aSlowSourceIsNoHang() throws Exception {
        FfmpegMedia media = Fixture.media(Settings.with(Map.of("stall_seconds", 3)));
        media.encode(request(), Frames.square("64x48", 24, 2).before(number -> new CountDownLatch(1)
                .await(number * 7000L, TimeUnit.MILLISECONDS)));
        Files.delete(request().target());
    }

    @Test
    void cancelWhileTheSourceIsSilent() throws Exception {
        CountDownLatch silent = new CountDownLatch(1);
        cancelled(
                Frames.square("64x48", 24, 9).before(number -> {
                    if (number == 3) {
                        silent.countDown();
                        new CountDownLatch(1).await();
                    }
                }),
                silent);
    }

    @Test
    void cancelWhileTheEncoderHangs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        cancelled(
                Frames.square(LARGE, 24, 200).before(number -> {
                    if (number == 3) {
                        freeze();
                        hanging.countDown();
                    }
                }),
                hanging);
    }

    @Test
    void cancelAfterTheLastFrame() throws Exception {
        CountDownLatch fed = new CountDownLatch(1);
        cancelled(
                Frames.square("64x48", 24, 2).before(number -> {
                    if (number == 1) {
                        freeze();
                        fed.countDown();
                    }
                }),
                fed);
    }

    /** While frames are encoded, and while the encoder hears no signal that asks politely. The best of three: others use this machine, too. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCancelEndsItWithinASecond(boolean frozen) throws Exception {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3 && best > SECOND; i++) {
            CountDownLatch encoding = new CountDownLatch(1);
            best = Math.min(
                    best,
                    cancelled(
                            Frames.square(LARGE, 24, 10_000).before(number -> {
                                if (number == 5) {
                                    if (frozen) {
                                        freeze();
                                    }
                                    encoding.countDown();
                                }
                            }),
                            encoding));
        }
        assertTrue(best <= SECOND, "it took " + best / 1_000_000 + " ms");
    }

    /** @return nanoseconds from the cancel to the end */
    private long cancelled(Frames frames, CountDownLatch when) throws Exception {
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread job = new Thread(() -> {
            try {
                Fixture.media().encode(request(), frames);
            } catch (Throwable e) {
                end.set(e);
            }
        });
        job.start();
        assertTrue(when.await(60, TimeUnit.SECONDS));
        long start = System.nanoTime();
        job.interrupt();
        job.join(60_000);
        long took = System.nanoTime() - start;
        assertFalse(job.isAlive());
        assertEquals(
                InterruptedException.class, end.get() == null ? null : end.get().getClass());
        return took;
    }

    private static void freeze() throws IOException, InterruptedException {
        for (ProcessHandle child : Fixture.children()) {
            new ProcessBuilder("kill", "-STOP", Long.toString(child.pid()))
                    .start()
                    .waitFor();
        }
    }

    @Test
    void aFullDiskIsNamed() throws IOException {
        Path part = folder.resolve("out.mp4.part");
        Files.createSymbolicLink(part, Path.of("/dev/full"));
        fails("found the disk full", Fixture.media(), Frames.square("64x48", 24, 24));
    }

    @Test
    void whatTheSourceSaysIsPassedOn() {
        fails(
                "the backend fell over",
                Fixture.media(),
                Frames.square("64x48", 24, 9).before(number -> {
                    if (number == 3) {
                        throw new IOException("the backend fell over");
                    }
                }));
    }

    @Test
    void noFrameIsNoClip() {
        fails("no frame", Fixture.media(), Frames.square("64x48", 24, 0));
    }

    @Test
    void aFrameOfTheWrongSizeIsRefused() {
        Frames wrong = Frames.square("64x48", 24, 2);
        IOException e = assertThrows(
                IOException.class, () -> Fixture.media().encode(request(), new org.mutoscope.api.media.FrameSource() {
                    @Override
                    public org.mutoscope.api.media.VideoFormat format() {
                        return wrong.format();
                    }

                    @Override
                    public java.util.Optional<java.nio.ByteBuffer> next() {
                        return java.util.Optional.of(java.nio.ByteBuffer.allocate(7));
                    }
                }));
        assertEquals("a frame came with 7 bytes instead of 9216", e.getMessage());
    }

    @Test
    void anUnknownProfileIsRefused() {
        IOException e = assertThrows(IOException.class, () -> Fixture.media()
                .encode(Fixture.request("h265", "64x48", folder.resolve("out")), Frames.square("64x48", 24, 1)));
        assertTrue(e.getMessage().contains("compat-h264, web-av1, webm-vp9"), e::getMessage);
    }

    @Test
    void soundThatIsNotThereIsNamed() {
        EncodeRequest.SoundFile none =
                new EncodeRequest.SoundFile(folder.resolve("none.pcm"), new AudioFormat(48_000, 2));
        IOException e = assertThrows(IOException.class, () -> Fixture.media()
                .encode(
                        Fixture.request("web-av1", "64x48", folder.resolve("out"), none),
                        Frames.square("64x48", 24, 1)));
        assertEquals("the sound that was announced is not there", e.getMessage());
    }

    @Test
    void withoutTheNativesJarNothingIsStarted() {
        ExecutableSource nowhere = new ExecutableSource("", folder.resolve("nowhere"), folder);
        fails(
                "ffmpeg is not installed for",
                new FfmpegMedia(nowhere, Settings.defaults()),
                Frames.square("8x8", 24, 1));
        ExecutableSource empty = new ExecutableSource("", folder, folder);
        fails("ffmpeg is not installed for", new FfmpegMedia(empty, Settings.defaults()), Frames.square("8x8", 24, 1));
    }

    @Test
    void aMissingOwnFfmpegIsNamed() {
        ExecutableSource own = new ExecutableSource(folder.resolve("ffmpeg").toString(), folder, folder);
        fails(
                "the configured ffmpeg is missing",
                new FfmpegMedia(own, Settings.defaults()),
                Frames.square("8x8", 24, 1));
    }
}
