package org.mutoscope.media.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.MediaFacts;
import org.mutoscope.api.media.VideoFormat;

/** Reading files that are sound. */
@Timeout(120)
class ReadTest {
    @TempDir
    Path folder;

    @AfterEach
    void noChildIsLeft() {
        assertEquals(List.of(), Fixture.children());
    }

    @ParameterizedTest
    @CsvSource({"compat-h264, h264, mp4, 24", "web-av1, av1, mp4, 24", "webm-vp9, vp9, webm, 0"})
    void whatAClipHolds(String profile, String codec, String container, long frames) throws Exception {
        MediaFacts facts = Fixture.media().probe(Fixture.clip(folder, profile));
        assertEquals(new FrameSize(64, 48), facts.size());
        assertEquals(List.of(codec), facts.codecs());
        assertEquals(frames, facts.frames());
        assertEquals(1000, facts.milliseconds());
        assertTrue(facts.container().contains(container), facts::container);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "webp"})
    void aStillPictureIsOneFrame(String type) throws Exception {
        Path file = folder.resolve("picture");
        if (type.equals("webp")) {
            Fixture.media().still(Fixture.clip(folder, "compat-h264"), "thumbnail", file);
        } else {
            assertTrue(ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), type, file.toFile()));
        }
        assertEquals(new FrameSize(64, 48), Fixture.media().probe(file).size());
        Fixture.Sink sink = new Fixture.Sink();
        Fixture.media().decode(file, sink);
        assertEquals(1, sink.frames.size());
    }

    /** A camera that was held upright stores the picture lying and says so. */
    @Test
    void aPictureIsTurnedTheWayItWasTaken() throws Exception {
        BufferedImage lying = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                lying.setRGB(x, y, 0x0000ff);
            }
        }
        java.io.ByteArrayOutputStream jpeg = new java.io.ByteArrayOutputStream();
        assertTrue(ImageIO.write(lying, "jpg", jpeg));
        byte[] plain = jpeg.toByteArray();
        byte[] exif = java.util.HexFormat.of()
                .parseHex("ffe100224578696600004d4d002a00000008000101120003000000010006000000000000");
        Path file = folder.resolve("upright");
        try (java.io.OutputStream out = Files.newOutputStream(file)) {
            out.write(plain, 0, 2);
            out.write(exif);
            out.write(plain, 2, plain.length - 2);
        }
        assertEquals(new FrameSize(32, 64), Fixture.media().probe(file).size());
        Fixture.Sink sink = new Fixture.Sink();
        Fixture.media().decode(file, sink);
        assertEquals(new FrameSize(32, 64), sink.video.size());
        assertTrue(sink.blue(0, 16, 8) > 200, "the left half is above");
        assertTrue(sink.blue(0, 16, 56) < 50, "the right half is below");
    }

    @ParameterizedTest
    @CsvSource({"32x24, 16, 12", "48x24, 24, 12", "32x48, 16, 24"})
    void aPictureIsFittedWhole(String wanted, int x, int y) throws Exception {
        BufferedImage picture = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 48; i++) {
            boolean edge = i % 64 < 4 || i % 64 >= 60 || i / 64 < 4 || i / 64 >= 44;
            picture.setRGB(i % 64, i / 64, edge ? 0xff0000 : 0x0000ff);
        }
        Path file = folder.resolve("picture");
        assertTrue(ImageIO.write(picture, "png", file.toFile()));
        Fixture.Sink sink = new Fixture.Sink();
        FrameSize size = FrameSize.parse(wanted);
        Fixture.media().decode(file, new VideoFormat(size, 8), sink);
        assertEquals(1, sink.frames.size());
        assertEquals(size.rgbBytes(), sink.frames.get(0).length);
        assertTrue(sink.blue(0, x, y) > 200, "the middle");
        int[][] corners = {{0, 0}, {size.width() - 1, 0}, {0, size.height() - 1}, {size.width() - 1, size.height() - 1}
        };
        for (int[] corner : corners) {
            assertTrue(
                    sink.red(0, corner[0], corner[1]) > 150,
                    "nothing black, nothing cut at " + corner[0] + "," + corner[1]);
        }
    }

    /** A clip whose rate was raised gives back the frames it was made of. */
    @Test
    void aRateIsBroughtDown() throws Exception {
        Path file = folder.resolve("clip");
        Fixture.media()
                .encode(
                        Fixture.request("compat-h264", "64x48", file),
                        new Frames("64x48", 8, 16, (n, x, y) -> n * 0x0f0f0f));
        Fixture.Sink sink = new Fixture.Sink();
        Fixture.media().decode(file, new VideoFormat(new FrameSize(32, 24), 8), sink);
        assertEquals(16, sink.frames.size(), 1);
        for (int n = 0; n < 15; n++) {
            assertEquals(n * 15, sink.red(n, 16, 12), 8, "frame " + n);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compat-h264", "web-av1", "webm-vp9"})
    void framesComeBackAsTheyWere(String profile) throws Exception {
        Path file = folder.resolve("clip");
        Fixture.media()
                .encode(
                        Fixture.request(profile, "64x48", file),
                        new Frames("64x48", 25, 50, (n, x, y) -> n < 25 ? 0xe02020 : 0x2020e0));
        Fixture.Sink sink = new Fixture.Sink();
        Fixture.media().decode(file, sink);
        assertEquals(25, sink.video.framesPerSecond());
        assertEquals(50, sink.frames.size());
        assertEquals(0xe0, sink.red(0, 30, 20), 6);
        assertEquals(0x20, sink.blue(0, 30, 20), 6);
        assertEquals(0xe0, sink.blue(49, 30, 20), 6);
        assertEquals(List.of("frame"), sink.order);
    }

    @Test
    void soundComesBeforeTheFirstFrame() throws Exception {
        Path file = folder.resolve("clip");
        var tone = Fixture.tone(folder, new AudioFormat(22_050, 1), 1000);
        Fixture.media().encode(Fixture.request("compat-h264", "64x48", file, tone), Frames.square("64x48", 24, 24));
        assertEquals(List.of("h264", "aac"), Fixture.media().probe(file).codecs());
        Fixture.Sink sink = new Fixture.Sink();
        Fixture.media().decode(file, sink);
        assertEquals(List.of("audio 48000 2", "sound", "frame"), sink.order);
        assertEquals(1.0, sink.soundBytes / (48_000.0 * 4), 0.03);
    }

    @Test
    void soundCanBeHadAlone() throws Exception {
        Path file = folder.resolve("sounding");
        var tone = Fixture.tone(folder, new AudioFormat(24_000, 1), 1_000);
        Fixture.media().encode(Fixture.request("compat-h264", "64x48", file, tone), Frames.square("64x48", 24, 24));
        Path pcm = folder.resolve("pcm");
        assertEquals(Optional.of(new AudioFormat(48_000, 2)), Fixture.media().sound(file, pcm));
        assertEquals(1.0, Files.size(pcm) / (48_000.0 * 4), 0.03);

        Path silent = Fixture.clip(folder, "compat-h264");
        assertEquals(Optional.empty(), Fixture.media().sound(silent, folder.resolve("none")));
        assertFalse(Files.exists(folder.resolve("none")));
    }

    @Test
    void aTurnedClipIsShownAsItsOwnerSawIt() throws Exception {
        Path turned = folder.resolve("turned.mp4");
        Path clip = Fixture.clip(folder, "compat-h264");
        Fixture.ffmpeg("-display_rotation", "90", "-i", clip.toString(), "-c", "copy", turned.toString());
        assertEquals(new FrameSize(48, 64), Fixture.media().probe(turned).size());
        Fixture.Sink sink = new Fixture.Sink();
        Fixture.media().decode(turned, sink);
        assertEquals(48 * 64 * 3, sink.frames.get(23).length);
    }

    @Test
    void aNameIsOnlyAName() throws Exception {
        for (String name : List.of("-i.mp4", "http:clip.mp4", "a%03d.png", "two words;.m3u8")) {
            Path file = Files.copy(Fixture.clip(folder, "compat-h264"), folder.resolve(name));
            assertEquals(24, Fixture.media().probe(file).frames(), name);
            Fixture.media().still(file, "spritesheet", folder.resolve(name + "%d.jpg"));
            assertTrue(Files.size(folder.resolve(name + "%d.jpg")) > 0);
        }
    }

    @Test
    void aSlowSinkIsNoHang() throws Exception {
        Path file = Fixture.clip(folder, "compat-h264");
        Fixture.Sink slow = new Fixture.Sink() {
            @Override
            public void frame(java.nio.ByteBuffer rgb) throws InterruptedException {
                super.frame(rgb);
                new CountDownLatch(1).await(frames.size() == 1 ? 7000 : 0, TimeUnit.MILLISECONDS);
            }
        };
        Fixture.media(Settings.with(Map.of("stall_seconds", 3))).decode(file, slow);
        assertEquals(24, slow.frames.size());
    }

    @ParameterizedTest
    @CsvSource({"compat-h264, 24", "compat-h264, 1", "webm-vp9, 5", "web-av1, 100"})
    void stillsAreValidPictures(String profile, int frames) throws Exception {
        Path clip = folder.resolve("clip");
        Fixture.media().encode(Fixture.request(profile, "96x160", clip), Frames.square("48x80", 24, frames));

        Path thumbnail = folder.resolve("thumbnail");
        assertEquals("image/webp", Fixture.media().still(clip, "thumbnail", thumbnail));
        List<String> facts = Fixture.ffprobe(thumbnail, "stream=codec_name,width,height");
        assertTrue(facts.contains("streams.stream.0.codec_name=\"webp\""), facts::toString);
        assertTrue(facts.contains("streams.stream.0.width=96"), facts::toString);

        Path sheet = folder.resolve("sheet");
        assertEquals("image/jpeg", Fixture.media().still(clip, "spritesheet", sheet));
        BufferedImage picture = ImageIO.read(sheet.toFile());
        int tiles = Math.min(16, frames);
        assertEquals(144 * Math.min(4, tiles), picture.getWidth());
        assertEquals(240 * ((tiles + 3) / 4), picture.getHeight());
        assertFalse(black(picture, 0), "the first tile shows something");
        assertFalse(black(picture, tiles - 1), "and so does the last");
        assertEquals(List.of("clip", "sheet", "thumbnail"), Fixture.names(folder));
    }

    private static boolean black(BufferedImage sheet, int tile) {
        int rgb = sheet.getRGB(tile % 4 * 144 + 72, tile / 4 * 240 + 200) & 0xffffff;
        return (rgb & 0xff) + (rgb >> 8 & 0xff) + (rgb >> 16) < 30;
    }
}
