package org.mutoscope.plugins;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.mutoscope.core.plugins.Plugins.Operation;
import org.mutoscope.core.plugins.Plugins.Plan;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Changes that are being done and were done, in earlier runs too; and which bundles somebody is at. Safe for use by several threads. */
final class Operations {
    private static final int KEPT = 100;

    private final Journal journal;
    private final Deque<Supplier<Operation>> newestFirst = new ArrayDeque<>();
    private final Set<String> busy = new HashSet<>();
    private int opened;

    /** Reads what earlier runs left. */
    Operations(Journal journal) {
        this.journal = journal;
        journal.read().stream().limit(KEPT).forEach(old -> newestFirst.addLast(() -> old));
        journal.rewrite(this::all);
    }

    Ongoing open(Plan plan, String subject) {
        return open(plan, subject, new Happenings());
    }

    /** @param happenings what has happened already */
    Ongoing open(Plan plan, String subject, Happenings happenings) {
        synchronized (newestFirst) {
            Ongoing operation = new Ongoing(journal, plan, subject, happenings);
            newestFirst.addFirst(operation::snapshot);
            if (newestFirst.size() > KEPT) {
                newestFirst.removeLast();
            }
            opened++;
            if (opened % KEPT == 0) {
                journal.rewrite(this::all);
            }
            return operation;
        }
    }

    /** Newest first. */
    List<Operation> all() {
        synchronized (newestFirst) {
            return newestFirst.stream().map(Supplier::get).toList();
        }
    }

    /** The last one about a bundle. */
    Optional<Operation> last(String subject) {
        return all().stream().filter(o -> o.subject().equals(subject)).findFirst();
    }

    /** Nobody else changes these bundles until they are given back. @throws Problem {@code plugin_busy} */
    void take(Intent intent) {
        synchronized (busy) {
            Optional<String> taken =
                    intent.names().stream().filter(busy::contains).findFirst();
            if (taken.isPresent()) {
                throw new Problem(
                        Code.PLUGIN_BUSY,
                        "Another change of " + taken.get() + " is going on; see `mutoscope plugin operations`.");
            }
            busy.addAll(intent.names());
        }
    }

    void give(Intent intent) {
        synchronized (busy) {
            busy.removeAll(intent.names());
        }
    }
}
