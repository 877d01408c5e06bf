package org.mutoscope.media.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.EncodedMedia;
import org.mutoscope.api.media.FrameSize;

/** What comes out of the encoder, judged by ffprobe. */
@Timeout(120)
class EncodeTest {
    @TempDir
    Path folder;

    private Path target() {
        return folder.resolve("out");
    }

    @ParameterizedTest
    @CsvSource({"compat-h264, video/mp4, h264, aac", "web-av1, video/mp4, av1, opus", "webm-vp9, video/webm, vp9, opus"
    })
    void everyProfileMakesWhatItSays(String profile, String mediaType, String codec, String soundCodec)
            throws Exception {
        var sound = Fixture.tone(folder, new AudioFormat(44_100, 1), 1_000);
        EncodedMedia made = Fixture.media()
                .encode(Fixture.request(profile, "96x160", target(), sound), Frames.square("48x80", 8, 12));

        assertEquals(new EncodedMedia(target(), mediaType, new FrameSize(96, 160), 36, 1500), made);
        List<String> picture = Fixture.ffprobe(
                target(),
                "stream=codec_name,width,height,pix_fmt,nb_read_frames,avg_frame_rate,color_range,color_space,color_primaries");
        for (String expected : List.of(
                "codec_name=\"" + codec,
                "width=96",
                "height=160",
                "pix_fmt=\"yuv420p",
                "nb_read_frames=\"36",
                "avg_frame_rate=\"24/1",
                "color_range=\"tv",
                "color_space=\"bt709",
                "color_primaries=\"bt709")) {
            assertTrue(
                    picture.stream().anyMatch(line -> line.startsWith("streams.stream.0." + expected)),
                    () -> expected + " in " + picture);
        }
        assertTrue(picture.contains("streams.stream.1.codec_name=\"" + soundCodec + "\""), picture::toString);
        assertEquals(List.of("out", "tone.pcm"), Fixture.names(folder));
    }

    @Test
    void anMp4CanPlayBeforeItIsLoaded() throws Exception {
        String bytes = Files.readString(Fixture.clip(folder, "compat-h264"), StandardCharsets.ISO_8859_1);
        assertTrue(bytes.indexOf("moov") < bytes.indexOf("mdat"), "moov stands before mdat");
    }

    @ParameterizedTest
    @CsvSource({"compat-h264", "web-av1", "webm-vp9"})
    void nothingTellsOfVersionMachineOrHour(String profile) throws Exception {
        Path file = Fixture.clip(folder, profile);
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains("Lavf6") || bytes.contains("Lavc6"), "no version of ffmpeg");
        assertFalse(bytes.contains(folder.toString()), "no path");
        assertEquals(List.of(), Fixture.ffprobe(file, "format_tags=creation_time,comment:stream_tags=creation_time"));
    }

    @ParameterizedTest
    @CsvSource({"500, 2", "5000, 1", "1000, 2"})
    void soundIsAsLongAsThePicture(long milliseconds, int channels) throws Exception {
        for (String profile : Profile.names()) {
            Path file = folder.resolve(profile);
            var sound = Fixture.tone(folder, new AudioFormat(48_000, channels), milliseconds);
            Fixture.media().encode(Fixture.request(profile, "64x48", file, sound), Frames.square("64x48", 24, 48));

            Fixture.Sink sink = new Fixture.Sink();
            Fixture.media().decode(file, sink);
            assertEquals(48, sink.frames.size());
            assertEquals(2.0, sink.soundBytes / (48_000.0 * 4), 0.03, profile);
        }
    }

    /** 64 wide: with AVX-512, ffmpeg 8.1.2 takes every change of a narrower picture for a cut. */
    @Test
    void framesInBetweenAreBlended() throws Exception {
        Fixture.Sink sink =
                encoded(Settings.defaults(), "64x64", new Frames("64x64", 8, 2, (n, x, y) -> 0x404040 + n * 0x101010));
        assertEquals(6, sink.frames.size());
        assertEquals(64, sink.red(0, 16, 16), 2);
        assertEquals(69, sink.red(1, 16, 16), 2);
        assertEquals(75, sink.red(2, 16, 16), 2);
        assertEquals(80, sink.red(3, 16, 16), 2);
    }

    @Test
    void aCutStaysACut() throws Exception {
        Fixture.Sink sink = encoded(Settings.defaults(), "64x64", new Frames("64x64", 8, 2, (n, x, y) -> n * 0xffffff));
        for (int n = 0; n < 6; n++) {
            int red = sink.red(n, 16, 16);
            assertTrue(red < 20 || red > 235, () -> "no grey between black and white, but " + red);
        }
    }

    @Test
    void blendingCanBeSwitchedOffAndTheRateBeChosen() throws Exception {
        Fixture.Sink sink = encoded(
                Settings.with(Map.of("frame_blend", false, "frame_rate_min", 16)),
                new Frames("32x32", 8, 2, (n, x, y) -> 0x404040 + n * 0x181818));
        assertEquals(16, sink.video.framesPerSecond());
        assertEquals(4, sink.frames.size());
        assertEquals(64, sink.red(1, 16, 16), 3);
    }

    @Test
    void aFasterSourceKeepsItsRate() throws Exception {
        Fixture.Sink sink = encoded(Settings.defaults(), Frames.square("32x32", 30, 15));
        assertEquals(30, sink.video.framesPerSecond());
        assertEquals(15, sink.frames.size());
    }

    @Test
    void thePictureIsFilledAndKeepsItsShape() throws Exception {
        // a wide source, red left of the middle and blue right of it, green at both far ends
        Fixture.Sink sink = encoded(
                Settings.with(Map.of("scaler", "lanczos")),
                new Frames("160x40", 24, 1, (n, x, y) -> x < 50 || x >= 110 ? 0x00c000 : x < 80 ? 0xd00000 : 0x0000d0));
        assertEquals(new FrameSize(32, 32), sink.video.size());
        assertTrue(sink.red(0, 4, 2) > 150 && sink.red(0, 4, 30) > 150, "red fills the left, no bars");
        assertTrue(sink.blue(0, 28, 2) > 150 && sink.blue(0, 28, 30) > 150, "blue fills the right");
    }

    private Fixture.Sink encoded(FfmpegConfig config, Frames frames) throws Exception {
        return encoded(config, "32x32", frames);
    }

    private Fixture.Sink encoded(FfmpegConfig config, String size, Frames frames) throws Exception {
        FfmpegMedia media = Fixture.media(config);
        media.encode(Fixture.request("compat-h264", size, target()), frames);
        Fixture.Sink sink = new Fixture.Sink();
        media.decode(target(), sink);
        return sink;
    }

    @ParameterizedTest
    @CsvSource({"compat-h264", "web-av1", "webm-vp9"})
    void oneFrameIsAClip(String profile) throws Exception {
        EncodedMedia made =
                Fixture.media().encode(Fixture.request(profile, "64x48", target()), Frames.square("64x48", 8, 1));
        assertTrue(made.frames() >= 1);
        assertTrue(Fixture.ffprobe(target(), "stream=nb_read_frames")
                .contains("streams.stream.0.nb_read_frames=\"" + made.frames() + "\""));
    }

    @Test
    void oddSidesBecomeEven() throws Exception {
        EncodedMedia made = Fixture.media()
                .encode(Fixture.request("compat-h264", "97x161", target()), Frames.square("47x79", 24, 3));
        assertEquals(new FrameSize(96, 160), made.size());
        assertTrue(Fixture.ffprobe(target(), "stream=width,height").contains("streams.stream.0.width=96"));
        assertEquals(new FrameSize(2, 8192), ClipEncoder.even(new FrameSize(1, 8192)));
    }

    @Test
    void aBitRateCanBeSet() throws Exception {
        Frames.Painter noise = (n, x, y) -> (x * 7919 + y * 104_729 + n * 1_299_709) * 2_654_435 & 0xffffff;
        long[] bytes = new long[2];
        for (int i = 0; i < 2; i++) {
            Path file = folder.resolve("rate" + i);
            FfmpegConfig config = Settings.with(Map.of("h264_kbits_per_second", i * 100, "threads", 1));
            Fixture.media(config)
                    .encode(Fixture.request("compat-h264", "128x128", file), new Frames("128x128", 24, 48, noise));
            bytes[i] = Files.size(file);
        }
        assertTrue(bytes[1] < bytes[0] / 2, () -> bytes[1] + " against " + bytes[0]);
    }
}
