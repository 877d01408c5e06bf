package org.mutoscope.api.licensing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mutoscope.api.guard.Finding;

/**
 * What grants and offers say of what was found, for policies that differ only in what holds where they say nothing. Stateless; safe for use by
 * several threads.
 */
public final class LicenceRules {
    /** Kinds of findings that are about somebody's rights. */
    public static final Set<String> KINDS = Set.of("likeness", "voice", "character", "artwork", "music");

    private LicenceRules() {}

    /** One finding for each thing with rights in it, in the order of the prompt. */
    public static List<Finding> found(LicenceQuery query) {
        Map<String, Finding> first = new java.util.LinkedHashMap<>();
        query.findings().stream()
                .filter(finding -> KINDS.contains(finding.kind()))
                .forEach(finding -> first.putIfAbsent(finding.subject(), finding));
        return List.copyOf(first.values());
    }

    /** Whether there is any grant or offer for what was found. */
    public static boolean licensed(LicenceQuery query, Finding finding) {
        String subject = finding.subject();
        return query.grants().stream().anyMatch(grant -> grant.subject().equals(subject))
                || query.offers().stream().anyMatch(offer -> offer.subject().equals(subject));
    }

    /**
     * What grants and offers say of one finding: the cheapest grant that covers the use, one that needs nobody's word first; else the offers
     * that would; else no.
     */
    public static LicenceOutcome of(LicenceQuery query, Finding finding) {
        List<String> against = new ArrayList<>();
        LicenceGrant asking = null;
        for (LicenceGrant grant : query.grants()) {
            if (grant.subject().equals(finding.subject())) {
                Optional<String> refusal = LicenceTerms.refusal(grant.terms(), query, finding.subject());
                refusal.ifPresent(against::add);
                if (refusal.isEmpty() && !LicenceTerms.wantsConsent(grant.terms())) {
                    return allowed(grant);
                }
                asking = refusal.isEmpty() && asking == null ? grant : asking;
            }
        }
        if (asking != null) {
            return new LicenceOutcome.NeedsApproval(
                    List.of(asking.terms().getOrDefault(LicenceTerms.HOLDER, "unknown")));
        }
        List<LicenceOffer> fit = new ArrayList<>();
        for (LicenceOffer offer : query.offers()) {
            if (offer.subject().equals(finding.subject())) {
                Optional<String> refusal = LicenceTerms.refusal(offer.terms(), query, finding.subject());
                refusal.ifPresent(against::add);
                if (refusal.isEmpty()) {
                    fit.add(offer);
                }
            }
        }
        return fit.isEmpty() ? denied(finding, against) : new LicenceOutcome.NeedsLicence(fit);
    }

    private static LicenceOutcome allowed(LicenceGrant grant) {
        List<LicenceFee> fees = LicenceTerms.fee(grant).map(List::of).orElse(List.of());
        return new LicenceOutcome.Allow(LicenceTerms.duties(grant.terms()), fees, List.of(grant.id()));
    }

    /** A no that names the place in the prompt, and why what there is does not do. */
    public static LicenceOutcome.Deny denied(Finding finding, List<String> against) {
        String where = finding.end() == 0
                ? "The " + finding.kind() + " in the clip that this is made from"
                : "The " + finding.kind() + " in your prompt at characters " + (finding.start() + 1) + " to "
                        + finding.end();
        return against.isEmpty()
                ? new LicenceOutcome.Deny(
                        "not_licensed", where + " may be used by its holder alone. Leave it out. Nothing was charged.")
                : new LicenceOutcome.Deny(
                        "licence_does_not_cover",
                        where + " has a licence that does not cover this: " + against.get(0)
                                + ". Nothing was charged.");
    }

    /** The strictest of several: Deny, then NeedsLicence, then NeedsApproval with all of one kind together, then Allow with everything together. */
    public static LicenceOutcome strictest(List<LicenceOutcome> outcomes) {
        List<LicenceOffer> offers = new ArrayList<>();
        List<String> who = new ArrayList<>();
        Map<String, String> obligations = new TreeMap<>();
        List<LicenceFee> fees = new ArrayList<>();
        List<String> grants = new ArrayList<>();
        for (LicenceOutcome outcome : outcomes) {
            if (outcome instanceof LicenceOutcome.Deny) {
                return outcome;
            } else if (outcome instanceof LicenceOutcome.NeedsLicence needs) {
                offers.addAll(needs.offers());
            } else if (outcome instanceof LicenceOutcome.NeedsApproval needs) {
                who.addAll(needs.who());
            } else if (outcome instanceof LicenceOutcome.Allow allow) {
                allow.obligations().forEach((name, value) -> obligations.merge(name, value, LicenceRules::both));
                fees.addAll(allow.fees());
                grants.addAll(allow.grantIds());
            }
        }
        if (!offers.isEmpty()) {
            return new LicenceOutcome.NeedsLicence(offers);
        }
        return who.isEmpty()
                ? new LicenceOutcome.Allow(obligations, fees, grants)
                : new LicenceOutcome.NeedsApproval(who.stream().distinct().toList());
    }

    /** Two demands under one name: both hold. */
    private static String both(String one, String other) {
        return one.equals(other) ? one : one + "; " + other;
    }
}
