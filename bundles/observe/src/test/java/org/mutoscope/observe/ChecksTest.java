package org.mutoscope.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.jobs.Upstream;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Notices;
import org.mutoscope.core.road.Studio;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** Each planted fault is named, with its cause and what to run; everything else stays well. */
class ChecksTest {
    @TempDir
    Path data;

    private final LoggerContext log = new LoggerContext();
    private final LastWords words = new LastWords(log);
    private final Parts parts = new Parts();
    private final Map<String, Function<Object[], Object>> answers = new HashMap<>();

    ChecksTest() {
        parts.studio = part(Studio.class);
        parts.board = part(JobBoard.class);
        parts.models = part(Models.class);
        parts.plugins = part(Plugins.class);
        parts.upstream = part(Upstream.class);
        parts.ledger = part(Ledger.class);
        parts.notices = part(Notices.class);
        parts.work = new Work();
        says("Studio.obstacles", List.of());
        says("Studio.shortage", Optional.empty());
        says("JobBoard.depth", new JobBoard.Depth(3, 1, 100));
        says("Models.backends", List.of(backend("local", "READY")));
        says("Plugins.list", List.of());
        says("Upstream.stops", List.of());
        says("Upstream.budgets", List.of());
        says("Upstream.verify", List.of());
        says("Ledger.verify", List.of());
        says("Notices.list", List.of());
        says("Notices.books", new Notices.Books(List.of(), List.of(), List.of()));
    }

    /** Reads at once, and writes as slowly as it is told. */
    private static final class Work implements UnitOfWork {
        private volatile long millis;
        private volatile String obstacle;
        private volatile Instant now;

        @Override
        public <T> T write(Work<T> work) {
            long end = System.nanoTime() + millis * 1_000_000;
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(1_000_000);
            }
            return read(work);
        }

        @Override
        public <T> T read(Work<T> work) {
            return work.in((Transaction) Proxy.newProxyInstance(
                    Transaction.class.getClassLoader(),
                    new Class<?>[] {Transaction.class},
                    (proxy, method, arguments) -> now == null ? Instant.now() : now));
        }

        @Override
        public Optional<String> obstacle() {
            return Optional.ofNullable(obstacle);
        }
    }

    private <T> T part(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> Optional.ofNullable(
                                answers.get(type.getSimpleName() + "." + method.getName()))
                        .orElseThrow(() -> new IllegalStateException("nobody said what " + method + " answers"))
                        .apply(arguments)));
    }

    private void says(String method, Object answer) {
        answers.put(method, arguments -> answer);
    }

    private static Models.Backend backend(String id, String state) {
        return new Models.Backend(id, "com.acme." + id, "1.0.0", state, "CPU", 1, 0, List.of("m"));
    }

    private Map<String, Result> look() {
        Map<String, Result> found = new HashMap<>();
        Stream.of(new HouseChecks(parts, data, words).all(), new TradeChecks(parts, words).all())
                .flatMap(List::stream)
                .forEach(check -> found.put(check.name(), check.execute()));
        return found;
    }

    /** The one finding, after it was seen that nothing else is found, but what is named. */
    private Result only(String name, String... also) {
        Map<String, Result> found = look();
        List<String> ill = new ArrayList<>();
        found.forEach((check, result) -> {
            if (!result.isOk()) {
                ill.add(check);
            }
        });
        List<String> expected = new ArrayList<>(Arrays.asList(also));
        expected.add(name);
        assertEquals(expected.stream().sorted().toList(), ill.stream().sorted().toList());
        return found.get(name);
    }

    private static void told(Result found, Result.Status status, String sentence, String cause, String command) {
        assertEquals(status, found.getStatus(), found.toString());
        assertTrue(String.join(" ", Diagnosis.sentences(found)).contains(sentence), found.toString());
        assertTrue(String.join(" ", Diagnosis.causes(found)).contains(cause), found.toString());
        assertEquals(command, Diagnosis.command(found).orElse(""), found.toString());
    }

    @Test
    void nothingIsWrongWithAWellHouseButThatNobodyEncodesInThisTest() {
        only("ffmpeg");
    }

    @Test
    void aBackendWithoutItsNativeIsNamedWithWhatItsWorkerSaid() {
        says("Models.backends", List.of());
        says(
                "Studio.obstacles",
                List.of("No backend is ready. Install one, or see its state in the list of backends."));
        log.getLogger("org.mutoscope.backend.local.WorkerSeat")
                .error(
                        "the local backend's worker-1 cannot serve and is tried again: the folder natives/cuda12 does not exist");
        Result found = only("backends", "ready", "ffmpeg");
        told(
                found,
                Result.Status.CRITICAL,
                "No backend is ready",
                "natives/cuda12 does not exist",
                "mutoscope plugin list");
    }

    @Test
    void anUnwellBackendBesideAWellOneIsADoubtWithTheReasonOfItsBundle() {
        says("Models.backends", List.of(backend("local", "READY"), backend("veo", "UNWELL")));
        answers.put(
                "Plugins.why",
                arguments -> new Plugins.Reason(
                        "It serves, but its capabilities failed: no route to host.", null, List.of(), null));
        told(
                only("backends", "ffmpeg"),
                Result.Status.WARN,
                "Unwell: veo",
                "veo@1.0.0 is unwell: It serves, but its capabilities failed: no route to host.",
                "mutoscope plugin why com.acme.veo");
        answers.put("Plugins.why", arguments -> {
            throw new Problem(Code.PLUGIN_NOT_FOUND, "not a plugin");
        });
        told(
                only("backends", "ffmpeg"),
                Result.Status.WARN,
                "Unwell: veo",
                "veo@1.0.0 is unwell.",
                "mutoscope plugin why com.acme.veo");
    }

    @Test
    void aSlowDatabaseIsADoubt() {
        ((Work) parts.work).millis = 1_050;
        told(
                only("storage", "ffmpeg"),
                Result.Status.WARN,
                "The database answers slowly",
                "",
                "mutoscope log DEBUG org.mutoscope.storage.jdbc --for 10m");
    }

    @Test
    void aStorageThatTakesNothingIsNamedWithTheLog() {
        ((Work) parts.work).obstacle = "the database could not be written and accepts no more changes.";
        log.getLogger("org.mutoscope.storage.jdbc.Writer").error("flush failed: Input/output error");
        told(only("storage", "ffmpeg"), Result.Status.CRITICAL, "accepts no more changes", "Input/output error", "");
    }

    @Test
    void aFullDiskIsNamedWithWhatIsFree() {
        says("Studio.shortage", Optional.of("The disk is low: 3 MiB are free in the data folder."));
        told(
                only("disk", "ffmpeg"),
                Result.Status.CRITICAL,
                "The disk is low",
                "MiB are free for data",
                "df -h " + data);
    }

    @Test
    void aProviderThatFailsIsNamedWithWhatItSaid() {
        Notices.Notice notice = new Notices.Notice(
                7,
                "stripe",
                Instant.now(),
                Notices.State.WAITING,
                3,
                Instant.now(),
                null,
                null,
                null,
                "it threw IllegalStateException");
        answers.put(
                "Notices.list",
                arguments -> Optional.of(Notices.State.WAITING).equals(arguments[0]) ? List.of(notice) : List.of());
        told(
                only("billing", "ffmpeg"),
                Result.Status.WARN,
                "A billing provider fails",
                "notice 7 of stripe waits: it threw IllegalStateException",
                "mutoscope billing books");
    }

    @Test
    void aHistoryThatCannotBeReadIsNamed() {
        says(
                "Notices.books",
                new Notices.Books(
                        List.of(new Notices.Reading("googleplay", true, null, null, 0, "401 from the service")),
                        List.of(),
                        List.of()));
        told(
                only("billing", "ffmpeg"),
                Result.Status.WARN,
                "A billing provider",
                "googleplay: 401",
                "mutoscope billing books");
    }

    @Test
    void aPluginThatDoesNotRunIsNamedWhateverItsStateIsCalled() {
        for (String state : List.of("FAILED", "QUARANTINED")) {
            says(
                    "Plugins.list",
                    List.of(new Plugins.Plugin(
                            "com.acme.x",
                            "1.0.0",
                            "x.jar",
                            state,
                            "It needs package a.b.",
                            List.of(),
                            "",
                            0,
                            null,
                            null)));
            told(
                    only("plugins", "ffmpeg"),
                    Result.Status.CRITICAL,
                    "Does not run: com.acme.x",
                    "com.acme.x: It needs package a.b.",
                    "mutoscope plugin why com.acme.x");
        }
    }

    @Test
    void aQueueThatIsNearlyFullABudgetThatIsSpentAndAStopAreDoubts() {
        says("JobBoard.depth", new JobBoard.Depth(90, 1, 100));
        told(only("queue", "ffmpeg"), Result.Status.WARN, "nearly full", "", "mutoscope job list");
        says("JobBoard.depth", new JobBoard.Depth(89, 1, 100));
        says(
                "Upstream.budgets",
                List.of(
                        new Upstream.Budget("veo", "2026-11", 10, 10, 0),
                        new Upstream.Budget("fal", "2026-11", -1, 5, 0)));
        told(
                only("upstream", "ffmpeg"),
                Result.Status.WARN,
                "the budget of veo in 2026-11",
                "",
                "mutoscope upstream list");
        says("Upstream.stops", List.of(new Upstream.Stop("veo", "m", "it took 3 and said 1", Instant.now())));
        told(
                only("upstream", "ffmpeg"),
                Result.Status.WARN,
                "m of veo",
                "it took 3",
                "mutoscope upstream reopen veo m");
    }

    @Test
    void booksThatDoNotAddUpAndClocksThatAreApartAreWrong() {
        says("Ledger.verify", List.of("Account a is 3 credits short."));
        told(
                only("ledger", "ffmpeg"),
                Result.Status.CRITICAL,
                "do not add up",
                "3 credits short",
                "mutoscope ledger verify");
        says("Ledger.verify", List.of());
        ((Work) parts.work).now = Instant.now().minusSeconds(3600);
        told(only("clock", "ffmpeg"), Result.Status.CRITICAL, "apart", "", "timedatectl");
    }

    @Test
    void aPartThatIsNotThereOrFallsIsAFindingAndNotAnError() {
        Parts none = new Parts();
        Stream.of(new HouseChecks(none, data, words).all(), new TradeChecks(none, words).all())
                .flatMap(List::stream)
                .forEach(check ->
                        assertTrue(Diagnosis.sentences(check.execute()).get(0).length() > 10, check.name()));
        answers.put("JobBoard.depth", arguments -> {
            throw new IllegalStateException("no depth today");
        });
        told(only("queue", "ffmpeg"), Result.Status.CRITICAL, "could not be looked at", "no depth today", "");
    }
}
