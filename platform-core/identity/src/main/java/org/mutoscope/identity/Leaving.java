package org.mutoscope.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Departures;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Takes requests to leave and their withdrawal; {@link Departing} does what follows, from time to time and after each request. */
@Component(service = Departures.class, configurationPid = "org.mutoscope.identity.accounts", immediate = true)
@Designate(ocd = AccountsConfig.class)
public final class Leaving implements Departures {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final int EVERY_SECONDS = 30;

    private final UnitOfWork work;
    private final Identity identity;
    private final Ledger ledger;
    private final Duration grace;
    private final LeavingTable table = new LeavingTable();
    private final Accounts accounts = new Accounts();
    private final Departing departing;
    private ScheduledExecutorService chores;

    /** Goes on with those who were leaving when the platform ended. */
    @Activate
    public Leaving(
            @Reference UnitOfWork work,
            @Reference Identity identity,
            @Reference Ledger ledger,
            @Reference JobBoard jobs,
            @Reference Clips clips,
            AccountsConfig config) {
        this(work, identity, ledger, new Departing(work, identity, jobs, clips), Duration.ofDays(config.grace_days()));
        chores = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "leaving");
            thread.setDaemon(true);
            return thread;
        });
        chores.scheduleWithFixedDelay(departing::goOn, 1, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    Leaving(UnitOfWork work, Identity identity, Ledger ledger, Departing departing, Duration grace) {
        this.work = work;
        this.identity = identity;
        this.ledger = ledger;
        this.departing = departing;
        this.grace = grace;
    }

    /** Ends the chores. */
    @Deactivate
    public void close() {
        chores.shutdownNow();
    }

    @Override
    public Departure ask(String accountId, Duration wanted, Caller by) {
        Duration until = wanted == null ? grace : wanted;
        if (until.isNegative() || until.compareTo(LONGEST) > 0) {
            throw new Problem(Code.INVALID_REQUEST, "\"grace_days\" is from 0 to 365.", "grace_days", null);
        }
        Departure asked = work.write(tx -> ask(tx, accountId, tx.now().plus(until), by));
        if (chores != null && !asked.dueAt().isAfter(asked.askedAt())) {
            chores.execute(departing::goOn);
        }
        return asked;
    }

    private Departure ask(Transaction tx, String accountId, Instant due, Caller by) {
        if (accounts.seq(tx, accountId).isEmpty()) {
            throw new Problem(Code.ACCOUNT_NOT_FOUND, "There is no such account.");
        }
        List<String> staying = new ArrayList<>(accounts.administered(tx));
        boolean administers = staying.remove(accountId);
        staying.removeIf(other -> table.find(tx, other).isPresent());
        if (administers && staying.isEmpty()) {
            throw new Problem(
                    Code.LAST_ADMINISTRATOR,
                    "This is the only account with an administrator that stays; nobody could look after the installation without it."
                            + " Open another one with the role admin first.");
        }
        if (table.find(tx, accountId).isPresent()) {
            if (table.sooner(tx, accountId, due)) {
                identity.audit(tx, by, "account.delete.sooner", accountId + " by " + due);
            }
        } else {
            boolean blocked = ledger.blocked(tx, accountId);
            ledger.block(
                    tx, accountId,
                    true); // before the row is there: from then on the ledger keeps what is asked in the row
            table.insert(
                    tx,
                    new Departure(accountId, LeavingTable.ASKED, tx.now(), due, null),
                    blocked,
                    by == null ? null : by.principalId());
            identity.audit(tx, by, "account.delete.ask", accountId + " by " + due);
        }
        return table.find(tx, accountId).orElseThrow();
    }

    @Override
    public Optional<Departure> find(String accountId) {
        return work.read(tx -> table.find(tx, accountId));
    }

    @Override
    public boolean takeBack(String accountId, Caller by) {
        return work.write(tx -> {
            Optional<Departure> found = table.find(tx, accountId);
            if (found.isEmpty()) {
                return false;
            }
            if (!found.get().state().equals(LeavingTable.ASKED)
                    || !found.get().dueAt().isAfter(tx.now())) {
                throw begun();
            }
            boolean blocked = table.blockedBefore(tx, accountId);
            if (!table.remove(tx, accountId)) {
                throw begun(); // between the look and this
            }
            ledger.block(tx, accountId, blocked);
            identity.audit(tx, by, "account.delete.take-back", accountId);
            return true;
        });
    }

    private static Problem begun() {
        return new Problem(Code.DELETION_BEGUN, "The deletion of this account has begun; what is deleted is gone.");
    }
}
