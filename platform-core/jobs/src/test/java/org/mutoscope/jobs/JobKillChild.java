package org.mutoscope.jobs;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.core.jobs.JobRunner;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ScriptedBackend;
import org.mutoscope.jobs.doubles.ShortRoad;
import org.mutoscope.storage.jdbc.StorageSettings;

/**
 * The process that dies in {@link JobKillSim}: ledger, jobs and storage as they are, with creators who order and cancel and a backend that is done at once. It
 * says {@code try WHAT ID end} before and {@code did WHAT ID end} after each command, on its standard output.
 */
final class JobKillChild {
    /** Credits that each account is given. */
    static final long GIVEN = 100_000;

    private static final int CREATORS = 4;
    private static final int MOST_QUEUED = 40;

    private final House house;

    private JobKillChild(House house) {
        this.house = house;
    }

    /** How to open the database that the arguments name. */
    static StorageSettings settings(List<String> words) {
        return words.get(0).equals("h2")
                ? StorageSettings.embedded(Path.of(words.get(1)))
                : StorageSettings.postgresql(words.get(1), "mutoscope", "");
    }

    public static void main(String[] words) {
        House house = new House(settings(List.of(words)));
        new JobKillChild(house).begin();
    }

    private void begin() {
        house.start();
        JobRunner road = new ShortRoad(house);
        house.jobs.runner((attempt, backend) -> {
            JobRunner.Ended ended = road.run(attempt, backend);
            if (ended instanceof JobRunner.Ended.Done) {
                say("did", "complete", attempt.job().id());
            }
            return ended;
        });
        house.backend("one", new ScriptedBackend("m", 4, (request, context) -> outcome(request.jobId())));
        for (int creator = 0; creator < CREATORS; creator++) {
            new Thread(this::orderForEver).start();
        }
    }

    /** The same for the same job after each restart: one in eight is refused. */
    static RenderOutcome outcome(String job) {
        return job.hashCode() % 8 == 0 ? new RenderOutcome.Refused("no", "not this one") : ScriptedBackend.done();
    }

    private void orderForEver() {
        String account = house.account();
        house.storage.write(tx ->
                house.ledger.grant(tx, new Ledger.GrantRequest(account, Source.COMP, "gift-" + account, GIVEN, null)));
        say("did", "grant", account);
        for (int n = 0; ; n++) {
            NewJob job = House.job(account, "m");
            say("try", "order", job.id());
            house.submit(job);
            say("did", "order", job.id());
            if (n % 5 == 0) {
                cancel(job.id());
            }
            while (house.board().depth().queued() > MOST_QUEUED) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private void cancel(String job) {
        try {
            if (house.board().cancel(job).state() == JobState.CANCELLED) {
                say("did", "cancel", job);
            }
        } catch (Problem late) {
            if (late.code() != Code.JOB_ALREADY_ENDED) {
                throw late;
            }
        }
    }

    private static void say(String phase, String what, String id) {
        System.out.println(phase + " " + what + " " + id + " end");
    }
}
