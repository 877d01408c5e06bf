package org.mutoscope.rest;

import java.io.IOException;
import java.io.InputStream;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Clips;

/** Sends a file out of the store, whole or in part; never as something that a browser would run. */
record Sending(Clips clips, Clips.Clip clip, String filename) {
    Answer answer(Ask ask) throws IOException {
        if (isKnown(ask)) {
            return head(Answer.of(304));
        }
        ByteRange range;
        try {
            range = ByteRange.of(rangeHeader(ask), clip.bytes());
        } catch (Problem e) {
            return Envelope.answer(e, false).with("content-range", "bytes */" + clip.bytes());
        }
        Answer answer =
                head(Answer.of(range.whole() ? 200 : 206)).file(open(range.from()), range.length(), clip.mediaType());
        return range.whole() ? answer : answer.with("content-range", range.contentRange(clip.bytes()));
    }

    private InputStream open(long from) {
        try {
            return clips.open(clip, from);
        } catch (IOException e) {
            throw new Problem(
                    Code.STORAGE_UNAVAILABLE, "The file cannot be read at the moment. Try again later.", null, e);
        }
    }

    private Answer head(Answer answer) {
        return answer.with("etag", etag())
                .with("accept-ranges", "bytes")
                .with("cache-control", "private, max-age=3600")
                .with("x-content-type-options", "nosniff")
                .with("content-disposition", "attachment; filename=\"" + plain(filename) + "\"");
    }

    /** A name that its sender chose, fit for a header. */
    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9 ._()-]", "_");
    }

    /** A range of another version of the file would be garbage: then the whole is sent (RFC 9110, 13.1.5). */
    private String rangeHeader(Ask ask) {
        String condition = ask.header("if-range");
        return condition == null || condition.trim().equals(etag()) ? ask.header("range") : null;
    }

    private boolean isKnown(Ask ask) {
        String known = ask.header("if-none-match");
        return known != null && (known.contains(etag()) || known.trim().equals("*"));
    }

    private String etag() {
        return "\"" + clip.sha256() + "\"";
    }
}
