package org.mutoscope.backend.remote.job;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderOutcome.Busy;
import org.mutoscope.api.backend.RenderOutcome.Failed;
import org.mutoscope.backend.remote.job.Submitted.Accepted;
import org.mutoscope.backend.remote.wire.CallFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at one clip: order, follow, fetch. The road is the same for every service. What may exist at the service is never ordered
 * again; what is left behind there is named in the ticket. For one thread.
 */
public final class RemoteJob {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteJob.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Shop shop;
    private final RenderContext context;
    private final Clock clock;
    private Affair affair;

    /** @param clock for the age of tickets */
    public RemoteJob(Shop shop, RenderContext context, Clock clock) {
        this.shop = shop;
        this.context = context;
        this.clock = clock;
    }

    /** Goes on with what an earlier attempt left, or orders the clip. @param base address of the service */
    public RenderOutcome run(Order order, String base) throws InterruptedException {
        affair = new Affair(shop, context, clock, order);
        Optional<Ticket> left = context.ticket().flatMap(Ticket::read);
        if (context.ticket().isPresent() && left.isEmpty()) {
            return new Failed("ticket_unreadable", "the ticket of an earlier attempt cannot be read", false);
        }
        try {
            stopAtOnce(left);
            return left.isEmpty() || left.get().stage() == Ticket.Stage.OVER ? submit(base) : resume(left.get());
        } catch (InterruptedException e) {
            return new Stop(affair).stopped(e);
        }
    }

    /** Stopped before it began: perhaps only to end what an earlier attempt left. */
    private void stopAtOnce(Optional<Ticket> left) throws InterruptedException {
        if (Thread.interrupted()) {
            left.ifPresent(affair::ticket);
            throw new InterruptedException("stopped before it began");
        }
    }

    private RenderOutcome resume(Ticket left) throws InterruptedException {
        affair.ticket(left);
        if (left.stage() == Ticket.Stage.INTENT) {
            return search(true);
        }
        shop.claims().own(affair.job(), left.id());
        return new Pursuit(affair).follow();
    }

    private RenderOutcome submit(String base) throws InterruptedException {
        Order order = affair.order();
        affair.remember(Ticket.intent(order.key(), base, clock.instant(), order.micros())); // from here on it may exist
        context.progress(0, "order");
        Submitted answer = answer(order);
        if (answer instanceof Submitted.Turned turned) {
            affair.over();
            return turned.outcome();
        } else if (answer instanceof Submitted.Doubtful doubtful) {
            LOG.warn("{} may have been begun at {}: {}", affair.job(), base, doubtful.why());
            return search(false);
        }
        return accepted((Accepted) answer);
    }

    private Submitted answer(Order order) throws InterruptedException {
        try {
            return shop.claims().ordered(affair.job(), () -> shop.service().submit(order));
        } catch (CallFault e) {
            boolean never = e.kind() == CallFault.Kind.NOT_SENT || e.kind() == CallFault.Kind.NOT_ALLOWED;
            return never
                    ? new Submitted.Turned(new Failed("upstream_unreachable", e.getMessage(), true))
                    : new Submitted.Doubtful(e.getMessage());
        }
    }

    private RenderOutcome accepted(Accepted answer) throws InterruptedException {
        try {
            affair.remember(affair.ticket().sent(answer.id(), answer.notes()));
        } catch (IllegalStateException e) {
            // cancelled meanwhile, or a name that cannot be kept: nobody would come back for it
            new Stop(affair).cancel();
            throw e;
        }
        affair.bill.announced(answer.micros());
        return new Pursuit(affair).follow();
    }

    /** It was ordered, and the service's name for it is not known. @param resumed by an earlier attempt */
    private RenderOutcome search(boolean resumed) throws InterruptedException {
        Service.Found found = affair.found();
        return switch (found.answer()) {
            case THERE -> accepted(found.id().orElseThrow());
            case NEVER -> {
                affair.over();
                yield resumed
                        ? new Busy(AGAIN)
                        : new Failed("upstream_not_begun", "the service did not answer and knows no such job", true);
            }
            case UNSURE -> affair.doubt("it is not known whether the service has begun");
        };
    }
}
