package org.mutoscope.billing.appstore;

import com.apple.itunes.storekit.model.JWSTransactionDecodedPayload;
import com.apple.itunes.storekit.model.NotificationTypeV2;
import com.apple.itunes.storekit.model.ResponseBodyV2DecodedPayload;
import com.apple.itunes.storekit.model.Subtype;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.StoreSignal;
import org.mutoscope.api.billing.StoreSignal.ConsentWithdrawn;
import org.mutoscope.api.billing.StoreSignal.PlanUntil;
import org.mutoscope.api.billing.StoreSignal.RefundAsked;
import org.mutoscope.api.billing.StoreSignal.RefundDeclined;

/** Reads notices: {@link #find} is the table of what follows from which type. For the time of one call by the host. */
final class Interpreter {
    /** Apple's window for an answer to the question how much was used. */
    private static final Duration ANSWER = Duration.ofHours(12);

    private static final int LONGEST_TYPE = 48;

    private final Verifiers verifiers;
    private final Transactions transactions;
    private final Store store;
    private final PlanBook plans;

    Interpreter(Verifiers verifiers, Transactions transactions, Store store) {
        this.verifiers = verifiers;
        this.transactions = transactions;
        this.store = store;
        this.plans = new PlanBook(transactions, store);
    }

    /** A reading and when Apple signed what was read. */
    record Read(NoticeReading reading, Instant signedAt) {}

    NoticeReading read(String signedPayload) throws Untrusted, InterruptedException {
        return dated(signedPayload).reading();
    }

    /** @throws StoreSilent if Apple had to be asked and did not answer */
    Read dated(String signedPayload) throws Untrusted, InterruptedException {
        Signed<ResponseBodyV2DecodedPayload> signed = verifiers.notice(signedPayload);
        ResponseBodyV2DecodedPayload payload = signed.payload();
        String id = payload.getNotificationUUID();
        Transactions.check(
                Store.identifier(id) && payload.getRawNotificationType() != null,
                "malformed",
                "The notice has no id or no type.");
        Instant signedAt =
                Transactions.signedAt(payload.getSignedDate(), store.context().clock());
        NotificationTypeV2 type = payload.getNotificationType();
        Findings found = type == null ? Findings.NONE : find(type, new Told(signed, verifiers, signedAt));
        NoticeReading reading =
                new NoticeReading(id, name(payload), type != null, found.purchases(), found.periods(), found.signals());
        return new Read(reading, signedAt);
    }

    /** Apple's words, also for types that are newer than this code. */
    private static String name(ResponseBodyV2DecodedPayload payload) {
        String subtype = payload.getRawSubtype();
        String name = payload.getRawNotificationType() + (subtype == null ? "" : "." + subtype);
        return name.substring(0, Math.min(LONGEST_TYPE, name.length()));
    }

    private Findings find(NotificationTypeV2 type, Told told) throws Untrusted, InterruptedException {
        switch (type) {
            case ONE_TIME_CHARGE:
            case SUBSCRIBED:
            case DID_RENEW:
            case OFFER_REDEEMED:
                return state(told.transaction());
            case CONSUMPTION_REQUEST:
            case REFUND_DECLINED:
            case REFUND:
            case REFUND_REVERSED:
                return refund(type, told);
            case REVOKE:
            case DID_FAIL_TO_RENEW:
            case GRACE_PERIOD_EXPIRED:
            case EXPIRED:
            case RENEWAL_EXTENDED:
                return end(type, told);
            case DID_CHANGE_RENEWAL_PREF:
                // A cheaper plan begins with the next period, which will be told; a dearer one has begun.
                return told.payload().getSubtype() == Subtype.UPGRADE ? upgrade(told.transaction()) : Findings.NONE;
            case RESCIND_CONSENT:
                return consent(told);
            case DID_CHANGE_RENEWAL_STATUS:
            case PRICE_INCREASE:
            case PRICE_CHANGE:
            case RENEWAL_EXTENSION:
            case TEST:
            case EXTERNAL_PURCHASE_TOKEN:
            case METADATA_UPDATE:
            case MIGRATION:
                return Findings.NONE; // known, and nothing follows for credits
            default:
                throw new IllegalStateException("Apple's library knows the type " + type + " and this table does not");
        }
    }

    /** What the transaction itself says; nothing if it is of a kind that is worth nothing here. */
    private Findings state(Signed<JWSTransactionDecodedPayload> signed) throws Untrusted, InterruptedException {
        if (!transactions.counts(signed.payload())) {
            return Findings.NONE;
        }
        return Transactions.period(signed.payload())
                ? Findings.of(List.of(plans.period(signed)))
                : Findings.of(transactions.fact(signed, store.context().clock()));
    }

    private Findings refund(NotificationTypeV2 type, Told told) throws Untrusted, InterruptedException {
        Signed<JWSTransactionDecodedPayload> signed = told.transaction();
        Findings state = state(signed);
        if (!transactions.counts(signed.payload())) {
            return state;
        }
        String id = signed.payload().getTransactionId();
        String environment = told.environment().word();
        switch (type) {
            case CONSUMPTION_REQUEST:
                return state.and(new RefundAsked(
                        id, environment, told.signedAt(), told.signedAt().plus(ANSWER)));
            case REFUND_DECLINED:
                return state.and(new RefundDeclined(id, environment, told.signedAt()));
            default:
                return moneyBack(type, told, signed.payload(), state);
        }
    }

    /** A refunded running period ends the plan; a refunded old one does not. */
    private static Findings moneyBack(
            NotificationTypeV2 type, Told told, JWSTransactionDecodedPayload transaction, Findings state)
            throws Untrusted {
        boolean refunded = type == NotificationTypeV2.REFUND;
        Transactions.check(
                refunded == (transaction.getRevocationDate() != null),
                "contradiction",
                "The notice says " + type + " and the transaction in it does not.");
        if (state.periods().isEmpty()) {
            return state;
        }
        PlanPeriod period = state.periods().get(0);
        Instant when = refunded ? Instant.ofEpochMilli(transaction.getRevocationDate()) : period.expiresAt();
        return refunded && !when.isBefore(period.expiresAt()) ? state : state.and(until(told, transaction, when));
    }

    private Findings end(NotificationTypeV2 type, Told told) throws Untrusted, InterruptedException {
        Signed<JWSTransactionDecodedPayload> signed = told.transaction();
        JWSTransactionDecodedPayload transaction = signed.payload();
        if (!Transactions.period(transaction) || !Store.identifier(transaction.getOriginalTransactionId())) {
            return Findings.NONE; // packs are never taken by the end of family sharing
        }
        Instant expires = instant(transaction.getExpiresDate()).orElse(told.signedAt());
        switch (type) {
            case REVOKE:
                return Findings.NONE.and(until(
                        told,
                        transaction,
                        instant(transaction.getRevocationDate()).orElse(told.signedAt())));
            case DID_FAIL_TO_RENEW:
                boolean grace = told.payload().getSubtype() == Subtype.GRACE_PERIOD;
                return Findings.NONE.and(
                        until(told, transaction, grace ? graceEnd(told, transaction, expires) : expires));
            case GRACE_PERIOD_EXPIRED:
                return Findings.NONE.and(until(told, transaction, told.signedAt()));
            case RENEWAL_EXTENDED:
                return state(signed).and(until(told, transaction, expires));
            default:
                return Findings.NONE.and(until(told, transaction, expires));
        }
    }

    private static Optional<Instant> instant(Long milli) {
        return Optional.ofNullable(milli).map(Instant::ofEpochMilli);
    }

    private static StoreSignal until(Told told, JWSTransactionDecodedPayload transaction, Instant when) {
        return new PlanUntil(
                transaction.getOriginalTransactionId(), told.environment().word(), told.signedAt(), when);
    }

    /** The notice has been seen without the date: then the state of the subscription says it. */
    private Instant graceEnd(Told told, JWSTransactionDecodedPayload transaction, Instant expires)
            throws Untrusted, InterruptedException {
        Optional<Instant> end = told.renewal().flatMap(renewal -> instant(renewal.getGracePeriodExpiresDate()));
        return end.isPresent()
                ? end.get()
                : new Grace(verifiers, store)
                        .end(transaction.getOriginalTransactionId(), told.environment())
                        .orElse(expires);
    }

    /** The new period, and the old one as used until then. */
    private Findings upgrade(Signed<JWSTransactionDecodedPayload> signed) throws Untrusted, InterruptedException {
        if (!transactions.counts(signed.payload())) {
            return Findings.NONE;
        }
        PlanPeriod now = plans.period(signed);
        List<PlanPeriod> before = plans.periods(now.subscriptionId(), signed.environment()).stream()
                .filter(p ->
                        p.startsAt().isBefore(now.startsAt()) && p.expiresAt().isAfter(now.startsAt()))
                .map(p -> PlanBook.toldAt(p, now.purchase().signedAt()))
                .toList();
        return Findings.of(Stream.concat(before.stream(), Stream.of(now)).toList());
    }

    private Findings consent(Told told) throws Untrusted, InterruptedException {
        Optional<String> purchase = Optional.empty();
        if (told.hasTransaction()) {
            purchase = Optional.ofNullable(told.transaction().payload().getTransactionId());
        } else {
            Optional<String> app = told.appTransaction();
            if (app.isPresent()) {
                purchase = plans.purchases(app.get(), told.environment()).stream()
                        .map(JWSTransactionDecodedPayload::getTransactionId)
                        .reduce((a, b) -> b);
            }
        }
        return purchase.filter(Store::identifier).isEmpty()
                ? Findings.NONE // a person who never bought anything is unknown here
                : Findings.NONE.and(
                        new ConsentWithdrawn(purchase.get(), told.environment().word(), told.signedAt()));
    }
}
