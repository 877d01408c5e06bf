package org.mutoscope.backend.remote.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderOutcome.Failed;
import org.mutoscope.api.backend.RenderOutcome.Refused;
import org.mutoscope.api.backend.RenderOutcome.Unknown;
import org.mutoscope.backend.remote.wire.CallFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt at one clip: its order, its ticket, and what its ends mean to ticket and money. For one thread. */
final class Affair {
    private static final Logger LOG = LoggerFactory.getLogger(Affair.class);

    final Shop shop;
    final RenderContext context;
    final Clock clock;
    final Bill bill;
    private Order order;
    private Ticket ticket;

    Affair(Shop shop, RenderContext context, Clock clock, Order order) {
        this.shop = shop;
        this.context = context;
        this.clock = clock;
        this.order = order;
        this.bill = new Bill(context, order);
    }

    Order order() {
        return order;
    }

    /** Id of the job, for logs and claims. */
    String job() {
        return order.request().jobId();
    }

    /** Null before anything was ordered. */
    Ticket ticket() {
        return ticket;
    }

    /** Goes on with a ticket that is written down already, or will be by the host. */
    void ticket(Ticket next) {
        ticket = next;
        order = new Order(order.request(), order.model(), next.key());
    }

    /** Writes a ticket down. @throws IllegalStateException if nobody wants it, or it cannot be kept */
    void remember(Ticket next) {
        ticket = next;
        context.remember(next.text());
    }

    /** It has ended at the service. */
    void over() {
        try {
            remember(ticket.over());
        } catch (IllegalStateException e) {
            LOG.debug("the ticket of {} is not wanted any more", job());
        }
    }

    Standing look() throws InterruptedException {
        try {
            return shop.service().look(order, ticket);
        } catch (CallFault e) {
            return new Standing.Unclear(e.getMessage(), Optional.empty());
        }
    }

    /** Looks for a job whose name is not known. */
    Service.Found found() throws InterruptedException {
        Claims claims = shop.claims();
        try {
            return claims.found(job(), () -> shop.service().find(order, ticket, id -> claims.others(job(), id)));
        } catch (CallFault e) {
            LOG.warn("{}: {}", job(), e.getMessage());
            return Service.Found.unsure();
        }
    }

    /** It is not known what became of it; asked again for a while, then ended as if it had been paid. */
    RenderOutcome doubt(String why) {
        Instant now = clock.instant();
        ticket = ticket.inDoubt(now);
        Duration doubted = Duration.between(ticket.doubted().orElse(now), now);
        return doubted.compareTo(shop.limits().doubt()) < 0 ? new Unknown(ticket.text()) : gaveUp("upstream_lost", why);
    }

    /** Nothing more will be heard of it. */
    RenderOutcome gaveUp(String code, String why) {
        long micros = ticket.micros();
        if (micros > 0) {
            bill.assumed(micros);
        }
        over();
        return new Failed(code, why + (micros > 0 ? "; counted as paid" : ""), micros == 0);
    }

    /** It has ended without a clip. */
    RenderOutcome ended(Standing standing) {
        if (standing instanceof Standing.Failing failing) {
            return ended(failing.broken());
        }
        over();
        if (standing instanceof Standing.Declined declined) {
            bill.ended(declined.micros(), paid("refused"));
            return new Refused(declined.code(), declined.message());
        } else if (standing instanceof Standing.Broken broken) {
            boolean cost = bill.ended(broken.micros(), paid("failed"));
            return new Failed(broken.code(), broken.message(), broken.again() && !cost);
        }
        OptionalLong micros = ((Standing.Stopped) standing).micros();
        boolean cost = bill.ended(micros, paid("cancelled"));
        return new Failed("upstream_cancelled", "somebody ended the job at the service", !cost);
    }

    /** Whether an end is paid in full where the service does not say. */
    boolean paid(String end) {
        return shop.limits().paidEnds().contains(end);
    }
}
