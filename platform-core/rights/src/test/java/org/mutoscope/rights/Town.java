package org.mutoscope.rights;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.licensing.LicenceGrant;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.rights.Licences;
import org.mutoscope.core.rights.Rights;
import org.mutoscope.core.rights.Rights.Claim;
import org.mutoscope.core.rights.Rights.ClaimState;
import org.mutoscope.core.rights.Rights.Kind;
import org.mutoscope.core.rights.Rights.NewSubject;
import org.mutoscope.core.rights.Rights.Offer;
import org.mutoscope.core.rights.Rights.Subject;
import org.mutoscope.jobs.doubles.Configs;
import org.mutoscope.jobs.doubles.House;

/** Holders, creators and an operator around one registry. Its sweep is asked for, not awaited: tests run it. */
final class Town implements AutoCloseable {
    final House house;
    final Map<String, Object> settings = new HashMap<>();
    final Registry registry;
    final Rights rights;
    final Licences licences;
    final AuditBook audit = new AuditBook();
    final Caller ann;
    final Caller bob;
    final Caller carl;
    final Caller olga = new Caller("prin_olga", "acct_olga", "olga", Set.of(Role.OPERATOR));

    Town(House house) {
        this.house = house;
        ann = person();
        bob = person();
        carl = person();
        settings.put("sweep_seconds", 30);
        registry = new Registry(
                new Registry.Outside(house.storage, audit, house.ledger, house.board()),
                () -> Configs.of(RightsConfig.class, settings));
        rights = registry.rights();
        licences = registry.licences();
    }

    Caller person() {
        String id = house.account();
        return new Caller("prin_" + id, id, "someone", Set.of(Role.CREATOR, Role.HOLDER));
    }

    /** A name that no other test has. */
    static String name(String like) {
        return like + " " + UUID.randomUUID();
    }

    Subject register(Caller by, String name) {
        return rights.register(by, new NewSubject(Kind.CHARACTER, name, false, List.of(), "see register 17"));
    }

    Claim claimOf(Caller by, Subject subject) {
        return rights.claims(by, null, 1000).stream()
                .filter(claim -> claim.subjectId().equals(subject.id()))
                .findFirst()
                .orElseThrow();
    }

    /** A subject that somebody holds. */
    Subject held(Caller by) {
        Subject subject = register(by, name("Captain Zyblorg"));
        Claim claim = claimOf(by, subject);
        rights.decide(olga, claim.id(), true, "register seen");
        return rights.subject(subject.id());
    }

    Offer offer(Caller by, Subject subject, long credits, String... terms) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < terms.length; i += 2) {
            map.put(terms[i], terms[i + 1]);
        }
        return rights.offer(by, subject.id(), credits, map);
    }

    ClaimState stateOf(Claim claim) {
        return rights.claims(olga, null, 1000).stream()
                .filter(found -> found.id().equals(claim.id()))
                .findFirst()
                .orElseThrow()
                .state();
    }

    Licences.Found find(Caller by, Subject subject, String... accepted) {
        return licences.find(by.accountId(), Set.of(subject.id()), List.of(accepted));
    }

    /** Asks for a job as the road does: what there is, then one transaction. @return its id */
    String order(Caller by, Subject subject, String... accepted) {
        Licences.Found found = find(by, subject, accepted);
        LicenceGrant grant = found.grants().get(0);
        List<LicenceFee> fees = LicenceTerms.fee(grant).map(List::of).orElse(List.of());
        Set<String> asked =
                LicenceTerms.wantsConsent(grant.terms()) ? Set.of(grant.terms().get(LicenceTerms.HOLDER)) : Set.of();
        return queue(by, grant, fees, asked, accepted);
    }

    String queue(Caller by, LicenceGrant grant, List<LicenceFee> fees, Set<String> asked, String... accepted) {
        return use(new Licences.Use(
                by.accountId(), "", Set.of(grant.id()), fees, List.of(accepted), asked, Set.of(grant.subject())));
    }

    /** Asks for a job that uses a subject without a grant, as policies may allow. @return its id */
    String free(Caller by, Subject subject) {
        return use(
                new Licences.Use(by.accountId(), "", Set.of(), List.of(), List.of(), Set.of(), Set.of(subject.id())));
    }

    private String use(Licences.Use like) {
        NewJob job = House.job(like.accountId(), "m");
        house.storage.write(tx -> {
            house.ledger.hold(tx, new Ledger.HoldRequest(like.accountId(), job.id(), 10, "p1"), Duration.ofHours(1));
            house.board().enqueue(tx, job);
            licences.use(
                    tx,
                    new Licences.Use(
                            like.accountId(),
                            job.id(),
                            like.grants(),
                            like.fees(),
                            like.accepted(),
                            like.approvals(),
                            like.subjects()));
            return null;
        });
        return job.id();
    }

    /** What the sweep does, now. */
    void sweep() {
        try (Sweep sweep = new Sweep(house.storage, house.board(), (Catalogue) registry.names())) {
            sweep.run();
        }
    }

    @Override
    public void close() {
        registry.close();
    }
}
