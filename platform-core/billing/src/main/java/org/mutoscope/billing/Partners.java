package org.mutoscope.billing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.api.billing.BillingContext;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.PurchaseHistory;
import org.mutoscope.api.billing.RefundAnswers;
import org.mutoscope.api.billing.Subscriptions;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.plugins.Services;
import org.mutoscope.core.plugins.SwappableServices;

/** The billing providers that are there, and the one way to call them. */
final class Partners {
    private final PartnerCalls calls;
    private final Supplier<BillingConfig> settings;
    private final ProviderNotes notes;
    private final Services<BillingProvider> providers;
    private final Services<PurchaseHistory> histories;
    private final Services<RefundAnswers> answers;
    private final Services<Subscriptions> subscriptions;

    Partners(SwappableServices services, PartnerCalls calls, ProviderNotes notes, Supplier<BillingConfig> settings) {
        this.calls = calls;
        this.settings = settings;
        this.notes = notes;
        providers = services.of(BillingProvider.class, BillingProvider.ID);
        histories = services.of(PurchaseHistory.class, BillingProvider.ID);
        answers = services.of(RefundAnswers.class, BillingProvider.ID);
        subscriptions = services.of(Subscriptions.class, BillingProvider.ID);
    }

    /** A use of a provider's service. */
    interface Use<T, R> {
        R of(T service, BillingContext context) throws Exception;
    }

    Services<BillingProvider> providers() {
        return providers;
    }

    Services<PurchaseHistory> histories() {
        return histories;
    }

    Services<RefundAnswers> answers() {
        return answers;
    }

    Services<Subscriptions> subscriptions() {
        return subscriptions;
    }

    List<String> names() {
        return providers.newest().stream().map(Offered::id).toList();
    }

    /**
     * Calls the newest service of a provider.
     *
     * @return empty if it is not there, or answered null
     * @throws PartnerFault if it threw or was late
     * @throws InterruptedException if this thread was interrupted
     */
    <T, R> Optional<R> ask(Services<T> kind, String provider, String verb, Use<T, R> use)
            throws PartnerFault, InterruptedException {
        Optional<Leased<T>> found = lease(kind, provider);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Duration deadline = Duration.ofSeconds(settings.get().call_seconds());
        BillingContext context = new Lending(provider, notes, settings.get().secrets());
        try (Leased<T> lease = found.get()) {
            return Optional.ofNullable(calls.call(lease, verb, deadline, service -> use.of(service, context)));
        }
    }

    /** One that drains between the look and the lease has a successor, if it has one, at the next look. */
    private static <T> Optional<Leased<T>> lease(Services<T> kind, String provider) {
        Optional<Leased<T>> lease = kind.named(provider).flatMap(Offered::lease);
        return lease.isPresent() ? lease : kind.named(provider).flatMap(Offered::lease);
    }
}
