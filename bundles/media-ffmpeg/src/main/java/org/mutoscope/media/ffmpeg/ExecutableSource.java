package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the executables: the operator's own, or those of the natives jar, unpacked at first use. A failure is not kept:
 * the next caller tries again, so that a repaired installation needs no restart.
 */
final class ExecutableSource {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutableSource.class);

    private final String own;
    private final Path jars;
    private final Path unpacked;
    private Executables found;

    /**
     * @param own path of the operator's ffmpeg, or empty
     * @param jars folder with the natives jars
     * @param unpacked folder to unpack into; created when needed
     */
    ExecutableSource(String own, Path jars, Path unpacked) {
        this.own = own;
        this.jars = jars;
        this.unpacked = unpacked;
    }

    /** @throws IOException if there are none; the message says what to do and names no path */
    synchronized Executables get() throws IOException {
        if (found == null) {
            found = own.isBlank() ? shipped() : configured();
        }
        return found;
    }

    private Executables configured() throws IOException {
        Path ffmpeg = Path.of(own);
        Path ffprobe = ffmpeg.resolveSibling(ffmpeg.getFileName().toString().replaceFirst("^ffmpeg", "ffprobe"));
        for (Path program : new Path[] {ffmpeg, ffprobe}) {
            if (!Files.isExecutable(program)) {
                LOG.error("{} is no executable file; correct the key ffmpeg of {}", program, FfmpegConfig.PID);
                throw new IOException("the configured ffmpeg is missing; the operator finds more in the log");
            }
        }
        Map<String, String> environment = environment();
        for (String kept : new String[] {"PATH", "HOME", "LD_LIBRARY_PATH"}) {
            Optional.ofNullable(System.getenv(kept)).ifPresent(value -> environment.put(kept, value));
        }
        LOG.info("ffmpeg: {} (configured)", ffmpeg);
        return new Executables(ffmpeg, ffprobe, environment);
    }

    private Executables shipped() throws IOException {
        String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        Path folder = unpack(jar(platform), platform);
        Map<String, String> environment = environment();
        environment.put(platform.startsWith("macosx") ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH", folder.toString());
        LOG.info("ffmpeg: {} (shipped)", folder);
        return new Executables(folder.resolve("ffmpeg"), folder.resolve("ffprobe"), environment);
    }

    private Path unpack(Path jar, String platform) throws IOException {
        try {
            return NativeFolder.of(jar, platform, unpacked);
        } catch (IOException e) {
            LOG.error("{} could not be unpacked into {}", jar, unpacked, e);
            throw new IOException("ffmpeg could not be unpacked; the operator finds more in the log", e);
        }
    }

    private Path jar(String platform) throws IOException {
        TreeSet<Path> found = new TreeSet<>();
        try (DirectoryStream<Path> some = Files.newDirectoryStream(jars, "ffmpeg-*-" + platform + ".jar")) {
            some.forEach(found::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            LOG.error("there is no folder {}", jars);
        }
        if (found.isEmpty()) {
            LOG.error(
                    "no ffmpeg-*-{}.jar in {}; put org.bytedeco:ffmpeg with that classifier there, or set the key ffmpeg of {}",
                    platform,
                    jars,
                    FfmpegConfig.PID);
            throw new IOException("ffmpeg is not installed for " + platform + "; the operator finds more in the log");
        }
        return found.last();
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("LC_ALL", "C");
        environment.put("AV_LOG_FORCE_NOCOLOR", "1");
        environment.put("SVT_LOG", "1"); // errors only: SVT-AV1 prints a banner otherwise
        return environment;
    }

    /** The classifier of the jar for an operating system and a processor, as Java names them. */
    static String platform(String os, String arch) {
        String system = os.toLowerCase(Locale.ROOT).startsWith("mac") ? "macosx" : os.toLowerCase(Locale.ROOT);
        String processor =
                switch (arch) {
                    case "amd64" -> "x86_64";
                    case "aarch64" -> "arm64";
                    default -> arch;
                };
        return system + "-" + processor;
    }
}
