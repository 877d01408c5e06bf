package org.mutoscope.billing.appstore;

import com.apple.itunes.storekit.model.LastTransactionsItem;
import com.apple.itunes.storekit.model.Status;
import com.apple.itunes.storekit.model.StatusResponse;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks Apple when the grace period of a subscription ends. */
final class Grace {
    private final Verifiers verifiers;
    private final Store store;

    Grace(Verifiers verifiers, Store store) {
        this.verifiers = verifiers;
        this.store = store;
    }

    /** @return empty if it has none @throws StoreSilent if Apple does not say yet */
    Optional<Instant> end(String subscriptionId, StoreEnvironment environment) throws InterruptedException {
        Optional<StatusResponse> answer =
                store.ask(environment, api -> api.getAllSubscriptionStatuses(subscriptionId, null));
        Optional<LastTransactionsItem> last = answer.stream()
                .flatMap(a -> all(a.getData()))
                .flatMap(group -> all(group.getLastTransactions()))
                .filter(item -> subscriptionId.equals(item.getOriginalTransactionId()))
                .findFirst();
        if (last.isEmpty() || last.get().getStatus() != Status.BILLING_GRACE_PERIOD) {
            return Optional.empty();
        }
        try {
            Long end = verifiers
                    .renewal(String.valueOf(last.get().getSignedRenewalInfo()), environment)
                    .getGracePeriodExpiresDate();
            if (end == null) {
                throw new StoreSilent("Apple does not say when the grace period ends", null);
            }
            return Optional.of(Instant.ofEpochMilli(end));
        } catch (Untrusted e) {
            throw new StoreSilent("Apple's server answered with renewal data that is not signed as it should be", e);
        }
    }

    private static <T> Stream<T> all(List<T> list) {
        return list == null ? Stream.empty() : list.stream().filter(Objects::nonNull);
    }
}
