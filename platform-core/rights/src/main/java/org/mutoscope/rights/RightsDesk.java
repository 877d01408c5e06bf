package org.mutoscope.rights;

import java.util.List;
import java.util.Map;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.rights.Rights;

/** The registry as one service; the desks do the work. */
final class RightsDesk implements Rights {
    private final SubjectDesk subjects;
    private final ClaimDesk claims;
    private final OfferDesk offers;
    private final UseDesk uses;

    RightsDesk(Office office) {
        subjects = new SubjectDesk(office);
        claims = new ClaimDesk(office);
        offers = new OfferDesk(office);
        uses = new UseDesk(office);
    }

    @Override
    public Subject register(Caller by, NewSubject subject) {
        return subjects.register(by, subject);
    }

    @Override
    public Subject subject(String id) {
        return subjects.show(id);
    }

    @Override
    public List<Subject> subjects(Caller by, String after, int limit) {
        return subjects.list(by, after, limit);
    }

    @Override
    public Subject switchOff(Caller by, String subjectId, boolean off, String reason) {
        return subjects.switchOff(by, subjectId, off, reason);
    }

    @Override
    public Subject reserve(Caller by, String subjectId, boolean reserved) {
        return subjects.reserve(by, subjectId, reserved);
    }

    @Override
    public boolean owns(Caller by, String subjectId) {
        return subjects.owns(by, subjectId);
    }

    @Override
    public Subject dispute(Caller by, String subjectId, boolean open, String reason) {
        return subjects.dispute(by, subjectId, open, reason);
    }

    @Override
    public Alias alias(Caller by, String subjectId, NewAlias alias) {
        return subjects.alias(by, subjectId, alias);
    }

    @Override
    public List<Alias> aliases(Caller by, String subjectId) {
        return subjects.aliases(by, subjectId);
    }

    @Override
    public boolean unalias(Caller by, String subjectId, String aliasId) {
        return subjects.unalias(by, subjectId, aliasId);
    }

    @Override
    public Claim claim(Caller by, String subjectId, String evidence) {
        return claims.claim(by, subjectId, evidence);
    }

    @Override
    public List<Claim> claims(Caller by, ClaimState state, int limit) {
        return claims.list(by, state, limit);
    }

    @Override
    public Claim decide(Caller by, String claimId, boolean accept, String reason) {
        return claims.decide(by, claimId, accept, reason);
    }

    @Override
    public Claim withdrawClaim(Caller by, String claimId) {
        return claims.withdraw(by, claimId);
    }

    @Override
    public Offer offer(Caller by, String subjectId, long credits, Map<String, String> terms) {
        return offers.offer(by, subjectId, credits, terms);
    }

    @Override
    public List<Offer> offers(String subjectId) {
        return offers.offers(subjectId);
    }

    @Override
    public boolean withdrawOffer(Caller by, String offerId) {
        return offers.withdraw(by, offerId);
    }

    @Override
    public List<Grant> grants(Caller by, int limit) {
        return offers.grants(by, limit);
    }

    @Override
    public Grant revoke(Caller by, String grantId, String reason) {
        return offers.revoke(by, grantId, reason);
    }

    @Override
    public List<Used> uses(Caller by, int limit) {
        return uses.list(by, limit);
    }

    @Override
    public boolean mayPreview(Caller by, String jobId) {
        return uses.mayPreview(by, jobId);
    }

    @Override
    public List<Approval> approvals(Caller by) {
        return uses.approvals(by);
    }

    @Override
    public void answer(Caller by, String jobId, boolean agreed) {
        uses.answer(by, jobId, agreed);
    }
}
