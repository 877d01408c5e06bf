package org.mutoscope.media.ffmpeg;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How long a clip of the shipped model takes: 4 s, 32 frames of 48x80, to 720x1280 at 24 frames a second. Run its main
 * method in this module's folder, with the test class path, after the natives jar was copied to target/natives.
 */
final class EncodeBench {
    private static final int RUNS = 5;

    private EncodeBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target"), "bench");
        Fixture.PROGRAMS.get();
        for (String profile : Profile.names()) {
            for (int run = 0; run < RUNS; run++) {
                report(profile, "all frames at once", 0, folder.resolve(profile + run));
                report(profile, "a frame each 60 ms", 60, folder.resolve(profile + run + "slow"));
            }
        }
    }

    private static void report(String profile, String how, int pause, Path target) throws Exception {
        long[] last = {0};
        long start = System.nanoTime();
        Fixture.media()
                .encode(
                        Fixture.request(profile, "720x1280", target),
                        Frames.square("48x80", 8, 32).before(number -> {
                            Thread.sleep(pause);
                            last[0] = System.nanoTime();
                        }));
        long end = System.nanoTime();
        System.out.printf(
                "%-12s %s: %4d ms in all, %4d ms after the last frame, %d bytes%n",
                profile, how, (end - start) / 1_000_000, (end - last[0]) / 1_000_000, Files.size(target));
        Fixture.media().still(target, "thumbnail", Path.of(target + ".webp"));
        long thumb = System.nanoTime();
        Fixture.media().still(target, "spritesheet", Path.of(target + ".jpg"));
        System.out.printf(
                "%-12s thumbnail %d ms, spritesheet %d ms%n",
                profile, (thumb - end) / 1_000_000, (System.nanoTime() - thumb) / 1_000_000);
    }
}
