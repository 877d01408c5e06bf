package org.mutoscope.rights;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.licensing.LicenceGrant;
import org.mutoscope.api.licensing.LicenceOffer;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Licences;
import org.mutoscope.core.rights.Rights.State;
import org.mutoscope.core.rights.Rights.Subject;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** Looks up what a request may use, counts it, and notes what it earned. */
final class LicenceDesk implements Licences {
    private final UnitOfWork storage;
    private final Supplier<RightsConfig> settings;

    LicenceDesk(UnitOfWork storage, Supplier<RightsConfig> settings) {
        this.storage = storage;
        this.settings = settings;
    }

    @Override
    public Found find(String accountId, Set<String> subjects, List<String> accepted) {
        return subjects.isEmpty() ? Found.NOTHING : storage.read(tx -> find(tx, accountId, subjects, accepted));
    }

    private static Found find(Transaction tx, String accountId, Set<String> subjects, List<String> accepted) {
        Map<String, String> holders = new HashMap<>();
        for (SubjectTable.Line line : SubjectTable.among(tx, subjects)) {
            requireFree(line.subject());
            if (line.subject().state() == State.ACTIVE) {
                holders.put(line.subject().id(), line.subject().holder());
            }
        }
        if (holders.isEmpty()) {
            return Found.NOTHING;
        }
        List<GrantTable.Line> held = GrantTable.of(tx, accountId, holders.keySet());
        List<LicenceGrant> grants = new ArrayList<>();
        Set<String> taken = new HashSet<>(); // offers that this account cannot accept again
        for (GrantTable.Line grant : held) {
            taken.add(grant.offerId());
            grants.add(grant.shown(tx.now()));
        }
        List<LicenceOffer> offers = new ArrayList<>();
        for (OfferTable.Line offer : OfferTable.of(tx, holders.keySet())) {
            if (taken.contains(offer.offer().id())) {
                continue;
            }
            if (accepted.contains(offer.offer().id())) {
                grants.add(new LicenceGrant(
                        Words.grantId(offer.offer().id(), accountId),
                        offer.offer().subjectId(),
                        offer.terms()));
            } else {
                offers.add(offer.shown());
            }
        }
        requireAccepted(tx, accountId, holders.keySet(), accepted);
        return new Found(grants, offers, holders);
    }

    private static void requireFree(Subject subject) {
        if (subject.state() == State.OFF) {
            throw new Problem(
                    Code.SUBJECT_OFF,
                    "The " + subject.kind().word() + " \"" + subject.name()
                            + "\" may not be used by anybody: it was switched off. Leave it out. Nothing was charged.");
        }
        if (subject.state() == State.FROZEN) {
            throw new Problem(
                    Code.SUBJECT_IN_DISPUTE,
                    "It is in dispute who holds the " + subject.kind().word() + " \"" + subject.name()
                            + "\", and until that is decided nobody may use it. Nothing was charged.");
        }
    }

    /** What is accepted for a subject of this request must be there to be accepted. */
    private static void requireAccepted(Transaction tx, String accountId, Set<String> subjects, List<String> accepted) {
        for (String offerId : accepted) {
            Optional<GrantTable.Line> grant = GrantTable.find(tx, Words.grantId(offerId, accountId));
            if (grant.isPresent()) {
                if (subjects.contains(grant.get().grant().subjectId())) {
                    require(grant.get(), tx.now());
                }
            } else if (OfferTable.find(tx, offerId).isEmpty()) {
                throw gone();
            }
        }
    }

    private static void require(GrantTable.Line grant, Instant now) {
        if (!grant.live(now)) {
            throw new Problem(
                    Code.LICENCE_REVOKED,
                    "The licence " + grant.grant().id() + " was taken back, or its time is over. Nothing was charged.",
                    "licences",
                    null);
        }
        if (grant.usedUp()) {
            throw new Problem(
                    Code.LICENCE_USED_UP,
                    "The licence " + grant.grant().id() + " was for " + grant.mostUses()
                            + " clips, and there are as many. Nothing was charged.",
                    "licences",
                    null);
        }
    }

    @Override
    public void use(Transaction tx, Use use) {
        // In one order for all, so that two jobs with the same licences do not wait for one another.
        for (String id : new TreeSet<>(use.grants())) {
            use(tx, use, id);
        }
        Duration patience = Duration.ofHours(settings.get().approval_hours());
        new TreeSet<>(use.approvals()).forEach(holder -> UseTable.ask(tx, use.jobId(), holder, patience));
    }

    private static void use(Transaction tx, Use use, String id) {
        if (!GrantTable.lock(tx, id) && !accept(tx, use, id)) {
            return; // a policy's own affair
        }
        GrantTable.Line grant = GrantTable.find(tx, id).orElseThrow();
        Subject subject = SubjectTable.require(tx, grant.grant().subjectId()).subject();
        requireFree(subject);
        require(grant, tx.now());
        if (!grant.grant().accountId().equals(use.accountId())) {
            throw new Problem(Code.LICENCE_DENIED, "The licence " + id + " is another account's. Nothing was charged.");
        }
        UseTable.insert(tx, use.jobId(), grant, fee(use, grant));
    }

    /** Makes the grant of an offer that the request accepts, unless another request of the account did so a moment ago. */
    private static boolean accept(Transaction tx, Use use, String id) {
        Optional<String> offerId = use.accepted().stream()
                .filter(offer -> Words.grantId(offer, use.accountId()).equals(id))
                .findFirst();
        if (GrantTable.find(tx, id).isPresent()) {
            return true; // revoked: told with its name
        }
        if (offerId.isEmpty()) {
            return false;
        }
        OfferTable.Line offer = OfferTable.find(tx, offerId.get()).orElseThrow(LicenceDesk::gone);
        try {
            GrantTable.insert(tx, offer, use.accountId());
        } catch (DuplicateKey e) {
            GrantTable.lock(tx, id);
        }
        return true;
    }

    private static long fee(Use use, GrantTable.Line grant) {
        List<LicenceFee> fees = use.fees().stream()
                .filter(fee -> fee.grantId().equals(grant.grant().id()))
                .toList();
        if (fees.isEmpty()) {
            return 0;
        }
        LicenceFee fee = fees.get(0);
        if (fees.size() > 1
                || fee.credits() != grant.grant().credits()
                || !fee.holder().equals(grant.holder())) {
            throw new Problem(
                    Code.LICENCE_DENIED,
                    "A licensing policy asks for another fee than was agreed for "
                            + grant.grant().id() + ". Nothing was charged; tell the operator.");
        }
        return fee.credits();
    }

    @Override
    public void earned(Transaction tx, String jobId) {
        UseTable.earned(tx, jobId);
    }

    @Override
    public Optional<String> waits(String jobId) {
        int open = storage.read(tx -> UseTable.unanswered(tx, jobId)).size();
        return open == 0
                ? Optional.empty()
                : Optional.of("waiting for " + (open == 1 ? "a holder" : open + " holders") + " to agree");
    }

    private static Problem gone() {
        return new Problem(
                Code.OFFER_NOT_FOUND,
                "An offer that you accept is not there, or was taken back. Send the request without it to see what there is."
                        + " Nothing was charged.",
                "licences",
                null);
    }
}
