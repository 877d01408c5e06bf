package org.mutoscope.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.mutoscope.core.identity.AuditLog;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the audit and seals it: every few minutes the lines that came since go into a block whose hash holds that of the block before. Sealing apart
 * from writing costs the acts nothing and takes no lock that they would wait for. Lines that are old enough are deleted block by block; their
 * hashes stay, so that the chain stays whole.
 */
@Component(service = AuditLog.class, configurationPid = "org.mutoscope.identity.audit", immediate = true)
@Designate(ocd = AuditConfig.class)
public final class AuditBook implements AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger(AuditBook.class);
    /** No transaction lasts so long: what was numbered before has been written or never will be. */
    private static final Duration SETTLED = Duration.ofMinutes(5);

    private static final int EVERY_MINUTES = 5;
    private static final int LINES = 5_000;
    private static final int MOST_LISTED = 1_000;
    private static final int MOST_PROBLEMS = 20;

    private final UnitOfWork work;
    private final Identity identity;
    private final int keepDays;
    private final AuditTable table = new AuditTable();
    private ScheduledExecutorService chores;

    /** Begins to seal. */
    @Activate
    public AuditBook(@Reference UnitOfWork work, @Reference Identity identity, AuditConfig config) {
        this(work, identity, config.keep_days());
        chores = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "audit");
            thread.setDaemon(true);
            return thread;
        });
        chores.scheduleWithFixedDelay(this::tidy, 1, EVERY_MINUTES, TimeUnit.MINUTES);
    }

    AuditBook(UnitOfWork work, Identity identity, int keepDays) {
        this.work = work;
        this.identity = identity;
        this.keepDays = keepDays;
    }

    /** Ends the chores. */
    @Deactivate
    public void close() {
        chores.shutdownNow();
    }

    private void tidy() {
        try {
            while (seal(SETTLED)) {
                continue;
            }
            while (keepDays > 0 && prune(Duration.ofDays(keepDays))) {
                continue;
            }
        } catch (RuntimeException e) {
            LOG.warn("the audit could not be sealed; tried again in {} minutes: {}", EVERY_MINUTES, e.toString());
        }
    }

    /** Seals lines that are older than so long. @return whether there may be more */
    boolean seal(Duration settled) {
        return work.write(tx -> {
            AuditTable.Block before = table.last(tx).orElse(null);
            long after = before == null ? 0 : before.last();
            List<Line> lines = table.due(tx, after, tx.now().minus(settled), LINES);
            if (lines.isEmpty()) {
                return false;
            }
            AuditTable.Block block = Seal.over(lines, before);
            table.insert(tx, block);
            tx.afterCommit(() -> LOG.info("audit sealed through line {}: {}", block.last(), block.hash()));
            return lines.size() == LINES;
        });
    }

    /** Deletes the lines of the oldest block if all of them are older than so long. @return whether it did */
    boolean prune(Duration kept) {
        return work.write(tx -> {
            Instant moment = tx.now().minus(kept);
            AuditTable.Block oldest = table.oldest(tx).orElse(null);
            if (oldest == null || table.young(tx, oldest, moment)) {
                return false;
            }
            int gone = table.prune(tx, oldest);
            identity.audit(tx, null, "audit.prune", gone + " lines up to " + oldest.last());
            return true;
        });
    }

    @Override
    public List<Line> list(Wanted wanted) {
        int limit = Math.max(1, Math.min(wanted.limit(), MOST_LISTED));
        return work.read(tx -> table.list(tx, new Wanted(wanted.before(), limit, wanted.account(), wanted.act())));
    }

    @Override
    public Check verify() {
        List<String> problems = new ArrayList<>();
        AuditTable.Block before = null;
        AuditTable.Block next = after(null);
        while (next != null && problems.size() < MOST_PROBLEMS) {
            check(next, before, problems);
            before = next;
            next = after(before);
        }
        return before == null ? new Check(0, "", problems) : new Check(before.last(), before.hash(), problems);
    }

    private AuditTable.Block after(AuditTable.Block before) {
        long n = before == null ? Long.MIN_VALUE : before.n();
        return work.read(
                (Transaction tx) -> table.blocks(tx, n, 1).stream().findFirst().orElse(null));
    }

    private void check(AuditTable.Block block, AuditTable.Block before, List<String> problems) {
        String name = "Block " + block.n() + " (lines " + block.first() + " to " + block.last() + ")";
        long n = before == null ? 1 : before.n() + 1;
        if (block.n() != n) {
            problems.add(name + ": block " + n + " is missing.");
        } else if (!block.previous().equals(before == null ? Seal.BEGINNING : before.hash())) {
            problems.add(name + " does not follow the block before it: one of the two was made anew.");
        }
        if (!block.hash().equals(Seal.hash(block))) {
            problems.add(name + ": its own hash is not what it says; the block was changed.");
        }
        if (!block.pruned()) {
            List<Line> lines =
                    work.read(tx -> table.lines(tx, before == null ? Long.MIN_VALUE : before.last(), block.last()));
            if (!block.root().equals(Seal.root(lines))) {
                problems.add(name + ": lines were changed, added or removed after it was sealed; it has " + lines.size()
                        + " now.");
            }
        }
    }
}
