package org.mutoscope.credits;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.plans.EligibilityAnswer;
import org.mutoscope.api.plans.EligibilityClaim;
import org.mutoscope.api.plans.EligibilityProvider;
import org.mutoscope.api.plans.EligibilityState;
import org.mutoscope.core.ledger.Eligibilities;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.plugins.Services;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Takes claims to providers and keeps what they say. A provider that is broken, late or gone has said nothing: {@code UNKNOWN}. */
@Component(service = Eligibilities.class, configurationPid = EligibilityDesk.PID)
@Designate(ocd = EligibilityConfig.class)
public final class EligibilityDesk implements Eligibilities {
    static final String PID = "org.mutoscope.credits.eligibility";

    private static final int MOST_PROOF = 4096;

    private final UnitOfWork work;
    private final PartnerCalls calls;
    private final Services<EligibilityProvider> providers;
    private volatile EligibilityConfig config;

    @Activate
    public EligibilityDesk(
            @Reference UnitOfWork work,
            @Reference SwappableServices services,
            @Reference PartnerCalls calls,
            EligibilityConfig config) {
        this.work = work;
        this.calls = calls;
        this.providers = services.of(EligibilityProvider.class, EligibilityProvider.ID);
        this.config = config;
    }

    @Modified
    void modified(EligibilityConfig changed) {
        config = changed;
    }

    private record Claim(String accountId, String kind, String proof) implements EligibilityClaim {}

    @Override
    public List<String> providers() {
        return providers.newest().stream().map(Offered::id).toList();
    }

    @Override
    public List<Eligibility> of(Transaction tx, String accountId) {
        return EligibilityTable.of(tx, accountId);
    }

    @Override
    public Eligibility claim(String accountId, String kind, String provider, String proof) {
        require(kind);
        if (proof == null || proof.isBlank() || proof.length() > MOST_PROOF) {
            throw invalid("proof has 1 to " + MOST_PROOF + " characters: what the provider asks for.", "proof");
        }
        requireAccount(accountId);
        Offered<EligibilityProvider> chosen = choose(kind, provider);
        EligibilityAnswer answer = ask(chosen, "claim", p -> p.claim(new Claim(accountId, kind, proof)));
        EligibilityTable.Open about = new EligibilityTable.Open(accountId, kind, chosen.id(), answer.reference());
        return work.write(tx -> {
            EligibilityTable.put(tx, about, answer, again(tx));
            return EligibilityTable.find(tx, accountId, kind).orElseThrow();
        });
    }

    @Override
    public Eligibility decide(Transaction tx, Decision decision) {
        require(decision.kind());
        boolean verified = decision.state() == EligibilityState.VERIFIED;
        boolean refused = decision.state() == EligibilityState.REFUSED;
        if (!verified && !refused) {
            throw invalid("An operator decides verified or refused.", "state");
        }
        if (verified && (decision.until() == null || !decision.until().isAfter(tx.now()))) {
            throw invalid("A verification has an end that is still to come.", "until");
        }
        String reason =
                decision.reason().substring(0, Math.min(500, decision.reason().length()));
        EligibilityAnswer answer = new EligibilityAnswer(
                decision.state(), "decision", Optional.ofNullable(verified ? decision.until() : null), reason);
        EligibilityTable.Open about =
                new EligibilityTable.Open(decision.accountId(), decision.kind(), "operator", "decision");
        EligibilityTable.replace(tx, about, answer, null);
        return EligibilityTable.find(tx, decision.accountId(), decision.kind()).orElseThrow();
    }

    /** Asks after cases that are open; one that the provider cannot answer now waits for the next round. */
    void askAgain() {
        for (EligibilityTable.Open open : work.read(tx -> EligibilityTable.open(tx, 20))) {
            Optional<Offered<EligibilityProvider>> provider = providers.named(open.provider());
            EligibilityAnswer answer = provider.map(p -> ask(p, "ask", s -> s.ask(open.kind(), open.reference())))
                    .orElseGet(() -> unknown(open.reference()));
            EligibilityAnswer kept = answer.reference().isEmpty() ? unknown(open.reference()) : answer;
            work.write(tx -> {
                boolean still = EligibilityTable.find(tx, open.accountId(), open.kind())
                        .filter(now -> now.provider().equals(open.provider()))
                        .filter(now ->
                                now.state() == EligibilityState.PENDING || now.state() == EligibilityState.UNKNOWN)
                        .isPresent();
                if (still) {
                    EligibilityTable.put(tx, open, kept, again(tx));
                }
                return null;
            });
        }
    }

    private Instant again(Transaction tx) {
        return tx.now().plus(Duration.ofMinutes(config.ask_again_minutes()));
    }

    private Offered<EligibilityProvider> choose(String kind, String wanted) {
        return providers.newest().stream()
                .filter(offered -> wanted == null || offered.id().equals(wanted))
                .filter(offered -> wanted != null || kinds(offered).contains(kind))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        Code.PROVIDER_NOT_FOUND,
                        "No provider verifies " + Words.shown(wanted == null ? kind : wanted) + "; there are: "
                                + String.join(", ", providers()) + ".",
                        "provider",
                        null));
    }

    private Set<String> kinds(Offered<EligibilityProvider> offered) {
        return call(offered, "kinds", EligibilityProvider::kinds).orElse(Set.of());
    }

    private EligibilityAnswer ask(
            Offered<EligibilityProvider> offered,
            String verb,
            PartnerCalls.Use<EligibilityProvider, EligibilityAnswer> use) {
        return call(offered, verb, use).orElseGet(() -> unknown(""));
    }

    private <R> Optional<R> call(
            Offered<EligibilityProvider> offered, String verb, PartnerCalls.Use<EligibilityProvider, R> use) {
        Optional<Leased<EligibilityProvider>> lease = offered.lease();
        if (lease.isEmpty()) {
            return Optional.empty();
        }
        try (Leased<EligibilityProvider> provider = lease.get()) {
            return Optional.ofNullable(calls.call(provider, verb, Duration.ofSeconds(config.provider_seconds()), use));
        } catch (PartnerFault e) {
            return Optional.empty(); // logged where it was called
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static EligibilityAnswer unknown(String reference) {
        return EligibilityAnswer.of(
                EligibilityState.UNKNOWN, reference, "The provider did not answer; it is asked again.");
    }

    private static void require(String kind) {
        if (kind == null || !kind.matches("[a-z-]{1,24}")) {
            throw invalid("kind is education, non-profit, or another that a plan asks for.", "kind");
        }
    }

    private void requireAccount(String accountId) {
        boolean there = !work.read(
                        tx -> tx.query("select id from account where id = ?", row -> row.text("id"), accountId))
                .isEmpty();
        if (!there) {
            throw new Problem(Code.ACCOUNT_NOT_FOUND, "There is no account " + Words.shown(accountId) + ".");
        }
    }

    private static Problem invalid(String message, String param) {
        return new Problem(Code.INVALID_REQUEST, message, param, null);
    }
}
