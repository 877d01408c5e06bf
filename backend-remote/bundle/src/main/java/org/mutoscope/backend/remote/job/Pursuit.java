package org.mutoscope.backend.remote.job;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderOutcome.Failed;
import org.mutoscope.api.backend.RenderOutcome.Unknown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows a job that a service has, to its end, and brings the clip home. For one thread. */
final class Pursuit {
    private static final Logger LOG = LoggerFactory.getLogger(Pursuit.class);
    private static final int SURELY = 3;
    /** Left of an attempt's time when it is given back: enough to write that down. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final Affair affair;
    private final Limits limits;
    private final Fetch fetch;
    private String said = "";

    Pursuit(Affair affair) {
        this.affair = affair;
        this.limits = affair.shop.limits();
        this.fetch = new Fetch(affair.shop.call(), limits);
    }

    RenderOutcome follow() throws InterruptedException {
        int lost = 0;
        int failing = 0;
        while (affair.context.remaining().compareTo(MARGIN) >= 0) {
            Standing standing = affair.look();
            boolean open = standing instanceof Standing.Running || standing instanceof Standing.Unclear;
            failing = standing instanceof Standing.Failing ? failing + 1 : 0;
            if (open && late()) {
                new Stop(affair).cancel();
                String minutes = limits.deadline().toMinutes() + " min";
                return affair.gaveUp("upstream_overdue", "not done within " + minutes + " at the service");
            } else if (standing instanceof Standing.Running running) {
                affair.ticket(affair.ticket().certain());
                lost = 0;
                goesOn(running);
            } else if (standing instanceof Standing.Unclear unclear) {
                say(unclear.why());
                pause(unclear.pause());
            } else if (standing instanceof Standing.Done done) {
                return done(done);
            } else if (failing > 0 && failing < SURELY) {
                pause(Optional.empty());
            } else if (!(standing instanceof Standing.Lost)) {
                return affair.ended(standing);
            } else if (++lost == SURELY) {
                return lost();
            } else {
                pause(Optional.empty());
            }
        }
        return new Unknown(affair.ticket().text()); // the attempt's time is over, the service's is not
    }

    private boolean late() {
        Duration age = Duration.between(affair.ticket().ordered(), affair.clock.instant());
        return age.compareTo(limits.deadline()) > 0;
    }

    private void goesOn(Standing.Running running) throws InterruptedException {
        if (running.fraction() >= 0) {
            affair.context.progress(running.fraction(), running.phase());
        }
        pause(running.pause());
    }

    /** The service has it no more. Where nothing is paid it is simply made again. */
    private RenderOutcome lost() {
        String why = "the service took the job and does not know it any more";
        return affair.ticket().micros() == 0 ? affair.gaveUp("upstream_lost", why) : affair.doubt(why);
    }

    private RenderOutcome done(Standing.Done first) throws InterruptedException {
        Standing.Done done = first;
        affair.context.progress(1, "fetch");
        for (int n = 1; ; n++) {
            Fetch.Fetched fetched = fetch.any(done.outputs(), affair.context);
            if (fetched.verdict() == Fetch.Verdict.HERE) {
                affair.bill.made(done.micros());
                return new RenderOutcome.Completed(facts(fetched));
            }
            boolean useless = fetched.verdict() == Fetch.Verdict.USELESS;
            if (useless
                    && (n == SURELY || fetched.code().equals(Fetch.TOO_LARGE))) { // before, a gateway's page perhaps
                affair.over();
                boolean cost = affair.bill.ended(done.micros(), true);
                return new Failed(fetched.code(), fetched.why(), !cost);
            } else if (n == SURELY) {
                return affair.doubt(fetched.why());
            }
            say(fetched.why());
            pause(Optional.empty());
            Standing fresh = affair.look(); // links expire; a new look brings new ones
            done = fresh instanceof Standing.Done again ? again : done;
        }
    }

    private Map<String, String> facts(Fetch.Fetched fetched) {
        return Map.of(
                "service", affair.ticket().base(),
                "upstream_id", affair.ticket().id(),
                "upstream_model", affair.order().model().upstream(),
                "upstream_bytes", Long.toString(fetched.bytes()));
    }

    /** Once, however often it is so. */
    private void say(String why) {
        if (!why.equals(said)) {
            LOG.info("{}: {}", affair.job(), why);
            said = why;
        }
    }

    private void pause(Optional<Duration> asked) throws InterruptedException {
        Duration most = affair.context.remaining().minus(MARGIN);
        Duration wish = asked.filter(d -> d.compareTo(limits.poll()) > 0).orElse(limits.poll());
        Duration rest = wish.compareTo(most) < 0 ? wish : most;
        if (rest.toMillis() > 0) {
            new CountDownLatch(1).await(rest.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
