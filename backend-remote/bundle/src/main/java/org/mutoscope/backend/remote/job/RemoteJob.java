package org.mutoscope.backend.remote.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderOutcome.Busy;
import org.mutoscope.api.backend.RenderOutcome.Failed;
import org.mutoscope.api.backend.RenderOutcome.Refused;
import org.mutoscope.api.backend.RenderOutcome.Unknown;
import org.mutoscope.backend.remote.job.Submitted.Accepted;
import org.mutoscope.backend.remote.wire.Call;
import org.mutoscope.backend.remote.wire.CallFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at one clip: order, follow, fetch. The road is the same for every service. What may exist at the service is never ordered
 * again; what is left behind there is named in the ticket. For one thread.
 */
public final class RemoteJob {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteJob.class);
    private static final int SURELY_LOST = 3;
    private static final Duration AGAIN = Duration.ofSeconds(1);
    /** Left of an attempt's time when it is given back: enough to write that down. */
    private static final Duration MARGIN = Duration.ofSeconds(5);
    /** The host gives up a thread that was interrupted after 10 s. */
    private static final Duration STOP = Duration.ofSeconds(RenderContext.STOP_WITHIN_SECONDS - 2);

    private final Service service;
    private final Limits limits;
    private final RenderContext context;
    private final Clock clock;
    private final Fetch fetch;
    private Order order;
    private Bill bill;
    private Ticket ticket;
    private String said = "";

    /** @param call where outputs are fetched with @param clock for the age of tickets */
    public RemoteJob(Service service, Limits limits, Call call, RenderContext context, Clock clock) {
        this.service = service;
        this.limits = limits;
        this.context = context;
        this.clock = clock;
        this.fetch = new Fetch(call, limits);
    }

    /** Goes on with what an earlier attempt left, or orders the clip. @param base address of the service */
    public RenderOutcome run(Order wanted, String base) throws InterruptedException {
        order = wanted;
        bill = new Bill(context, wanted);
        Optional<Ticket> left = context.ticket().flatMap(Ticket::read);
        if (context.ticket().isPresent() && left.isEmpty()) {
            return new Failed("ticket_unreadable", "the ticket of an earlier attempt cannot be read", false);
        }
        try {
            if (left.isEmpty() || left.get().stage() == Ticket.Stage.OVER) {
                return submit(base);
            }
            ticket = left.get();
            order = new Order(wanted.request(), wanted.model(), ticket.key());
            return ticket.stage() == Ticket.Stage.INTENT ? search(true) : follow();
        } catch (InterruptedException e) {
            return stopped(e);
        }
    }

    private RenderOutcome submit(String base) throws InterruptedException {
        ticket = Ticket.intent(order.key(), base, clock.instant(), order.micros());
        context.remember(ticket.text()); // from here on it may exist
        Submitted answer;
        try {
            context.progress(0, "order");
            answer = service.submit(order);
        } catch (CallFault e) {
            boolean never = e.kind() == CallFault.Kind.NOT_SENT || e.kind() == CallFault.Kind.NOT_ALLOWED;
            answer = never
                    ? new Submitted.Turned(new Failed("upstream_unreachable", e.getMessage(), true))
                    : new Submitted.Doubtful(e.getMessage());
        }
        if (answer instanceof Submitted.Turned turned) {
            over();
            return turned.outcome();
        } else if (answer instanceof Submitted.Doubtful doubtful) {
            LOG.warn("{} may have been begun at {}: {}", order.request().jobId(), base, doubtful.why());
            return search(false);
        }
        return accepted((Accepted) answer);
    }

    private RenderOutcome accepted(Accepted answer) throws InterruptedException {
        ticket = ticket.sent(answer.id(), answer.notes());
        try {
            context.remember(ticket.text());
        } catch (
                IllegalStateException
                        e) { // cancelled meanwhile, or a name that cannot be kept: nobody would come back for it
            cancel();
            throw e;
        }
        bill.announced(answer.micros());
        return follow();
    }

    /** It was ordered, and the service's name for it is not known. @param resumed by an earlier attempt */
    private RenderOutcome search(boolean resumed) throws InterruptedException {
        Service.Found found;
        try {
            found = service.find(order, ticket);
        } catch (CallFault e) {
            found = Service.Found.unsure();
        }
        return switch (found.answer()) {
            case THERE -> accepted(found.id().orElseThrow());
            case NEVER -> {
                over();
                yield resumed
                        ? new Busy(AGAIN)
                        : new Failed("upstream_not_begun", "the service did not answer and knows no such job", true);
            }
            case UNSURE -> doubt("it is not known whether the service has begun");
        };
    }

    private RenderOutcome follow() throws InterruptedException {
        int lost = 0;
        while (true) {
            if (context.remaining().compareTo(MARGIN) < 0) {
                return new Unknown(ticket.text()); // the attempt's time is over, the service's is not
            }
            Standing standing = look();
            boolean open = standing instanceof Standing.Running || standing instanceof Standing.Unclear;
            if (open && Duration.between(ticket.ordered(), clock.instant()).compareTo(limits.deadline()) > 0) {
                return overdue();
            } else if (standing instanceof Standing.Running running) {
                if (running.fraction() >= 0) {
                    context.progress(running.fraction(), running.phase());
                }
                ticket = ticket.certain();
                lost = 0;
                pause(running.pause());
            } else if (standing instanceof Standing.Unclear unclear) {
                say(unclear.why());
                pause(unclear.pause());
            } else if (standing instanceof Standing.Lost) {
                if (++lost >= SURELY_LOST) {
                    return lost();
                }
                pause(Optional.empty());
            } else if (standing instanceof Standing.Done done) {
                return done(done);
            } else {
                return ended(standing);
            }
        }
    }

    /** Once, however often it is so. */
    private void say(String why) {
        if (!why.equals(said)) {
            LOG.info("{}: {}", order.request().jobId(), why);
            said = why;
        }
    }

    private Standing look() throws InterruptedException {
        try {
            return service.look(order, ticket);
        } catch (CallFault e) {
            return new Standing.Unclear(e.getMessage(), Optional.empty());
        }
    }

    /** The service has it no more. Where nothing is paid it is simply made again. */
    private RenderOutcome lost() {
        String why = "the service took the job and does not know it any more";
        if (ticket.micros() == 0) {
            over();
            return new Failed("upstream_lost", why, true);
        }
        return doubt(why);
    }

    /** It is not known what became of it; asked again for a while, then ended as if it had been paid. */
    private RenderOutcome doubt(String why) {
        Instant now = clock.instant();
        ticket = ticket.inDoubt(now);
        if (Duration.between(ticket.doubted().orElse(now), now).compareTo(limits.doubt()) < 0) {
            return new Unknown(ticket.text());
        }
        return gaveUp("upstream_lost", why);
    }

    private RenderOutcome overdue() throws InterruptedException {
        cancel();
        return gaveUp("upstream_overdue", "not done within " + limits.deadline().toMinutes() + " min at the service");
    }

    private RenderOutcome gaveUp(String code, String why) {
        long micros = ticket.micros();
        if (micros > 0) {
            bill.assumed(micros);
        }
        over();
        return new Failed(code, why + (micros > 0 ? "; counted as paid" : ""), micros == 0);
    }

    private RenderOutcome ended(Standing standing) {
        over();
        if (standing instanceof Standing.Declined declined) {
            bill.ended(declined.micros(), limits.paidEnds().contains("refused"));
            return new Refused(declined.code(), declined.message());
        } else if (standing instanceof Standing.Broken broken) {
            boolean cost = bill.ended(broken.micros(), limits.paidEnds().contains("failed"));
            return new Failed(broken.code(), broken.message(), broken.again() && !cost);
        }
        OptionalLong micros = ((Standing.Stopped) standing).micros();
        boolean cost = bill.ended(micros, limits.paidEnds().contains("cancelled"));
        return new Failed("upstream_cancelled", "somebody ended the job at the service", !cost);
    }

    private RenderOutcome done(Standing.Done first) throws InterruptedException {
        Standing.Done done = first;
        context.progress(1, "fetch");
        for (int n = 1; ; n++) {
            Fetch.Fetched fetched = fetch.any(done.outputs(), context);
            switch (fetched.verdict()) {
                case HERE -> {
                    bill.made(done.micros());
                    return new RenderOutcome.Completed(facts(fetched));
                }
                case USELESS -> {
                    if (n == SURELY_LOST
                            || fetched.code().equals(Fetch.TOO_LARGE)) { // else a page of a gateway, perhaps
                        over();
                        boolean cost = bill.ended(done.micros(), true);
                        return new Failed(fetched.code(), fetched.why(), !cost);
                    }
                }
                case GONE, UNCLEAR -> {
                    if (n == SURELY_LOST) {
                        return doubt(fetched.why());
                    }
                }
            }
            LOG.info("{}: {}; trying again", order.request().jobId(), fetched.why());
            pause(Optional.empty());
            Standing fresh = look(); // links expire; a new look brings new ones
            done = fresh instanceof Standing.Done again ? again : done;
        }
    }

    private Map<String, String> facts(Fetch.Fetched fetched) {
        return Map.of(
                "service", ticket.base(),
                "upstream_id", ticket.id(),
                "upstream_model", order.model().upstream(),
                "upstream_bytes", Long.toString(fetched.bytes()));
    }

    /** The host wants its thread back. Only if nobody will come back for the clip is it ended at the service. */
    private RenderOutcome stopped(InterruptedException e) throws InterruptedException {
        if (ticket == null || ticket.stage() == Ticket.Stage.OVER) {
            throw e;
        }
        if (!context.unwanted()) {
            return new Unknown(ticket.text());
        }
        if (!Haste.within(STOP, this::end)) {
            LOG.warn(
                    "{} may go on at the service: it did not answer in time",
                    order.request().jobId());
            bill.assumed(ticket.micros());
        }
        throw e;
    }

    private void end() throws InterruptedException {
        if (ticket.stage() == Ticket.Stage.INTENT) {
            try {
                service.find(order, ticket).id().ifPresent(a -> ticket = ticket.sent(a.id(), a.notes()));
            } catch (CallFault fault) {
                LOG.warn("{}: {}", order.request().jobId(), fault.getMessage());
            }
        }
        cancel();
    }

    /** Stops it at the service, looks whether it has stopped, and books what it cost. */
    private void cancel() throws InterruptedException {
        if (ticket.stage() != Ticket.Stage.SENT) {
            bill.announced(OptionalLong.of(ticket.micros()));
            return;
        }
        boolean said = false;
        try {
            said = service.cancel(order, ticket);
        } catch (CallFault e) {
            LOG.warn("{} was not cancelled at the service: {}", order.request().jobId(), e.getMessage());
        }
        Standing now = look();
        if (now instanceof Standing.Done done) {
            bill.made(done.micros());
        } else if (now instanceof Standing.Lost || now instanceof Standing.Stopped) {
            OptionalLong told = now instanceof Standing.Stopped s ? s.micros() : OptionalLong.empty();
            bill.ended(told, limits.paidEnds().contains("cancelled"));
        } else if (now instanceof Standing.Declined || now instanceof Standing.Broken) {
            ended(now);
        } else {
            LOG.warn(
                    "{} goes on at the service (it {})",
                    order.request().jobId(),
                    said ? "said it would stop" : "cannot stop");
            bill.assumed(ticket.micros());
        }
    }

    private void over() {
        ticket = ticket.over();
        try {
            context.remember(ticket.text());
        } catch (IllegalStateException e) {
            LOG.debug("the ticket of {} is not wanted any more", order.request().jobId());
        }
    }

    private void pause(Optional<Duration> asked) throws InterruptedException {
        Duration most = context.remaining().minus(MARGIN);
        Duration wish = asked.filter(d -> d.compareTo(limits.poll()) > 0).orElse(limits.poll());
        Duration rest = wish.compareTo(most) < 0 ? wish : most;
        if (rest.toMillis() > 0) {
            new CountDownLatch(1).await(rest.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
