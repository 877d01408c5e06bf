package org.mutoscope.backend.remote.standins;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stand-in that runs. Besides its service's wire it serves {@code PUT /__script}, {@code GET /__log}, {@code POST /__finish} and {@code POST /__reset}, which
 * never suffer from faults. Safe for use by several threads.
 */
public final class StandIn implements AutoCloseable {
    /** The key that all stand-ins of services with keys want. No real service has such a key. */
    public static final String KEY = "paper-key";

    private final Service service;
    private final Wire wire;
    private final Pause pause = new Pause();
    private final Journal journal = new Journal();
    private final Object lock = new Object();
    private final Desk.Books books = new Desk.Books();

    StandIn(Service service, int port) {
        this.service = service;
        wire = new Wire(port);
        wire.open(this::handle);
    }

    /**
     * Starts one.
     *
     * @param what as on the command line: {@code openai-videos}, {@code openai-videos:sglang}, {@code runway}, ...
     * @param port on loopback; 0 for any
     * @throws IllegalArgumentException if there is no such service
     */
    public static StandIn start(String what, int port) {
        return new StandIn(Services.of(what), port);
    }

    /** Where it answers, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + wire.port();
    }

    /** Orders a fault, behind those that were ordered before. */
    public void order(Trouble trouble) {
        synchronized (lock) {
            books.script.add(trouble);
        }
    }

    /** From now on a new job is done when it was read so often. @param polls from 1 on */
    public void polls(int polls) {
        synchronized (lock) {
            books.script.pace(new Pace(polls, 0));
        }
    }

    /** From now on a new job is done after so many milliseconds. @param millis from 1 on */
    public void millis(long millis) {
        synchronized (lock) {
            books.script.pace(new Pace(0, millis));
        }
    }

    /** Replaces the script. @param json as for {@code PUT /__script} */
    public void script(String json) {
        synchronized (lock) {
            books.script.replace(
                    Asked.parsed(json).orElseThrow(() -> new IllegalArgumentException("a script is a JSON object")));
        }
    }

    /** What {@code GET /__log} says: {@code requests}, {@code jobs}, {@code kept}, {@code charged_micros}, {@code seed}. */
    public Map<String, Object> log() {
        synchronized (lock) {
            List<Map<String, Object>> jobs = new ArrayList<>();
            long charged = 0;
            for (Job job : books.jobs.values()) {
                jobs.add(job.entry());
                charged += job.charged();
            }
            return Answer.map(
                    "service",
                    service.name(),
                    "seed",
                    books.script.seed(),
                    "charged_micros",
                    charged,
                    "jobs",
                    jobs,
                    "kept",
                    Map.copyOf(books.things),
                    "requests",
                    journal.entries());
        }
    }

    /** What it would have charged so far, in millionths of a dollar. */
    public long charged() {
        return (Long) log().get("charged_micros");
    }

    /** How many jobs it began, those too that nobody knows of. */
    public int begun() {
        synchronized (lock) {
            return books.jobs.size();
        }
    }

    /** How often a route was asked. */
    public int asked(String route) {
        synchronized (lock) {
            return journal.count(route);
        }
    }

    /** Time passes: all jobs end, those too that nobody reads, and are charged. What is stuck stays so. */
    public void finish() {
        synchronized (lock) {
            books.jobs.values().forEach(Job::finish);
        }
    }

    /** Lets those answers go on that are slow, and forgets everything. */
    public void reset() {
        pause.wake();
        synchronized (lock) {
            books.script.clear();
            books.jobs.clear();
            books.things.clear();
            journal.clear();
        }
    }

    private boolean handle(Asked asked, Line line) throws IOException {
        if (asked.path().startsWith("/__")) {
            line.send(control(asked));
            return true;
        }
        Answer answer;
        Desk desk;
        Optional<Trouble> trouble;
        synchronized (lock) {
            String route = service.route(asked);
            trouble = books.script.next(route);
            desk = new Desk(url(), lock, books, trouble);
            Fault.When when = trouble.map(t -> t.fault().when()).orElse(Fault.When.FATE);
            answer = when == Fault.When.INSTEAD ? Misery.instead(service, trouble.orElseThrow()) : safely(asked, desk);
            answer = when == Fault.When.AFTER ? Misery.after(service, trouble.orElseThrow(), answer) : answer;
            journal.add(asked, route, trouble, answer);
        }
        boolean more = new Misery(pause).deliver(line, answer, trouble);
        if (answer.status() == 101) {
            service.upgraded(asked, line, desk);
            return false;
        }
        return more && !asked.header("connection").equalsIgnoreCase("close");
    }

    private Answer safely(Asked asked, Desk desk) {
        try {
            return service.answer(asked, desk);
        } catch (Refusal e) {
            return service.error(e.status(), e.code(), e.getMessage());
        } catch (NumberFormatException e) {
            return service.error(400, "invalid_value", "This is no number: " + e.getMessage());
        }
    }

    private Answer control(Asked asked) {
        try {
            return switch (asked.method() + " " + asked.path()) {
                case "GET /__log" -> Answer.json(log());
                case "PUT /__script" -> done(() -> script(asked.text()));
                case "POST /__reset" -> done(this::reset);
                case "POST /__finish" -> done(this::finish);
                default -> Answer.json(
                        404, Answer.map("error", "GET /__log, PUT /__script, POST /__finish or POST /__reset"));
            };
        } catch (IllegalArgumentException e) {
            return Answer.json(400, Answer.map("error", e.getMessage()));
        }
    }

    private static Answer done(Runnable act) {
        act.run();
        return Answer.json(Answer.map("done", true));
    }

    @Override
    public void close() {
        pause.wake();
        wire.close();
    }
}
