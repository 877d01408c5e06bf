package org.mutoscope.backend.remote.job;

import java.time.Duration;
import java.util.OptionalLong;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderOutcome.Unknown;
import org.mutoscope.backend.remote.wire.CallFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets go of a job: leaves it at the service for a later attempt, or ends it there and books what it cost. For one thread. */
final class Stop {
    private static final Logger LOG = LoggerFactory.getLogger(Stop.class);
    /** The host gives up a thread that was interrupted after 10 s. */
    private static final Duration SOON = Duration.ofSeconds(RenderContext.STOP_WITHIN_SECONDS - 2);

    private final Affair affair;

    Stop(Affair affair) {
        this.affair = affair;
    }

    /** The host wants its thread back. Only if nobody will come back for the clip is it ended at the service. */
    RenderOutcome stopped(InterruptedException e) throws InterruptedException {
        Ticket ticket = affair.ticket();
        if (ticket == null || ticket.stage() == Ticket.Stage.OVER) {
            throw e;
        } else if (!affair.context.unwanted()) {
            return new Unknown(ticket.text());
        }
        if (!Haste.within(SOON, this::end)) {
            LOG.warn("{} may go on at the service: it did not answer in time", affair.job());
            affair.bill.assumed(ticket.micros());
        }
        throw e;
    }

    private void end() throws InterruptedException {
        if (affair.ticket().stage() == Ticket.Stage.INTENT) {
            affair.found().id().ifPresent(a -> affair.ticket(affair.ticket().sent(a.id(), a.notes())));
        }
        cancel();
    }

    /** Stops it at the service, looks whether it has stopped, and books what it cost. */
    void cancel() throws InterruptedException {
        Ticket ticket = affair.ticket();
        if (ticket.stage() != Ticket.Stage.SENT) {
            affair.bill.announced(OptionalLong.of(ticket.micros())); // it may be there, and nobody knows its name
            return;
        }
        boolean said = false;
        try {
            said = affair.shop.service().cancel(affair.order(), ticket);
        } catch (CallFault e) {
            LOG.warn("{} was not cancelled at the service: {}", affair.job(), e.getMessage());
        }
        Standing now = affair.look();
        if (now instanceof Standing.Done done) {
            affair.bill.made(done.micros());
        } else if (now instanceof Standing.Lost) {
            affair.bill.ended(OptionalLong.empty(), affair.paid("cancelled"));
        } else if (now instanceof Standing.Running || now instanceof Standing.Unclear) {
            LOG.warn(
                    "{} goes on at the service, which {}",
                    affair.job(),
                    said ? "said it would stop" : "cannot stop it");
            affair.bill.assumed(ticket.micros());
        } else {
            affair.ended(now);
        }
    }
}
