package org.mutoscope.revenue;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.api.revenue.PayoutProvider;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.plugins.Services;

/** The payout providers that are there. Safe for use by several threads. */
final class Payers {
    private final Services<PayoutProvider> services;
    private final PartnerCalls calls;
    private final Supplier<Duration> deadline;

    Payers(Services<PayoutProvider> services, PartnerCalls calls, Supplier<Duration> deadline) {
        this.services = services;
        this.calls = calls;
        this.deadline = deadline;
    }

    /** It cannot be said: the provider is not there, was late, or broke. */
    static final class Silent extends Exception {
        private static final long serialVersionUID = 1L;

        /** Whether the provider was never called. */
        final boolean absent;

        Silent(String message, boolean absent, Throwable cause) {
            super(message, cause);
            this.absent = absent;
        }
    }

    boolean has(String provider) {
        return services.named(provider).isPresent();
    }

    /** @throws Silent if there is no answer */
    <R> R ask(String provider, String verb, PartnerCalls.Use<PayoutProvider, R> use) throws Silent {
        Optional<Leased<PayoutProvider>> lease = services.named(provider).flatMap(Offered::lease);
        if (lease.isEmpty()) {
            throw new Silent("the payout provider " + provider + " is not there", true, null);
        }
        try (Leased<PayoutProvider> leased = lease.get()) {
            R answer = calls.call(leased, verb, deadline.get(), use);
            if (answer == null) {
                throw new Silent("the payout provider " + provider + " answered with nothing", false, null);
            }
            return answer;
        } catch (PartnerFault e) {
            throw new Silent(e.getMessage(), false, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Silent("the platform was stopping", false, e);
        }
    }
}
