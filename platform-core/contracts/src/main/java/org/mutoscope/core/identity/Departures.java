package org.mutoscope.core.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Accounts that leave. From the request on an account orders nothing more; it can look, take its things along and take the request back until its
 * time has come. Then its keys end, its jobs are cancelled and everything that is its own is deleted; what the books must keep stays under its id, which
 * says nothing about anybody any more. A platform that ends in the middle goes on where it was. Safe for use by several threads.
 */
@ProviderType
public interface Departures {
    /**
     * Asks for the deletion of an account; asked again, changes nothing but an end that is sooner.
     *
     * @param grace how long it can be taken back; null for the installation's own, zero for at once
     * @param by who asks
     * @throws org.mutoscope.core.problem.Problem {@code account_not_found}, {@code last_administrator}
     */
    Departure ask(String accountId, Duration grace, Caller by);

    /** How far it is; empty if nobody asked. */
    Optional<Departure> find(String accountId);

    /**
     * Takes the request back.
     *
     * @return false if nobody had asked
     * @throws org.mutoscope.core.problem.Problem {@code deletion_begun} when its time has come
     */
    boolean takeBack(String accountId, Caller by);

    /**
     * An account that leaves.
     *
     * @param state {@code ASKED}, {@code ERASING} or {@code DONE}
     * @param dueAt until when it can be taken back
     * @param doneAt when everything was deleted, or null
     */
    record Departure(String accountId, String state, Instant askedAt, Instant dueAt, Instant doneAt) {}
}
