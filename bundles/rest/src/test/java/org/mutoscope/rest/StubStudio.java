package org.mutoscope.rest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Studio;

/** Takes every request and remembers it; refuses what the prompt tells it to. */
final class StubStudio implements Studio {
    private final StubBoard board;
    private final AtomicInteger count = new AtomicInteger();
    final List<Submission> seen = new CopyOnWriteArrayList<>();
    /** Files that came with them. */
    final List<byte[]> files = new CopyOnWriteArrayList<>();

    volatile List<String> obstacles = List.of();
    volatile Optional<String> shortage = Optional.empty();

    StubStudio(StubBoard board) {
        this.board = board;
    }

    @Override
    public Submitted submit(Submission submission) {
        seen.add(submission);
        if (submission.given().file() != null) {
            try {
                files.add(java.nio.file.Files.readAllBytes(submission.given().file()));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        if (submission.prompt().startsWith("refuse ")) {
            throw new Problem(Code.valueOf(submission.prompt().substring(7)), "Refused as asked.");
        }
        if (submission.prompt().equals("break")) {
            throw new IllegalStateException("secret detail");
        }
        Job job = StubBoard.job("video_" + count.incrementAndGet(), submission.accountId(), JobState.QUEUED);
        board.put(job);
        return new Submitted(job, false);
    }

    @Override
    public Prices.Quote quote(Submission submission) {
        return new Prices.Quote(
                "quote_1",
                new Prices.Price("sprite-1", 4, FrameSize.parse("720x1280"), 10, "v1"),
                Instant.parse("2026-11-22T12:00:00Z"));
    }

    @Override
    public List<String> obstacles() {
        return obstacles;
    }

    @Override
    public Optional<String> shortage() {
        return shortage;
    }
}
