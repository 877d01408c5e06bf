package org.mutoscope.backend.remote.job;

import java.util.OptionalLong;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.UpstreamCost;

/** Tells the host what an attempt costs. Silent where nothing can cost anything. For one attempt. */
final class Bill {
    private final RenderContext context;
    private final Order order;

    Bill(RenderContext context, Order order) {
        this.context = context;
        this.order = order;
    }

    /** The service says what it will take. */
    void announced(OptionalLong micros) {
        if (micros.isPresent()) {
            tell(micros.getAsLong(), false);
        }
    }

    /** The service has made the clip. @param said what it took, if it says so; else the price list counts */
    void made(OptionalLong said) {
        tell(said.orElse(order.micros()), true);
    }

    /**
     * It has ended without a clip.
     *
     * @param said what it took, if it says so
     * @param paid whether such an end is paid in full
     * @return whether it cost anything
     */
    boolean ended(OptionalLong said, boolean paid) {
        long micros = said.orElse(paid ? order.micros() : 0);
        tell(micros, true);
        return micros > 0;
    }

    /** Nobody will ever say: counted as if it had been paid. */
    void assumed(long micros) {
        tell(micros, true);
    }

    private void tell(long micros, boolean settled) {
        if (micros == 0 && order.micros() == 0) {
            return;
        }
        context.cost(UpstreamCost.usd(micros), settled);
    }
}
