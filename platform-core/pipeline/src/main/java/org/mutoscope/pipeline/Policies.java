package org.mutoscope.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
import org.mutoscope.api.licensing.LicenceOutcome;
import org.mutoscope.api.licensing.LicenceQuery;
import org.mutoscope.api.licensing.LicensingPolicy;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Licences;

/** Asks every licensing policy, of several versions the newest, and joins the answers to the strictest. A policy that cannot be asked denies. */
final class Policies {
    private final Kinds kinds;
    private final Supplier<PipelineConfig> settings;
    private final Licensing licensing;
    private final Entitlement entitlement;

    /** @param allowance where grants and offers are looked up, and plans */
    Policies(Kinds kinds, Supplier<PipelineConfig> settings, Admission.Allowance allowance) {
        this.kinds = kinds;
        this.settings = settings;
        this.licensing = allowance.licensing();
        this.entitlement = allowance.entitlement();
    }

    private record Query(
            String accountId,
            String prompt,
            String model,
            String purpose,
            List<Finding> findings,
            List<LicenceGrant> grants,
            List<LicenceOffer> offers,
            Asked asked)
            implements LicenceQuery {
        @Override
        public Instant at() {
            return asked.at;
        }

        @Override
        public Set<String> reserved() {
            return asked.reserved;
        }

        @Override
        public String plan() {
            return asked.plan;
        }

        @Override
        public Set<String> territory() {
            return asked.order.licensing().territory();
        }

        @Override
        public int seconds() {
            return asked.order.seconds();
        }

        @Override
        public int lines() {
            return Math.min(asked.order.size().width(), asked.order.size().height());
        }
    }

    /** What is asked for and by whom, apart from the words. */
    private record Asked(Order order, String plan, Set<String> reserved, Instant at) {}

    Licensed decide(Order order, Screened screened) {
        List<Finding> findings = licensing.findings(order, screened);
        Licences.Found found = licensing.find(order, findings);
        Query query = new Query(
                order.accountId(),
                order.prompt(),
                order.model(),
                order.licensing().purpose(),
                findings,
                found.grants(),
                found.offers(),
                new Asked(order, entitlement.planOf(order.accountId()), found.reserved(), Instant.now()));
        Map<Offered<LicensingPolicy>, LicenceOutcome> answers = answers(query);
        if (answers.isEmpty() && !found.holders().isEmpty()) {
            throw new Problem(
                    Code.LICENCE_DENIED,
                    "The request names what somebody holds, and there is no licensing policy to ask. Nothing was charged; try again later.");
        }
        refuseByStrictest(answers, query);
        List<String> who = approvals(answers);
        if (!who.isEmpty()) {
            answers = agreed(query, who, found);
        }
        return allowed(answers, found, who);
    }

    private static List<String> approvals(Map<Offered<LicensingPolicy>, LicenceOutcome> answers) {
        return answers.values().stream()
                .filter(LicenceOutcome.NeedsApproval.class::isInstance)
                .flatMap(answer -> ((LicenceOutcome.NeedsApproval) answer).who().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** A job can wait for the holders of what it uses. What it will cost is what the policies say of it once these have agreed. */
    private Map<Offered<LicensingPolicy>, LicenceOutcome> agreed(Query query, List<String> who, Licences.Found found) {
        if (!found.holders().values().containsAll(who)) {
            throw waitsForNobody(who);
        }
        Query then = new Query(
                query.accountId,
                query.prompt,
                query.model,
                query.purpose,
                query.findings,
                Licensing.agreed(query.grants, who),
                query.offers,
                query.asked);
        Map<Offered<LicensingPolicy>, LicenceOutcome> answers = answers(then);
        refuseByStrictest(answers, then);
        if (!approvals(answers).isEmpty()) {
            throw waitsForNobody(who);
        }
        return answers;
    }

    private static Problem waitsForNobody(List<String> who) {
        return new Problem(
                Code.APPROVAL_REQUIRED,
                Texts.cut("These holders must agree first: " + String.join(", ", who) + ". Nothing was charged.", 500));
    }

    /** In the place of a policy that was replaced while it was to be asked, its successor is asked; one that stays away denies. */
    private Map<Offered<LicensingPolicy>, LicenceOutcome> answers(Query query) {
        Map<Offered<LicensingPolicy>, LicenceOutcome> answers = new LinkedHashMap<>();
        boolean all = false;
        for (int look = 1; look <= Used.LOOKS && !all; look++) {
            answers.clear();
            all = true;
            for (Offered<LicensingPolicy> policy : kinds.policies().newest()) {
                Optional<LicenceOutcome> answer = ask(policy, query);
                all &= answer.isPresent();
                answers.put(policy, answer.orElseGet(() -> denied(policy)));
            }
        }
        return answers;
    }

    private static void refuseByStrictest(Map<Offered<LicensingPolicy>, LicenceOutcome> answers, Query query) {
        for (LicenceOutcome answer : answers.values()) {
            if (answer instanceof LicenceOutcome.Deny deny) {
                throw Problem.named(Code.LICENCE_DENIED, Texts.cut(deny.code(), 64), Texts.cut(deny.message(), 500));
            }
        }
        for (LicenceOutcome answer : answers.values()) {
            if (answer instanceof LicenceOutcome.NeedsLicence needs) {
                throw new Problem(
                                Code.LICENCE_REQUIRED,
                                "A licence must be accepted first: " + shown(needs.offers())
                                        + ". Send the request again with its id in \"licences\". Nothing was charged.",
                                "prompt",
                                null)
                        .with("licences", Licensing.help(needs.offers(), query.findings));
            }
        }
    }

    private static String shown(List<LicenceOffer> offers) {
        String all = offers.stream()
                .map(o -> o.id() + " (" + o.credits() + " credits)")
                .collect(Collectors.joining(", "));
        return Texts.cut(all.isEmpty() ? "none is offered" : all, 400);
    }

    private static Licensed allowed(
            Map<Offered<LicensingPolicy>, LicenceOutcome> answers, Licences.Found found, List<String> who) {
        Map<String, String> obligations = new TreeMap<>();
        List<LicenceFee> fees = new ArrayList<>();
        List<String> grants = new ArrayList<>();
        List<String> by = new ArrayList<>();
        answers.forEach((policy, answer) -> {
            LicenceOutcome.Allow allow = (LicenceOutcome.Allow) answer;
            allow.obligations().forEach((name, value) -> obligations.merge(name, value, Policies::both));
            fees.addAll(allow.fees());
            grants.addAll(allow.grantIds());
            by.add(Used.by(policy));
        });
        List<String> subjects = found.holders().keySet().stream().sorted().toList();
        return new Licensed(obligations, fees, grants, by, subjects, who);
    }

    /** Two policies with different demands under one name: both hold, since nobody but they can say which is stricter. */
    private static String both(String one, String other) {
        return one.equals(other) ? one : one + "; " + other;
    }

    /** @return empty if it went away */
    private Optional<LicenceOutcome> ask(Offered<LicensingPolicy> policy, Query query) {
        Optional<Leased<LicensingPolicy>> lease = policy.lease();
        if (lease.isEmpty()) {
            return Optional.empty();
        }
        Duration deadline = Duration.ofMillis(settings.get().policy_milliseconds());
        try (Leased<LicensingPolicy> leased = lease.get()) {
            LicenceOutcome outcome = kinds.calls().call(leased, "evaluate", deadline, p -> p.evaluate(query));
            return Optional.of(outcome == null ? denied(policy) : outcome);
        } catch (PartnerFault e) {
            return lease.get().gone() ? Optional.empty() : Optional.of(denied(policy));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(denied(policy));
        }
    }

    private static LicenceOutcome denied(Offered<LicensingPolicy> policy) {
        return new LicenceOutcome.Deny(
                Code.LICENCE_DENIED.wire(),
                "The licensing policy " + policy.id()
                        + " could not be asked, and what it has not allowed is not made. Nothing was charged;"
                        + " try again later.");
    }
}
