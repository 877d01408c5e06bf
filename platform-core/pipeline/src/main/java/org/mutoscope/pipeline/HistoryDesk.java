package org.mutoscope.pipeline;

import java.time.Duration;
import java.util.Optional;
import org.mutoscope.api.provenance.History;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.PublicHistory;

/** Reads the installed log for whoever asks. */
final class HistoryDesk implements PublicHistory {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final String INDEX = "log.index";

    private final Kinds kinds;
    private final JobBoard board;

    HistoryDesk(Kinds kinds, JobBoard board) {
        this.kinds = kinds;
        this.board = board;
    }

    @Override
    public Optional<byte[]> read(String path) {
        return ask("read", history -> history.read(path));
    }

    @Override
    public Optional<String> proof(String jobId) {
        Optional<Long> index = board.find(jobId)
                .map(job -> job.facts().get(INDEX))
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::valueOf);
        return index.isEmpty() ? Optional.empty() : ask("proof", history -> history.proof(index.get()));
    }

    @Override
    public String key() {
        return ask("key", History::verifierKey);
    }

    private <T> T ask(String what, PartnerCalls.Use<History, T> call) {
        Optional<Leased<History>> lease =
                kinds.histories().all().stream().findFirst().flatMap(log -> log.lease());
        if (lease.isEmpty()) {
            throw new Problem(
                    Code.HISTORY_UNAVAILABLE,
                    "No log is installed, or it could not be opened; the operator finds why in the log and with"
                            + " `mutoscope plugin why org.mutoscope.provenance.log`.");
        }
        try (Leased<History> leased = lease.get()) {
            return kinds.calls().call(leased, what, DEADLINE, call);
        } catch (PartnerFault e) {
            throw new Problem(Code.HISTORY_UNAVAILABLE, "The log cannot be read now: " + e.getMessage(), null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(Code.HISTORY_UNAVAILABLE, "The log cannot be read now.", null, e);
        }
    }
}
