package org.mutoscope.billing.appstore;

import com.apple.itunes.storekit.model.ConsumptionRequest;
import com.apple.itunes.storekit.model.DeliveryStatus;
import com.apple.itunes.storekit.model.JWSTransactionDecodedPayload;
import com.apple.itunes.storekit.model.RefundPreference;
import com.apple.itunes.storekit.model.ResponseBodyV2;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.BillingContext;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.NoticeRefused;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.ProviderNotice;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.PurchaseHistory;
import org.mutoscope.api.billing.PurchaseProof;
import org.mutoscope.api.billing.RefundAnswers;
import org.mutoscope.api.billing.Subscriptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The App Store as a billing provider. Keeps nothing between calls but Apple's verifiers, which remember good certificates for 15 minutes. */
final class AppStoreProvider implements BillingProvider, PurchaseHistory, RefundAnswers, Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(AppStoreProvider.class);
    /** A proof older than this may have been refunded since: Apple is asked how it stands now. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final Settings settings;
    private final Receipts receipts;
    private final Verifiers verifiers;
    private final Transactions transactions;
    private final ObjectMapper json = new ObjectMapper();

    AppStoreProvider(Settings settings, Receipts receipts) {
        this.settings = settings;
        this.receipts = receipts;
        this.verifiers = new Verifiers(settings);
        this.transactions = new Transactions(settings.familySharing());
    }

    private Store store(BillingContext context) {
        return new Store(settings, verifiers, context);
    }

    @Override
    public ProofOutcome verify(PurchaseProof proof, BillingContext context) throws InterruptedException {
        try {
            if (Receipts.looksLike(proof.content())) {
                return old(proof.content(), store(context));
            }
            Signed<JWSTransactionDecodedPayload> signed = verifiers.transaction(proof.content());
            Instant signedAt = Transactions.signedAt(signed.payload().getSignedDate(), context.clock());
            transactions.fact(signed, context.clock()); // what is wrong by itself need not be looked up
            if (signedAt.isBefore(context.clock().instant().minus(FRESH))) {
                String id = signed.payload().getTransactionId();
                Optional<Signed<JWSTransactionDecodedPayload>> now =
                        store(context).present(id, signed.environment());
                if (now.isEmpty()) {
                    return new ProofOutcome.Unknown("Apple signed a transaction that its server does not know");
                }
                signed = now.get();
            }
            return outcome(signed, store(context));
        } catch (Untrusted e) {
            return new ProofOutcome.Rejected(e.code(), e.getMessage());
        } catch (StoreSilent e) {
            return new ProofOutcome.Unknown(e.getMessage());
        }
    }

    /** A receipt can be invented and copied: only the account that Apple's server names gets something for it. */
    private ProofOutcome old(String receipt, Store store) throws Untrusted, InterruptedException {
        String id = receipts.transaction(receipt);
        Optional<Signed<JWSTransactionDecodedPayload>> found = store.present(id);
        Transactions.check(found.isPresent(), "not_found", "The App Store does not know the purchase of this receipt.");
        Transactions.check(
                found.get().payload().getAppAccountToken() != null,
                "receipt_unbound",
                "The purchase of this receipt names no account. Restore it in the app, and send the signed transaction.");
        return outcome(found.get(), store);
    }

    @Override
    public ProofOutcome lookup(String purchaseId, BillingContext context) throws InterruptedException {
        if (!Store.identifier(purchaseId)) {
            return new ProofOutcome.Rejected("malformed", "That is no transaction id of the App Store.");
        }
        try {
            Optional<Signed<JWSTransactionDecodedPayload>> now = store(context).present(purchaseId);
            return now.isEmpty()
                    ? new ProofOutcome.Rejected("not_found", "The App Store knows no transaction " + purchaseId + ".")
                    : outcome(now.get(), store(context));
        } catch (Untrusted e) {
            return new ProofOutcome.Rejected(e.code(), e.getMessage());
        } catch (StoreSilent e) {
            return new ProofOutcome.Unknown(e.getMessage());
        }
    }

    private ProofOutcome outcome(Signed<JWSTransactionDecodedPayload> signed, Store store)
            throws Untrusted, InterruptedException {
        if (!Transactions.period(signed.payload())) {
            return new ProofOutcome.Verified(
                    transactions.fact(signed, store.context().clock()));
        }
        return new ProofOutcome.VerifiedPeriod(new PlanBook(transactions, store).period(signed));
    }

    @Override
    public NoticeReading interpret(ProviderNotice notice, BillingContext context)
            throws NoticeRefused, InterruptedException {
        try {
            ResponseBodyV2 body = json.readValue(notice.body(), ResponseBodyV2.class);
            Transactions.check(
                    body != null && body.getSignedPayload() != null,
                    "malformed",
                    "the notice has no signedPayload; set version 2 notifications in App Store Connect");
            return new Interpreter(verifiers, transactions, store(context)).read(body.getSignedPayload());
        } catch (JsonProcessingException e) {
            throw new NoticeRefused("the notice is not JSON as the App Store sends it"); // its text may hold a proof
        } catch (IOException e) {
            throw new NoticeRefused("the notice cannot be read: " + e.getClass().getSimpleName());
        } catch (Untrusted e) {
            throw new NoticeRefused(e.code() + ": " + e.getMessage());
        }
    }

    @Override
    public boolean settled(PurchaseFact fact, BillingContext context) throws InterruptedException {
        return told(fact.purchaseId(), List.of(environment(fact)), store(context), api -> {
            api.finishTransaction(fact.purchaseId());
            return true;
        });
    }

    private static StoreEnvironment environment(PurchaseFact fact) {
        return fact.environment().equals(StoreEnvironment.SANDBOX.word())
                ? StoreEnvironment.SANDBOX
                : StoreEnvironment.PRODUCTION;
    }

    @Override
    public boolean answer(String purchaseId, int usedPer100000, BillingContext context) throws InterruptedException {
        return send(purchaseId, DeliveryStatus.DELIVERED, usedPer100000, context);
    }

    @Override
    public boolean answer(Consumption used, BillingContext context) throws InterruptedException {
        DeliveryStatus delivered = used.delivered() ? DeliveryStatus.DELIVERED : DeliveryStatus.UNDELIVERED_OTHER;
        return send(used.purchaseId(), delivered, used.usedPer100000(), context);
    }

    private boolean send(String purchaseId, DeliveryStatus delivered, int usedPer100000, BillingContext context)
            throws InterruptedException {
        if (!Store.identifier(purchaseId) || usedPer100000 < 0 || usedPer100000 > 100_000) {
            throw new IllegalArgumentException("an answer is about a transaction and says 0 to 100,000");
        }
        RefundPreference wish = usedPer100000 == 0
                ? RefundPreference.GRANT_FULL
                : usedPer100000 == 100_000 ? RefundPreference.DECLINE : RefundPreference.GRANT_PRORATED;
        ConsumptionRequest answer = new ConsumptionRequest(true, delivered, false)
                .consumptionPercentage(usedPer100000)
                .refundPreference(wish);
        return told(purchaseId, settings.environments(), store(context), api -> {
            api.sendConsumptionInformation(purchaseId, answer);
            return true;
        });
    }

    /** @return false if it is worth telling again */
    private static boolean told(
            String id, List<StoreEnvironment> environments, Store store, Store.Question<Boolean> what)
            throws InterruptedException {
        try {
            for (StoreEnvironment environment : environments) {
                if (store.ask(environment, what).isPresent()) {
                    return true;
                }
            }
            LOG.warn(
                    "the App Store does not know the transaction {} it should be told about; it is not told again", id);
            return true;
        } catch (StoreSilent e) {
            LOG.warn("the App Store was not told about the transaction {}: {}", id, e.getMessage());
            return e.lasting();
        }
    }

    @Override
    public Page changes(Instant since, Optional<String> page, BillingContext context) throws InterruptedException {
        Store store = store(context);
        return new History(settings, new Interpreter(verifiers, transactions, store), store).changes(since, page);
    }

    @Override
    public List<PlanPeriod> periods(String subscriptionId, BillingContext context) throws InterruptedException {
        if (!Store.identifier(subscriptionId)) {
            return List.of();
        }
        PlanBook book = new PlanBook(transactions, store(context));
        for (StoreEnvironment environment : settings.environments()) {
            List<PlanPeriod> periods = book.periods(subscriptionId, environment);
            if (!periods.isEmpty()) {
                return periods;
            }
        }
        return List.of();
    }
}
