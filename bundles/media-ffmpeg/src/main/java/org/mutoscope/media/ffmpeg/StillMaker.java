package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes still pictures of a video. */
final class StillMaker {
    private static final String ROLE = "the media reader";
    private static final int COLUMNS = 4;
    private static final int TILES = 16;
    private static final int TILE_SIDE = 240;

    private final ExecutableSource programs;
    private final FfmpegConfig config;
    private final Prober prober;

    StillMaker(ExecutableSource programs, FfmpegConfig config, Prober prober) {
        this.programs = programs;
        this.config = config;
        this.prober = prober;
    }

    /** See {@link org.mutoscope.api.media.MediaReader#still}. */
    String still(Path file, String kind, Path target) throws IOException, InterruptedException {
        Path part = FinishedFile.part(target);
        try {
            String mediaType =
                    switch (kind) {
                        case "thumbnail" -> thumbnail(file, part);
                        case "spritesheet" -> spritesheet(file, part);
                        default -> throw new IOException(
                                "there is no still picture of that kind; there are thumbnail and spritesheet");
                    };
            FinishedFile.publish(part, target);
            return mediaType;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A frame from a tenth of the way, where the picture has mostly settled; the first one of a very short clip. */
    private String thumbnail(Path file, Path part) throws IOException, InterruptedException {
        Contents contents = prober.probe(file);
        long at = contents.milliseconds() < 1000 ? 0 : contents.milliseconds() / 10;
        List<String> output =
                List.of("-map", "0:V:0", "-frames:v", "1", "-c:v", "libwebp", "-quality", "80", "-f", "webp");
        if (!run(file, contents.kind(), at, output, part) && !run(file, contents.kind(), 0, output, part)) {
            throw new IOException("the file is damaged: there is no picture in it");
        }
        return "image/webp";
    }

    /** Frames at equal distances, row by row, at most {@value #TILES}; what a row lacks stays black. */
    private String spritesheet(Path file, Path part) throws IOException, InterruptedException {
        Contents contents = prober.probe(file);
        long frames = frames(contents);
        long tiles = Math.min(TILES, frames);
        long columns = Math.min(COLUMNS, tiles);
        // Commas inside an expression need a backslash. Tile k shows the first frame from k * frames / tiles on.
        String filters =
                "select=gte(n*%d\\,selected_n*%d),scale=w=%d:h=%d:force_original_aspect_ratio=decrease:force_divisible_by=2,tile=%dx%d"
                        .formatted(tiles, frames, TILE_SIDE, TILE_SIDE, columns, (tiles + columns - 1) / columns);
        List<String> output = List.of(
                "-map",
                "0:V:0",
                "-vf",
                filters,
                "-frames:v",
                "1",
                "-c:v",
                "mjpeg",
                "-q:v",
                "4",
                "-pix_fmt",
                "yuvj420p",
                "-fps_mode",
                "passthrough",
                "-f",
                "mjpeg");
        if (!run(file, contents.kind(), 0, output, part)) {
            throw new IOException("the file is damaged: there is no picture in it");
        }
        return "image/jpeg";
    }

    /** Number of frames, estimated where the file does not say; too high an estimate leaves tiles black. */
    private static long frames(Contents contents) {
        long estimate = contents.milliseconds() * contents.framesPerSecond() / 1000;
        return Math.max(1, contents.frames() > 0 ? contents.frames() : estimate);
    }

    /** Whether a picture was written; a place behind the last frame gives none. */
    private boolean run(Path file, InputKind kind, long atMillis, List<String> output, Path part)
            throws IOException, InterruptedException {
        Executables found = programs.get();
        List<String> command = new ArrayList<>(InputCommand.start(found.ffmpeg(), config));
        command.addAll(List.of("-nostdin", "-nostats", "-y"));
        if (atMillis > 0) {
            command.addAll(List.of("-ss", atMillis + "ms"));
        }
        command.addAll(InputCommand.open(file, kind));
        command.addAll(List.of("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"));
        command.addAll(output);
        command.add(FinishedFile.url(part));
        Duration patience = Duration.ofSeconds(config.stall_seconds());
        try (Child child = Child.start(ROLE, patience, Child.builder(found, command))) {
            child.finish();
        } catch (ChildFailure e) {
            throw e.orRather("the file is damaged or not supported");
        }
        return Files.exists(part) && Files.size(part) > 0;
    }
}
