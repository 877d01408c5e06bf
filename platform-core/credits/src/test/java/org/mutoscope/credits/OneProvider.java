package org.mutoscope.credits;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.plans.EligibilityProvider;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.plugins.Services;
import org.mutoscope.core.plugins.SwappableServices;

/** One eligibility provider that can be taken away; whatever it throws is a partner's fault. */
final class OneProvider
        implements SwappableServices, PartnerCalls, Services<EligibilityProvider>, Offered<EligibilityProvider> {
    boolean there = true;
    private final String id;
    private final EligibilityProvider provider;

    OneProvider(String id, EligibilityProvider provider) {
        this.id = id;
        this.provider = provider;
    }

    @Override
    @SuppressWarnings("unchecked") // asked for providers alone
    public <T> Services<T> of(Class<T> type, String idProperty) {
        return (Services<T>) this;
    }

    @Override
    public <T, R> R call(Leased<T> service, String verb, Duration deadline, Use<T, R> use) throws PartnerFault {
        return run(service, verb, use);
    }

    @Override
    public <T, R> R run(Leased<T> service, String verb, Use<T, R> use) throws PartnerFault {
        try {
            return use.of(service.service());
        } catch (Exception e) {
            throw new PartnerFault(id + " " + verb, false, e);
        }
    }

    @Override
    public List<Offered<EligibilityProvider>> all() {
        return there ? List.of(this) : List.of();
    }

    @Override
    public List<Offered<EligibilityProvider>> newest() {
        return all();
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
        return () -> {};
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String bundle() {
        return "test";
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    @Override
    public long serviceId() {
        return 1;
    }

    @Override
    public Map<String, Object> properties() {
        return Map.of();
    }

    @Override
    public int inUse() {
        return 0;
    }

    @Override
    public String state() {
        return "READY";
    }

    @Override
    public Optional<Leased<EligibilityProvider>> lease() {
        return Optional.of(new Leased<>() {
            @Override
            public EligibilityProvider service() {
                return provider;
            }

            @Override
            public Offered<EligibilityProvider> from() {
                return OneProvider.this;
            }

            @Override
            public boolean gone() {
                return false;
            }

            @Override
            public void onGone(Runnable action) {
                // It never goes while it is leased.
            }

            @Override
            public void close() {
                // Nothing was taken.
            }
        });
    }
}
