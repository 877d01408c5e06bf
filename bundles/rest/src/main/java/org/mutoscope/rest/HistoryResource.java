package org.mutoscope.rest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** The history of what was made, as files that everybody may read and keep; and the proof that a clip is in it. */
final class HistoryResource {
    /** Names of the parts of a tile's address behind its level: six groups of digits and a width do for any log. */
    static final List<String> PARTS = List.of("a", "b", "c", "d", "e", "f", "g");

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    private final House house;

    HistoryResource(House house) {
        this.house = house;
    }

    /** What its checkpoints are verified with. */
    Answer key(Ask ask) {
        return text(house.history().key() + "\n");
    }

    /** The log's size and root, signed. */
    Answer checkpoint(Ask ask) {
        return file("checkpoint", TEXT).with("cache-control", "no-cache");
    }

    /** Hashes, or entries. */
    Answer tile(Ask ask) {
        StringBuilder path = new StringBuilder("tile/").append(ask.path("level"));
        for (String part : PARTS) {
            String value = ask.path(part);
            if (value == null) {
                break;
            }
            path.append('/').append(value);
        }
        return file(path.toString(), "application/octet-stream").with("cache-control", FOR_GOOD);
    }

    private Answer file(String path, String type) {
        return Answer.of(200).bytes(house.history().read(path).orElseThrow(Router::nothing), type);
    }

    /** Proof that a clip of the caller's is in the log, which can be handed on with the clip. */
    Answer proof(Ask ask) {
        Job job = Owned.job(house.jobs(), ask.caller(), ask.path("id"));
        if (!job.state().ended()) {
            throw new Problem(Code.VIDEO_NOT_READY, "This video is not finished; it is recorded when it is.");
        }
        String proof = house.history()
                .proof(job.id())
                .orElseThrow(() -> new Problem(
                        Code.NOT_FOUND, "This video is not in the log: it was made without one, or was not finished."));
        return text(proof).with("content-disposition", "attachment; filename=\"" + job.id() + ".tlog-proof\"");
    }

    private static Answer text(String content) {
        return Answer.of(200)
                .bytes(content.getBytes(StandardCharsets.UTF_8), TEXT)
                .with("cache-control", "no-cache");
    }
}
