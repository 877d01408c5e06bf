package org.mutoscope.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.licensing.LicenceGrant;
import org.mutoscope.api.licensing.LicenceOffer;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Licences;
import org.mutoscope.core.road.Studio;
import org.mutoscope.core.storage.Transaction;

/** The registry of rights, as far as the road needs it. Where there is none, nothing is registered: the policies get neither grants nor offers, as ever. */
final class Licensing {
    /** Entry of a job's obligations: it waits until holders have agreed. */
    static final String APPROVALS = "mutoscope.approvals";

    private final Supplier<Licences> registry;

    /** @param registry answers null while there is none */
    Licensing(Supplier<Licences> registry) {
        this.registry = registry;
    }

    /** @throws Problem {@code invalid_request} */
    static Studio.Licensing checked(Studio.Licensing asked) {
        if (!LicenceTerms.PURPOSES.contains(asked.purpose())) {
            throw new Problem(
                    Code.INVALID_REQUEST,
                    "\"purpose\" is one of "
                            + LicenceTerms.PURPOSES.stream().sorted().collect(Collectors.joining(", "))
                            + ". Nothing was charged.",
                    "purpose",
                    null);
        }
        boolean odd = asked.accepted().size() > Studio.Licensing.MOST
                || asked.accepted().stream().anyMatch(id -> !id.matches("[A-Za-z0-9_-]{1,64}"));
        if (odd) {
            throw new Problem(
                    Code.INVALID_REQUEST,
                    "\"licences\" is a list of at most " + Studio.Licensing.MOST
                            + " ids of offers. Nothing was charged.",
                    "licences",
                    null);
        }
        List<String> countries = List.of(Locale.getISOCountries());
        if (!countries.containsAll(asked.territory())) {
            throw new Problem(
                    Code.INVALID_REQUEST,
                    "\"territory\" is a list of countries where the clip will be shown, ISO 3166-1 alpha-2 as DE. Nothing was charged.",
                    "territory",
                    null);
        }
        return asked;
    }

    boolean there() {
        return registry.get() != null;
    }

    /** What was found in the words, and what the clip shows that it is made from: that has no place in the words. */
    List<Finding> findings(Order order, Screened screened) {
        Licences there = registry.get();
        String parent = order.source().parent();
        if (there == null || parent == null) {
            return screened.findings();
        }
        List<Finding> all = new ArrayList<>(screened.findings());
        Set<String> named = subjects(all);
        there.shown(order.accountId(), parent).stream()
                .filter(shown -> !named.contains(shown.subject()))
                .forEach(shown -> all.add(new Finding(shown.kind(), shown.subject(), 0, 0, 1_000_000)));
        return all;
    }

    private static Set<String> subjects(List<Finding> findings) {
        return findings.stream().map(Finding::subject).collect(Collectors.toSet());
    }

    Licences.Found find(Order order, List<Finding> findings) {
        Licences there = registry.get();
        Set<String> subjects = subjects(findings);
        return there == null || subjects.isEmpty()
                ? Licences.Found.NOTHING
                : there.find(order.accountId(), subjects, order.licensing().accepted());
    }

    /** Part of the admission's transaction. */
    void use(Transaction tx, Order order, Licensed licensed) {
        Licences there = registry.get();
        if (licensed.subjects().isEmpty() && licensed.approvals().isEmpty()) {
            return;
        }
        if (there == null) {
            throw new Problem(
                    Code.STARTING,
                    "The registry of rights has gone while this request was looked at. Nothing was charged; send it again.");
        }
        Set<String> grants = new HashSet<>(licensed.grants());
        licensed.fees().stream().map(LicenceFee::grantId).forEach(grants::add);
        there.use(
                tx,
                new Licences.Use(
                        order.accountId(),
                        order.jobId(),
                        grants,
                        licensed.fees(),
                        order.licensing().accepted(),
                        Set.copyOf(licensed.approvals()),
                        Set.copyOf(licensed.subjects())));
    }

    /** Before anything is rendered. @throws Detour if holders have not agreed yet, or nobody is there to book what it uses */
    void require(Map<String, String> record, String jobId) throws Detour {
        if (!record.containsKey(APPROVALS) && !Licensed.uses(record)) {
            return;
        }
        Licences there = registry.get();
        Optional<String> reason =
                there == null ? Optional.of("waiting for the registry of rights") : there.waits(jobId);
        if (reason.isPresent()) {
            throw Detour.waiting(reason.get());
        }
    }

    /** Whether somebody wants to see the clip before it is released. @throws Detour if nobody is there who knows */
    boolean wantDraft(Map<String, String> record, String jobId) throws Detour {
        if (!Licensed.uses(record)) {
            return false;
        }
        Licences there = registry.get();
        if (there == null) {
            throw Detour.waiting("waiting for the registry of rights");
        }
        return there.wantDraft(jobId);
    }

    /** Part of the transaction that keeps a draft. @return what is waited for */
    String drafted(Transaction tx, String jobId) {
        Licences there = registry.get();
        if (there == null) {
            throw new Problem(Code.STORAGE_UNAVAILABLE, "The registry of rights is not there to ask for a word.");
        }
        return there.drafted(tx, jobId);
    }

    /** Part of the settlement's transaction. @throws Problem {@code storage_unavailable} without a registry: what was earned is not lost, the settlement is tried again */
    void earned(Transaction tx, Map<String, String> record, String jobId) {
        if (!Licensed.uses(record)) {
            return;
        }
        Licences there = registry.get();
        if (there == null) {
            throw new Problem(Code.STORAGE_UNAVAILABLE, "The registry of rights is not there to book what was earned.");
        }
        there.earned(tx, jobId);
    }

    /** Grants as they would be if these holders agreed; those of others stay as they are. */
    static List<LicenceGrant> agreed(List<LicenceGrant> grants, List<String> who) {
        return grants.stream()
                .map(grant -> {
                    String holder = grant.terms().get(LicenceTerms.HOLDER);
                    if (holder == null || !who.contains(holder)) {
                        return grant;
                    }
                    Map<String, String> terms = new TreeMap<>(grant.terms());
                    terms.replace(LicenceTerms.CONSENT, LicenceTerms.BEFORE, LicenceTerms.GIVEN);
                    return new LicenceGrant(grant.id(), grant.subject(), terms);
                })
                .toList();
    }

    /** What a program needs to go on from a refusal: where in the prompt it is, and what can be accepted at which price. */
    static Map<String, Object> help(List<LicenceOffer> offers, List<Finding> findings) {
        Map<String, Object> help = new TreeMap<>();
        for (LicenceOffer offer : offers) {
            Map<String, Object> one = new TreeMap<>();
            one.put("subject", offer.subject());
            one.put("credits", offer.credits());
            Map<String, String> terms = new TreeMap<>(offer.terms());
            terms.remove(LicenceTerms.HOLDER); // whose it is is nobody's business
            one.put("terms", terms);
            findings.stream()
                    .filter(finding -> finding.subject().equals(offer.subject()))
                    .findFirst()
                    .ifPresent(finding -> {
                        one.put("kind", finding.kind());
                        one.put("start", finding.start());
                        one.put("end", finding.end());
                    });
            help.put(offer.id(), one);
        }
        return help;
    }
}
