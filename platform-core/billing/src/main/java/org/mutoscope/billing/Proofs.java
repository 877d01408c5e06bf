package org.mutoscope.billing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseProof;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proofs that a store had not decided, or could not be asked about, when they were sent: shown to it again until it decides. */
final class Proofs implements Chore {
    private static final Logger LOG = LoggerFactory.getLogger(Proofs.class);
    private static final int PORTION = 20;
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    /** A store that has said nothing for so long never will; the buyer can send the proof again. */
    private static final Duration PATIENCE = Duration.ofDays(60);

    private static final String INSERT =
            "insert into billing_proof (provider, account_id, sha256, content, sent_at, next_try, note) values (?, ?, ?, ?, ?, ?, ?)";
    private static final String DUE =
            "select id, account_id, content, attempts, sent_at from billing_proof where provider = ?"
                    + " and next_try <= ? order by next_try, id limit ?";
    private static final String AGAIN = "update billing_proof set attempts = ?, next_try = ?, note = ? where id = ?";
    private static final String FORGET =
            "delete from billing_proof where provider = ? and account_id = ? and sha256 = ?";

    private final Desk desk;
    private final UnitOfWork storage;
    private final Booker booker;

    Proofs(Desk desk, Booker booker) {
        this.desk = desk;
        this.storage = desk.storage();
        this.booker = booker;
    }

    /** A proof on its way to its provider. */
    record Proof(String accountId, String content) implements PurchaseProof {
        String sha256() {
            return Texts.sha256(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    private record Due(long id, Proof proof, long attempts, Instant sentAt) {
        Due(Row row) {
            this(
                    row.number("id"),
                    new Proof(row.text("account_id"), row.text("content")),
                    row.number("attempts"),
                    row.moment("sent_at"));
        }
    }

    /** Keeps a proof that is not decided. @param after when to show it again */
    void keep(String provider, Proof proof, Duration after, String note) {
        if (!Texts.storable(proof.content())) {
            return; // no store's proof holds such letters
        }
        storage.write(tx -> {
            try {
                return tx.update(
                        INSERT,
                        provider,
                        proof.accountId(),
                        proof.sha256(),
                        proof.content(),
                        tx.now(),
                        tx.now().plus(bounded(after)),
                        note);
            } catch (DuplicateKey kept) {
                return 0;
            }
        });
    }

    void forget(Transaction tx, String provider, Proof proof) {
        tx.update(FORGET, provider, proof.accountId(), proof.sha256());
    }

    @Override
    public boolean portion(String provider) throws PartnerFault, InterruptedException {
        if (desk.partners().providers().named(provider).isEmpty()) {
            return false;
        }
        List<Due> due = storage.read(tx -> tx.query(DUE, Due::new, provider, tx.now(), PORTION));
        for (Due one : due) {
            show(provider, one);
        }
        return due.size() == PORTION;
    }

    private void show(String provider, Due due) throws PartnerFault, InterruptedException {
        Optional<ProofOutcome> outcome = Optional.empty();
        try {
            outcome = desk.partners()
                    .ask(
                            desk.partners().providers(),
                            provider,
                            "verify",
                            (service, context) -> service.verify(due.proof, context));
        } finally {
            decide(provider, due, outcome.orElse(null));
        }
    }

    private void decide(String provider, Due due, ProofOutcome outcome) {
        Told told = outcome == null ? null : Told.of(outcome);
        try {
            storage.write(tx -> {
                if (told != null) {
                    booker.take(tx, provider, told, due.proof.accountId());
                }
                if (told != null || outcome instanceof ProofOutcome.Rejected || tooOld(tx, due)) {
                    forget(tx, provider, due.proof);
                } else {
                    again(tx, due, outcome);
                }
                return provider;
            });
        } catch (RuntimeException e) {
            LOG.warn("a kept proof for provider {} cannot be booked now", provider, e);
            storage.write(tx -> again(tx, due, null));
        }
    }

    private int again(Transaction tx, Due due, ProofOutcome outcome) {
        long attempts = due.attempts + 1;
        Instant next = outcome instanceof ProofOutcome.Pending pending
                ? tx.now().plus(bounded(pending.retryAfter()))
                : desk.retry(tx, attempts);
        return tx.update(
                AGAIN, attempts, next, outcome instanceof ProofOutcome.Pending ? "pending" : "unknown", due.id);
    }

    private static boolean tooOld(Transaction tx, Due due) {
        return due.sentAt.plus(PATIENCE).isBefore(tx.now());
    }

    private static Duration bounded(Duration pause) {
        Duration least = pause.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : pause;
        return least.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : least;
    }
}
