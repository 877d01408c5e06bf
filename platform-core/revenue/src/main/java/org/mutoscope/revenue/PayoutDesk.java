package org.mutoscope.revenue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.mutoscope.api.revenue.PayoutProvider.Onboarding;
import org.mutoscope.api.revenue.PayoutProvider.PayoutOutcome;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Payouts;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** Payouts as holders and operators ask for them. */
final class PayoutDesk implements Payouts {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

    private final UnitOfWork storage;
    private final Identity identity;
    private final Payers payers;
    private final PayoutMaker maker;
    private final PayoutRun run;
    private final PayoutSender sender;
    private final Supplier<PayoutRules> rules;

    PayoutDesk(UnitOfWork storage, Identity identity, Payers payers, PayoutMaker maker, Supplier<PayoutRules> rules) {
        this.storage = storage;
        this.identity = identity;
        this.payers = payers;
        this.maker = maker;
        this.rules = rules;
        this.run = new PayoutRun(storage, payers, maker, rules);
        this.sender = new PayoutSender(storage, payers, maker, rules);
    }

    PayoutSender sender() {
        return sender;
    }

    private static void requireOperator(Caller by) {
        if (!by.may(Role.OPERATOR)) {
            throw new Problem(Code.FORBIDDEN, "This is for operators.");
        }
    }

    @Override
    public List<Due> plan(Caller by) {
        requireOperator(by);
        return run.look();
    }

    @Override
    public Run run(Caller by) {
        requireOperator(by);
        return run(
                by,
                "run-" + DAY.format(Instant.now()) + "-"
                        + UUID.randomUUID().toString().substring(0, 8));
    }

    /** @param by null when the platform does it by itself @param id of the run */
    Run run(Caller by, String id) {
        List<Due> left = run.plan(id);
        boolean any = !storage.read(tx -> PayoutTable.ofRun(tx, id)).isEmpty();
        if (any) {
            storage.write(tx -> {
                identity.audit(tx, by, "payout.run", id);
                return null;
            });
            sender.send();
        }
        return new Run(id, storage.read(tx -> PayoutTable.ofRun(tx, id)), left);
    }

    @Override
    public List<Payout> list(Caller by, long before, int limit) {
        Optional<String> holder = by.may(Role.OPERATOR) ? Optional.empty() : Optional.of(by.accountId());
        return storage.read(tx -> PayoutTable.list(tx, holder, before, Math.max(1, Math.min(1000, limit))));
    }

    @Override
    public Payout tell(Caller by, String id, boolean paid, String reason) {
        requireOperator(by);
        String why = reason == null || reason.isBlank() ? "told by an operator" : reason.strip();
        return storage.write(tx -> {
            Payout payout = PayoutTable.get(tx, id);
            boolean done = paid
                    ? payout.state() != State.PAID
                            && PayoutTable.sent(
                                    tx,
                                    id,
                                    Optional.ofNullable(payout.reference()).orElse("told"),
                                    true)
                    : maker.back(tx, payout, State.RETURNED, why);
            if (!done) {
                throw closed(payout);
            }
            identity.audit(tx, by, paid ? "payout.paid" : "payout.returned", id);
            return PayoutTable.get(tx, id);
        });
    }

    private static Problem closed(Payout payout) {
        return new Problem(
                Code.PAYOUT_NOT_OPEN,
                "Payout " + payout.id() + " is " + payout.state().name().toLowerCase(java.util.Locale.ROOT)
                        + ": there is nothing to say about it.");
    }

    @Override
    public Payout ask(Caller by, String id) {
        requireOperator(by);
        sender.ask(storage.read(tx -> PayoutTable.get(tx, id)));
        return storage.read(tx -> PayoutTable.get(tx, id));
    }

    @Override
    public Payout takeBack(Caller by, String id) {
        requireOperator(by);
        Payout payout = storage.read(tx -> PayoutTable.get(tx, id));
        if (payout.state() != State.PAID && payout.state() != State.SENT) {
            throw closed(payout);
        }
        PayoutOutcome outcome = asked(payout.provider(), "reverse", provider -> provider.reverse(id));
        storage.write(tx -> {
            identity.audit(tx, by, "payout.reverse", id);
            return null;
        });
        sender.note(id, outcome);
        return storage.read(tx -> PayoutTable.get(tx, id));
    }

    private <R> R asked(
            String provider,
            String verb,
            org.mutoscope.core.plugins.PartnerCalls.Use<org.mutoscope.api.revenue.PayoutProvider, R> use) {
        try {
            return payers.ask(provider, verb, use);
        } catch (Payers.Silent e) {
            if (e.getCause() != null && e.getCause().getCause() instanceof IllegalArgumentException refused) {
                throw new Problem(Code.PAYOUT_MESSAGE_REFUSED, "Not taken: " + refused.getMessage() + ".");
            }
            throw new Problem(
                    Code.PAYOUT_PROVIDER_ABSENT,
                    e.absent
                            ? "There is no payout provider \"" + provider + "\"."
                            : "The payout provider does not answer. Try again in a while.");
        }
    }

    @Override
    public Optional<Destination> destination(Caller by) {
        return storage.read(tx -> DestinationTable.of(tx, by.accountId()).map(DestinationTable.Place::shown));
    }

    @Override
    public Destination payTo(Caller by, String provider, String destination) {
        if (destination == null || destination.isBlank() || destination.length() > 300 || !plain(destination)) {
            throw new Problem(
                    Code.INVALID_DESTINATION,
                    "A destination has 1 to 300 characters on one line.",
                    "destination",
                    null);
        }
        asked(named(provider), "refused", one -> one.refused(destination.strip()))
                .ifPresent(sentence -> {
                    throw new Problem(Code.INVALID_DESTINATION, sentence, "destination", null);
                });
        return storage.write(tx -> set(tx, by, provider, destination.strip()));
    }

    private static String named(String provider) {
        if (provider == null || !provider.matches("[a-z0-9-]{1,16}")) {
            throw new Problem(Code.PAYOUT_PROVIDER_ABSENT, "There is no such payout provider.");
        }
        return provider;
    }

    private static boolean plain(String text) {
        return text.chars().noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c));
    }

    private Destination set(Transaction tx, Caller by, String provider, String destination) {
        if (DestinationTable.set(
                tx, by.accountId(), provider, destination, rules.get().destination())) {
            identity.audit(
                    tx, by, "payout.to", by.accountId() + " " + provider + " " + DestinationTable.hint(destination));
        }
        return DestinationTable.of(tx, by.accountId()).orElseThrow().shown();
    }

    @Override
    public Joined join(Caller by, String provider) {
        Optional<String> before = storage.read(tx -> DestinationTable.of(tx, by.accountId()))
                .filter(place -> place.provider().equals(provider))
                .map(DestinationTable.Place::destination);
        Onboarding begun = asked(named(provider), "onboard", one -> one.onboard(by.accountId(), before))
                .orElseThrow(() -> new Problem(
                        Code.PAYOUT_PROVIDER_ABSENT,
                        "\"" + provider + "\" needs no introduction: write down where to be paid."));
        Destination destination = storage.write(tx -> set(tx, by, provider, begun.destination()));
        return new Joined(destination, begun.link().orElse(null), begun.ready());
    }

    @Override
    public void message(String provider, Map<String, String> headers, byte[] body) {
        List<String> ids = asked(named(provider), "concerned", one -> one.concerned(headers, body));
        for (String id : ids) {
            Optional<Payout> payout = storage.read(tx -> PayoutTable.find(tx, id));
            payout.filter(found -> found.provider().equals(provider)).ifPresent(sender::ask);
        }
    }
}
