package org.mutoscope.billing;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One provider's chores, one after the other, on one thread at a time: a provider that is slow or broken holds up itself alone. After three
 * failures in a row it is left alone for a minute, unless another version takes its place.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int STRIKES = 3;
    private static final long REST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String provider;
    private final Partners partners;
    private final List<Chore> chores;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final BooleanSupplier closing;
    private int strikes;
    private long restsSince;
    private long service;

    Lane(String provider, Partners partners, List<Chore> chores, BooleanSupplier closing) {
        this.provider = provider;
        this.partners = partners;
        this.chores = chores;
        this.closing = closing;
    }

    /** Whether the caller may run it now; then it must. */
    boolean take() {
        return busy.compareAndSet(false, true);
    }

    void run() {
        try {
            long now =
                    partners.providers().named(provider).map(Offered::serviceId).orElse(0L);
            if (now != service) {
                service = now;
                strikes = 0;
            }
            if (strikes < STRIKES || System.nanoTime() - restsSince > REST_NANOS) {
                chores.forEach(this::all);
            }
        } finally {
            busy.set(false);
        }
    }

    private void all(Chore chore) {
        try {
            boolean more = true;
            while (more && !closing.getAsBoolean()) {
                more = chore.portion(provider);
                strikes = more ? 0 : strikes;
            }
        } catch (PartnerFault e) {
            strikes++;
            restsSince = System.nanoTime();
            LOG.warn(
                    "provider {} failed ({} in a row); what waits for it is kept: {}",
                    provider,
                    strikes,
                    e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("billing, provider {}: a chore failed and is tried again in the next round", provider, e);
        }
    }
}
