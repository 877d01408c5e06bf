package org.mutoscope.media.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading files that are not sound, or too much. */
@Timeout(120)
class ReadTroubleTest {
    @TempDir
    Path folder;

    @AfterEach
    void noChildIsLeft() {
        assertEquals(List.of(), Fixture.children());
    }

    private static void refused(String sentence, Executable work) {
        IOException e = assertThrows(IOException.class, work);
        assertTrue(e.getMessage().contains(sentence), e::getMessage);
        assertFalse(e.getMessage().contains("/"), e::getMessage);
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("input.mp4"), bytes);
    }

    @Test
    void noFile() {
        refused("no such file", () -> Fixture.media().probe(folder.resolve("none")));
        refused("no such file", () -> Fixture.media().probe(folder));
    }

    @Test
    void zeroBytes() throws IOException {
        Path file = file(new byte[0]);
        refused("empty", () -> Fixture.media().probe(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n",
                "ffconcat version 1.0\nfile '/etc/passwd'\n",
                "<html>not a clip</html>",
                "x"
            })
    void aPlaylistIsNoMediaWhateverItsName(String text) throws IOException {
        Path file = file(text.getBytes(StandardCharsets.US_ASCII));
        refused("no MP4, WebM", () -> Fixture.media().probe(file));
        refused("no MP4, WebM", () -> Fixture.media().decode(file, new Fixture.Sink()));
        refused("no MP4, WebM", () -> Fixture.media().still(file, "thumbnail", folder.resolve("t")));
    }

    @Test
    void aHeaderAlone() throws IOException {
        Path file = file("\0\0\0\u0018ftypisom\0\0\0\0isommp42 and then rubbish".getBytes(StandardCharsets.US_ASCII));
        refused("damaged", () -> Fixture.media().probe(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compat-h264", "webm-vp9"})
    void aTruncatedFileIsNotTakenForAWhole(String profile) throws Exception {
        Path clip = folder.resolve("clip");
        Frames.Painter noise = (n, x, y) -> (x * 7919 + y * 104_729 + n * 1_299_709) * 2_654_435 & 0xffffff;
        Fixture.media().encode(Fixture.request(profile, "128x128", clip), new Frames("128x128", 24, 48, noise));
        byte[] whole = Files.readAllBytes(clip);
        Path half = file(Arrays.copyOf(whole, whole.length * 6 / 10));
        refused("ends early", () -> Fixture.media().decode(half, new Fixture.Sink()));
        Path start = file(Arrays.copyOf(whole, 200));
        refused("damaged", () -> Fixture.media().probe(start));
    }

    @Test
    void aPictureThatClaimsToBeHuge() throws IOException {
        Path impossible = file(png(60_000, 60_000));
        refused("impossible size", () -> Fixture.media().probe(impossible));
        Path huge = file(png(16_000, 16_000));
        refused("16000x16000", () -> Fixture.media().decode(huge, new Fixture.Sink()));
        Path justTooLarge = file(png(8192, 1100));
        refused("8192x1100", () -> Fixture.media().decode(justTooLarge, new Fixture.Sink()));
    }

    /** A PNG of which only the header is real. */
    private static byte[] png(int width, int height) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + 25 + 24);
        bytes.putLong(0x89504e470d0a1a0aL);
        ByteBuffer header =
                ByteBuffer.allocate(17).putInt(0x49484452).putInt(width).putInt(height);
        header.put(new byte[] {8, 2, 0, 0, 0});
        chunk(bytes, header.array());
        chunk(bytes, ByteBuffer.allocate(12).putInt(0x49444154).array());
        return bytes.array();
    }

    private static void chunk(ByteBuffer bytes, byte[] chunk) {
        CRC32 crc = new CRC32();
        crc.update(chunk);
        bytes.putInt(chunk.length - 4).put(chunk).putInt((int) crc.getValue());
    }

    @Test
    void limitsAreKept() throws Exception {
        Path clip = Fixture.clip(folder, "compat-h264");
        Path long2 = folder.resolve("long");
        Fixture.media().encode(Fixture.request("compat-h264", "64x48", long2), Frames.square("64x48", 24, 60));
        Path large = Files.write(folder.resolve("large"), new byte[1_000_001]);
        refused("pixels", () -> Fixture.media(Settings.with(Map.of("input_pixels_max", 3000)))
                .probe(clip));
        refused("longer than 2 s", () -> Fixture.media(Settings.with(Map.of("input_seconds_max", 2)))
                .probe(long2));
        refused("larger than 1 MB", () -> Fixture.media(Settings.with(Map.of("input_megabytes_max", 1)))
                .probe(large));
    }

    @Test
    void aFileOfManyStreamsIsRefused() throws Exception {
        Path clip = Fixture.clip(folder, "compat-h264");
        for (int streams : new int[] {16, 17}) {
            List<String> command = new ArrayList<>(List.of("-i", clip.toString()));
            command.addAll(Collections.nCopies(streams, List.of("-map", "0:v")).stream()
                    .flatMap(List::stream)
                    .toList());
            Path many = folder.resolve("many" + streams + ".mp4");
            command.addAll(List.of("-c", "copy", many.toString()));
            Fixture.ffmpeg(command.toArray(String[]::new));
            if (streams == 16) {
                Fixture.media().probe(many);
            } else {
                refused("17 streams", () -> Fixture.media().probe(many));
            }
        }
    }

    @Test
    void aReaderWithoutMemoryOrTimeSaysSo() throws Exception {
        Path clip = Fixture.clip(folder, "compat-h264");
        refused("could not run", () -> Fixture.media(Settings.with(Map.of("decode_memory_megabytes_max", 20)))
                .probe(clip));
        // Long enough that the kernel's clock ticks before the reader is through.
        Path work = folder.resolve("work");
        Fixture.media().encode(Fixture.request("compat-h264", "640x480", work), Frames.square("640x480", 24, 48));
        refused("signal 9", () -> Fixture.media(Settings.with(Map.of("decode_cpu_seconds_max", 0)))
                .decode(work, new Fixture.Sink()));
    }

    @Test
    void aKilledReaderIsNamed() throws Exception {
        Path clip = folder.resolve("clip");
        Fixture.media().encode(Fixture.request("compat-h264", "640x480", clip), Frames.square("640x480", 24, 48));
        Fixture.Sink sink = new Fixture.Sink() {
            @Override
            public void frame(ByteBuffer rgb) throws InterruptedException {
                super.frame(rgb);
                Fixture.children().forEach(ProcessHandle::destroyForcibly);
            }
        };
        refused("the media reader was killed (signal 9)", () -> Fixture.media().decode(clip, sink));
    }

    @Test
    void aCancelledDecodeLeavesNothing() throws Exception {
        Path clip = Fixture.clip(folder, "compat-h264");
        Fixture.Sink sink = new Fixture.Sink() {
            @Override
            public void frame(ByteBuffer rgb) throws InterruptedException {
                super.frame(rgb);
                Thread.currentThread().interrupt();
            }
        };
        assertThrows(InterruptedException.class, () -> Fixture.media().decode(clip, sink));
        assertFalse(Thread.currentThread().isInterrupted(), "the interrupt was turned into the exception");
    }

    @Test
    void anUnknownStillIsRefused() throws Exception {
        Path clip = Fixture.clip(folder, "compat-h264");
        refused("thumbnail and spritesheet", () -> Fixture.media().still(clip, "poster", folder.resolve("p")));
    }

    @Test
    void aFailedStillLeavesNoFile() throws Exception {
        byte[] clip = Files.readAllBytes(Fixture.clip(folder, "compat-h264"));
        Files.delete(folder.resolve("clip-compat-h264"));
        String bytes = new String(clip, StandardCharsets.ISO_8859_1);
        Arrays.fill(clip, bytes.indexOf("mdat") + 4, clip.length, (byte) 0);
        Path file = file(clip);
        refused("damaged", () -> Fixture.media().still(file, "thumbnail", folder.resolve("t")));
        assertEquals(List.of("input.mp4"), Fixture.names(folder));
    }
}
