package org.mutoscope.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Asks every licensing policy, of several versions the newest, and joins the answers to the strictest. A policy that cannot be asked denies. */
final class Policies {
    private final Kinds kinds;
    private final Supplier<PipelineConfig> settings;

    Policies(Kinds kinds, Supplier<PipelineConfig> settings) {
        this.kinds = kinds;
        this.settings = settings;
    }

    /** Grants and offers are empty until there is a register of rights to look them up in. */
    private record Query(
            String accountId,
            String prompt,
            String model,
            String purpose,
            List<Finding> findings,
            List<LicenceGrant> grants,
            List<LicenceOffer> offers,
            Instant at)
            implements LicenceQuery {}

    Licensed decide(Order order, Screened screened) {
        Query query = new Query(
                order.accountId(),
                order.prompt(),
                order.model(),
                "personal",
                screened.findings(),
                List.of(),
                List.of(),
                Instant.now());
        Map<Offered<LicensingPolicy>, LicenceOutcome> answers = answers(query);
        refuseByStrictest(answers);
        return allowed(answers);
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

    private static void refuseByStrictest(Map<Offered<LicensingPolicy>, LicenceOutcome> answers) {
        for (LicenceOutcome answer : answers.values()) {
            if (answer instanceof LicenceOutcome.Deny deny) {
                throw Problem.named(Code.LICENCE_DENIED, Texts.cut(deny.code(), 64), Texts.cut(deny.message(), 500));
            }
        }
        for (LicenceOutcome answer : answers.values()) {
            if (answer instanceof LicenceOutcome.NeedsLicence needs) {
                throw new Problem(
                        Code.LICENCE_REQUIRED,
                        "A licence must be accepted first: " + shown(needs.offers()) + ". Nothing was charged.");
            }
        }
        for (LicenceOutcome answer : answers.values()) {
            if (answer instanceof LicenceOutcome.NeedsApproval needs) {
                throw new Problem(
                        Code.APPROVAL_REQUIRED,
                        Texts.cut(
                                "These holders must agree first: " + String.join(", ", needs.who())
                                        + ". Nothing was charged.",
                                500));
            }
        }
    }

    private static String shown(List<LicenceOffer> offers) {
        String all = offers.stream()
                .map(o -> o.id() + " (" + o.credits() + " credits)")
                .collect(Collectors.joining(", "));
        return Texts.cut(all.isEmpty() ? "none is offered" : all, 400);
    }

    private static Licensed allowed(Map<Offered<LicensingPolicy>, LicenceOutcome> answers) {
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
        return new Licensed(obligations, fees, grants, by);
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
