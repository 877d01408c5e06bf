package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.mutoscope.api.media.MediaFacts;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Looks into clips that were sent, by the media reader's child process, before anything is promised about them. */
final class Uploads {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Kinds kinds;

    Uploads(Kinds kinds) {
        this.kinds = kinds;
    }

    /** @throws Problem {@code invalid_video} saying why it is none that can be worked on */
    Source.Footage look(Path file) {
        MediaFacts facts = facts(file);
        long seconds = (facts.milliseconds() + 999) / 1000;
        if (seconds > Sources.LONGEST) {
            throw bad("it lasts " + seconds + " seconds, and " + Sources.LONGEST + " is the most");
        }
        try {
            return new Source.Footage(null, file, FileKind.of(file), facts.size(), (int) seconds);
        } catch (IOException e) {
            throw bad("it cannot be read");
        }
    }

    /** What a clip holds. @throws Problem {@code invalid_video} saying why it is none */
    MediaFacts facts(Path file) {
        try {
            if (!FileKind.of(file).clip()) {
                throw bad("its first bytes are those of none of the three");
            }
            MediaFacts facts = probe(file);
            if (facts.milliseconds() < 1) {
                throw bad("it has no length");
            }
            return facts;
        } catch (PartnerFault e) {
            throw bad(reason(e));
        } catch (IOException e) {
            throw bad("it cannot be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(Code.STARTING, "The platform is stopping. Nothing was charged; send it again.");
        }
    }

    private MediaFacts probe(Path file) throws PartnerFault, InterruptedException {
        try (Leased<MediaReader> reader = reader(kinds)) {
            return kinds.calls().call(reader, "probe", DEADLINE, r -> r.probe(file));
        }
    }

    static Leased<MediaReader> reader(Kinds kinds) {
        return kinds.readers().all().stream()
                .findFirst()
                .flatMap(Offered::lease)
                .orElseThrow(() -> new Problem(
                        Code.STARTING, "No media reader is there yet. Nothing was charged; try again in a moment."));
    }

    /** What the reader said; its messages are made to be shown. */
    static String reason(PartnerFault fault) {
        if (fault.late()) {
            return "it took too long to decode";
        }
        Throwable cause = fault.getCause();
        return cause instanceof IOException
                ? Texts.cut(String.valueOf(cause.getMessage()), 300)
                : "it cannot be decoded";
    }

    static Problem bad(String why) {
        return new Problem(
                Code.INVALID_VIDEO,
                "video must be an MP4, QuickTime or WebM clip: " + why + ". Nothing was charged.",
                "video",
                null);
    }
}
