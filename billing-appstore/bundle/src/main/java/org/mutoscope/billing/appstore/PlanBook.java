package org.mutoscope.billing.appstore;

import com.apple.itunes.storekit.client.GetTransactionHistoryVersion;
import com.apple.itunes.storekit.model.HistoryResponse;
import com.apple.itunes.storekit.model.JWSTransactionDecodedPayload;
import com.apple.itunes.storekit.model.TransactionHistoryRequest;
import com.apple.itunes.storekit.model.TransactionHistoryRequest.Order;
import com.apple.itunes.storekit.model.TransactionHistoryRequest.ProductType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.PurchaseFact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The periods of a subscription. A period that ended early because the buyer changed to a dearer plan is taken back at the rate of its unused
 * time; only the period that followed tells when that was, so the whole subscription is read.
 */
final class PlanBook {
    private static final Logger LOG = LoggerFactory.getLogger(PlanBook.class);
    /** 20 transactions each: more than a century of months. */
    private static final int MOST_PAGES = 100;

    private final Transactions transactions;
    private final Store store;

    PlanBook(Transactions transactions, Store store) {
        this.transactions = transactions;
        this.store = store;
    }

    /** One period as it stands, looked up with its followers if it was upgraded. */
    PlanPeriod period(Signed<JWSTransactionDecodedPayload> signed) throws Untrusted, InterruptedException {
        PlanPeriod alone = transactions.period(signed, clock());
        if (!Boolean.TRUE.equals(signed.payload().getIsUpgraded())) {
            return alone;
        }
        return periods(alone.subscriptionId(), signed.environment()).stream()
                .filter(p -> p.purchase().purchaseId().equals(alone.purchase().purchaseId()))
                .findFirst()
                .orElseThrow(() -> new StoreSilent("Apple's server does not list an upgraded period", null));
    }

    /** All periods, oldest first; empty if the environment has no such subscription. */
    List<PlanPeriod> periods(String subscriptionId, StoreEnvironment environment) throws InterruptedException {
        List<JWSTransactionDecodedPayload> all = new ArrayList<>(transactions(subscriptionId, environment));
        all.removeIf(t -> !subscriptionId.equals(t.getOriginalTransactionId())
                || !Transactions.period(t)
                || t.getPurchaseDate() == null
                || !transactions.counts(t));
        all.sort(Comparator.comparing(JWSTransactionDecodedPayload::getPurchaseDate));
        List<PlanPeriod> periods = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Optional<Instant> next = i + 1 < all.size()
                    ? Optional.of(Instant.ofEpochMilli(all.get(i + 1).getPurchaseDate()))
                    : Optional.empty();
            try {
                PlanPeriod period = transactions.period(new Signed<>(all.get(i), environment), clock());
                boolean upgraded = Boolean.TRUE.equals(all.get(i).getIsUpgraded());
                periods.add(upgraded && next.isPresent() ? upTo(period, next.get()) : period);
            } catch (Untrusted e) {
                LOG.warn("a period of the subscription {} is left out: {}", subscriptionId, e.getMessage());
            }
        }
        return periods;
    }

    private Clock clock() {
        return store.context().clock();
    }

    /** Transactions of the buyer's subscriptions. */
    List<JWSTransactionDecodedPayload> transactions(String id, StoreEnvironment environment)
            throws InterruptedException {
        TransactionHistoryRequest wish =
                new TransactionHistoryRequest().sort(Order.ASCENDING).productTypes(List.of(ProductType.AUTO_RENEWABLE));
        return pages(id, environment, wish);
    }

    /** Whatever the buyer bought. */
    List<JWSTransactionDecodedPayload> purchases(String id, StoreEnvironment environment) throws InterruptedException {
        return pages(id, environment, new TransactionHistoryRequest().sort(Order.ASCENDING));
    }

    private List<JWSTransactionDecodedPayload> pages(
            String id, StoreEnvironment environment, TransactionHistoryRequest wish) throws InterruptedException {
        List<JWSTransactionDecodedPayload> all = new ArrayList<>();
        String revision = null;
        for (int i = 0; i < MOST_PAGES; i++) {
            String from = revision;
            Optional<HistoryResponse> answer = store.ask(
                    environment, api -> api.getTransactionHistory(id, from, wish, GetTransactionHistoryVersion.V2));
            if (answer.isEmpty()) {
                return all;
            }
            HistoryResponse page = answer.get();
            if (page.getSignedTransactions() == null) {
                throw new StoreSilent("Apple's server answered with a history without transactions", null);
            }
            for (String jws : page.getSignedTransactions()) {
                all.add(store.inside(jws, environment));
            }
            revision = page.getRevision();
            if (!Boolean.TRUE.equals(page.getHasMore()) || revision == null) {
                return all;
            }
        }
        return all;
    }

    /** The period as used until it was replaced: what is left of it counts as taken back, rounded down. */
    private static PlanPeriod upTo(PlanPeriod period, Instant replaced) {
        long whole = Duration.between(period.startsAt(), period.expiresAt()).toMillis();
        long left = Math.max(
                0,
                Math.min(whole, Duration.between(replaced, period.expiresAt()).toMillis()));
        int unused = Math.toIntExact(Math.multiplyExact(left, 100_000L) / whole);
        PurchaseFact fact = period.purchase();
        return with(period, Math.max(fact.revokedPer100000(), unused), fact.signedAt());
    }

    /** The period as a notice tells it: Apple's server signs anew each time it is asked, a notice says the same for ever. */
    static PlanPeriod toldAt(PlanPeriod period, Instant signedAt) {
        return with(period, period.purchase().revokedPer100000(), signedAt);
    }

    private static PlanPeriod with(PlanPeriod period, int revoked, Instant signedAt) {
        PurchaseFact fact = period.purchase();
        PurchaseFact changed = new PurchaseFact(
                fact.purchaseId(),
                fact.environment(),
                fact.productId(),
                fact.quantity(),
                fact.accountId(),
                fact.paidMinor(),
                fact.currency(),
                revoked,
                signedAt);
        return new PlanPeriod(changed, period.subscriptionId(), period.startsAt(), period.expiresAt());
    }
}
