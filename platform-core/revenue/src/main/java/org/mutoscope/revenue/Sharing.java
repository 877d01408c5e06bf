package org.mutoscope.revenue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.api.revenue.Share;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Ledger.Spent;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares captures: reads what is to be shared, asks the models with no transaction open, and writes the lines in one. It can be broken off anywhere and
 * made again: a capture is shared once, and until then what it owes is in suspense. For one thread at a time.
 */
final class Sharing {
    private static final Logger LOG = LoggerFactory.getLogger(Sharing.class);
    private static final int AT_ONCE = 200;
    /** A model that hangs holds up each capture in turn: after so many the round ends, and those that failed are tried later and later. */
    private static final int MOST_LATE = 5;

    private final UnitOfWork storage;
    private final Ledger ledger;
    private final JobBoard board;
    private final Models models;
    private final Desk desk;

    Sharing(UnitOfWork storage, Ledger ledger, JobBoard board, Models models, Desk desk) {
        this.storage = storage;
        this.ledger = ledger;
        this.board = board;
        this.models = models;
        this.desk = desk;
    }

    /** What writes. @param currency in which a cause without money is remembered */
    record Desk(
            Lines lines, Suspense suspense, Worth worth, Budget budget, java.util.function.Supplier<String> currency) {}

    private record Facts(
            String kind, String jobId, String accountId, long credits, long paidCredits, List<LicenceFee> fees)
            implements CaptureFacts {}

    /** @param split of the video, in millionths @param subjects by grant */
    private record Job(
            CaptureTable.Capture capture, List<Spent> spent, Map<String, Long> split, Map<String, String> subjects) {
        Facts facts() {
            long paid = spent.stream()
                    .filter(lot -> lot.source() == Source.PURCHASE || lot.source() == Source.PLAN)
                    .mapToLong(Spent::credits)
                    .sum();
            return new Facts(
                    capture.kind(), capture.jobId(), capture.accountId(), capture.credits(), paid, capture.fees());
        }
    }

    /** Shares all that is due. @return how many captures were shared */
    int run() throws InterruptedException {
        int shared = 0;
        models.patience(MOST_LATE);
        while (models.patient()) {
            List<String> due = storage.read(tx -> CaptureTable.due(tx, AT_ONCE));
            if (due.isEmpty()) {
                break;
            }
            for (String id : due) {
                shared += models.patient() && share(id) ? 1 : 0;
            }
        }
        return shared;
    }

    private boolean share(String id) throws InterruptedException {
        Optional<Job> job = storage.read(tx -> read(tx, id));
        if (job.isEmpty()) {
            return false;
        }
        try {
            List<Models.Said> said = models.ask(job.get().facts());
            return storage.write(tx -> write(tx, job.get(), said));
        } catch (Models.Fault e) {
            return failed(job.get(), e.getMessage());
        } catch (UnknownHolder e) {
            return failed(job.get(), e.getMessage());
        } catch (RuntimeException e) {
            // One that cannot be written keeps none of the others from being shared.
            LOG.warn("{} is to be shared and was not; that is tried again", id, e);
            return failed(job.get(), "It could not be written: " + e.getClass().getSimpleName() + ".");
        }
    }

    private boolean failed(Job job, String reason) {
        String id = job.capture.id();
        LOG.warn("{} waits in suspense: {}", id, reason);
        storage.write(tx -> {
            desk.suspense().failed(tx, id, reason, desk.currency().get());
            board.note(tx, job.capture.jobId(), "suspense", reason.substring(0, Math.min(reason.length(), 900)));
            return null;
        });
        return false;
    }

    private Optional<Job> read(Transaction tx, String id) {
        return CaptureTable.find(tx, id).filter(capture -> !capture.shared()).map(capture -> {
            Map<String, String> subjects = new HashMap<>();
            tx.query(
                            "select grant_id, subject_id from rights_use where job_id = ? and grant_id is not null",
                            row -> new String[] {row.text("grant_id"), row.text("subject_id")},
                            capture.jobId())
                    .forEach(use -> subjects.put(use[0], use[1]));
            return new Job(capture, ledger.spent(tx, id), Splits.weights(tx, capture.jobId()), subjects);
        });
    }

    private boolean write(Transaction tx, Job job, List<Models.Said> said) {
        if (!CaptureTable.shared(tx, job.capture.id())) {
            return false;
        }
        requireKnown(tx, job, said);
        desk.suspense().take(tx, job.capture.id());
        List<NewLine> lines = new Shared(job.capture, job.split, job.subjects).lines(tx, job.spent, said, desk);
        lines.sort(Comparator.comparing((NewLine line) -> line.holder).thenComparing(line -> line.key));
        lines.forEach(line -> desk.lines().add(tx, line));
        Lots.touch(tx, lines);
        told(tx, job.capture, said);
        return true;
    }

    /** Carried out of a transaction that is undone. */
    private static final class UnknownHolder extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownHolder(String message) {
            super(message);
        }
    }

    private static void requireKnown(Transaction tx, Job job, List<Models.Said> said) {
        Set<String> known = new HashSet<>(job.split.keySet());
        job.capture.fees().forEach(fee -> known.add(fee.holder()));
        for (Models.Said one : said) {
            String holder = one.share().holder();
            boolean video = holder.equals(Share.VIDEO) && !job.split.isEmpty();
            if (!video
                    && !known.contains(holder)
                    && tx.query("select id from account where id = ?", row -> true, holder)
                            .isEmpty()) {
                throw new UnknownHolder(one.by() + " shares with \"" + shown(holder) + "\", which is no account here.");
            }
        }
    }

    private void told(Transaction tx, CaptureTable.Capture capture, List<Models.Said> said) {
        if (said.isEmpty()) {
            return;
        }
        List<String> shares = new ArrayList<>();
        for (Models.Said one : said) {
            shares.add(Json.object(
                    "holder", one.share().holder(),
                    "credits", one.share().amount(),
                    "reason", one.share().reason(),
                    "model", one.by()));
        }
        board.note(tx, capture.jobId(), "shared", capture.id() + ": " + said.size() + " shares");
        String body = "{\"kind\":" + Json.text(capture.kind()) + ",\"shares\":[" + String.join(",", shares) + "]}";
        tx.update(
                "insert into outbox (at, topic, subject, account_id, body) values (?, ?, ?, ?, ?)",
                tx.now(),
                "capture.shared",
                capture.jobId(),
                capture.accountId(),
                body.length() <= 20_000 ? body : "{}");
    }

    private static String shown(String text) {
        return text.substring(0, Math.min(text.length(), 64)).replaceAll("[^A-Za-z0-9_.:-]", "?");
    }
}
