package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.creation.Storyboard.Shot;
import org.mutoscope.api.guard.PromptGuard;
import org.mutoscope.api.guard.Verdict;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.FrameFilter;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.SoundMixer;
import org.mutoscope.api.media.SpeechSynthesizer;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.core.jobs.Attempt;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Films;
import org.mutoscope.core.road.Films.Film;
import org.mutoscope.core.road.Films.Scene;
import org.mutoscope.core.road.Studio.Repeat;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ScriptedBackend;

/** Films: several shots, one job, one file, one price. */
@Timeout(120)
class FilmTest {
    private static final AtomicLong BODIES = new AtomicLong(1L << 40);
    private static final int RATE = 8;

    @TempDir
    Path data;

    private Town town;
    private String account;
    /** Each rendering: shot, seconds, prompt, grey of the first frame or {@code none}. */
    private final List<String> seen = new CopyOnWriteArrayList<>();
    /** Whether shots have a sound of their own. */
    private volatile boolean sounding;

    @BeforeEach
    void open() {
        town = new Town(data);
        account = town.house.account();
    }

    @AfterEach
    void close() {
        town.house.verifyLedger();
        town.close();
    }

    private ScriptedBackend model(String... tasks) {
        return town.backend("two", this::render, tasks);
    }

    /** Frames of the grey 10 for the first shot, 20 for the second, eight a second. */
    private RenderOutcome render(RenderRequest request, RenderContext context)
            throws IOException, InterruptedException {
        int shot = shot(request);
        String first = request.firstFrame().isEmpty()
                ? "none"
                : String.valueOf(grey(request.firstFrame().get()));
        seen.add(shot + " " + request.seconds() + " s, " + request.prompt() + ", " + first);
        if (sounding) {
            context.media().audio(new AudioFormat(8_000, 1));
            context.media().sound(ByteBuffer.allocate(16_000));
        }
        context.media().video(new VideoFormat(new FrameSize(32, 32), RATE));
        for (int i = 0; i < request.seconds() * RATE; i++) {
            context.media().frame(ByteBuffer.allocate(32 * 32 * 3).put(0, (byte) (shot * 10)));
        }
        return new RenderOutcome.Completed(Map.of());
    }

    private static int shot(RenderRequest request) {
        return Integer.parseInt(request.jobId().replaceFirst(".*-s", ""));
    }

    private static int grey(Path png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(png))).getRGB(0, 0) & 0xff;
    }

    private static Scene scene(int seconds, String prompt, String transition) {
        return scene(seconds, prompt, transition, "");
    }

    private static Scene scene(int seconds, String prompt, String transition, String narration) {
        return new Scene(new Shot(seconds, prompt, "", List.of(), "", transition), narration);
    }

    private static final List<Scene> THREE =
            List.of(scene(4, "a cat", Shot.CUT), scene(8, "a dog", Shot.CUT), scene(4, "a bird", Shot.DISSOLVE));

    private Film film(List<Scene> scenes, Map<String, String> fields) {
        Map<String, String> parameters = new java.util.HashMap<>(fields);
        String quote = parameters.remove("quote");
        Repeat repeat = new Repeat(null, false, Town.hash(BODIES.incrementAndGet()));
        return new Film(account, "v", "64x64", "Three animals", scenes, null, null, parameters, quote, repeat);
    }

    private Job submit(List<Scene> scenes, Map<String, String> fields) {
        return town.pipeline.films().submit(film(scenes, fields)).job();
    }

    private Job made(List<Scene> scenes) {
        return town.completed(submit(scenes, Map.of()));
    }

    private String file(Job job) {
        return new String(town.store.files.get(job.id() + "/video.mp4"), StandardCharsets.ISO_8859_1);
    }

    private String states(Job job) {
        return town.pipeline.films().shots(job.id()).stream()
                .map(shot -> shot.number() + " " + shot.state() + " " + shot.milliseconds())
                .collect(Collectors.joining(", "));
    }

    /** What is deleted after the film is told to be there is deleted a moment later: files first, then rows. */
    private void noShotsAreLeft(Job job) {
        House.until(() -> variants(job).equals(List.of("spritesheet", "thumbnail", "video")));
        assertTrue(
                town.store.files.keySet().stream()
                        .noneMatch(key -> key.startsWith(job.id() + "/shot.") || key.startsWith(job.id() + "/input.")),
                town.store.files.keySet()::toString);
    }

    private List<String> variants(Job job) {
        return town.house.storage.read(tx -> tx.query(
                "select variant from asset where job_id = ? order by variant", row -> row.text("variant"), job.id()));
    }

    @Test
    void threeShotsAreOneJobOneFileOnePrice() {
        model(ModelOffer.TEXT_TO_VIDEO);
        Job film = made(THREE);
        assertEquals(List.of("1 4 s, a cat, none", "2 8 s, a dog, none", "3 4 s, a bird, none"), seen);
        assertEquals("128 10 0", file(film));
        assertEquals(16, film.asked().seconds());
        assertEquals(40, film.asked().credits(), "10 for 4 s, 20 for 8 s, 10 for 4 s");
        assertEquals(40, film.creditsCaptured());
        assertEquals(260, town.house.available(account));
        assertEquals("1 MADE 4000, 2 MADE 8000, 3 MADE 4000", states(film));
        assertEquals("3", film.facts().get("shots"));
        assertEquals("create", film.asked().verb());
        assertEquals("Three animals\na cat\na dog\na bird", film.asked().prompt());
        assertTrue(
                town.house.story(film.id()).contains("shot 2 of 3 by v: 64 frames, silent"),
                town.house.story(film.id()));
        noShotsAreLeft(film);
    }

    @Test
    void aShotGoesOnFromTheLastFrameOfTheOneBefore() {
        model(ModelOffer.TEXT_TO_VIDEO, ModelOffer.IMAGE_TO_VIDEO);
        made(THREE);
        assertEquals(List.of("1 4 s, a cat, none", "2 8 s, a dog, 10", "3 4 s, a bird, 20"), seen);
        seen.clear();
        made(List.of(scene(4, "a cat", Shot.CUT), scene(4, "a dog", Shot.FADE)));
        assertEquals(List.of("1 4 s, a cat, none", "2 4 s, a dog, none"), seen, "out of black nothing goes on");
        seen.clear();
        town.completed(submit(THREE, Map.of("continuity", "off")));
        assertEquals(List.of("1 4 s, a cat, none", "2 8 s, a dog, none", "3 4 s, a bird, none"), seen);
    }

    @Test
    void aShotSaysWhatTheCameraDoesAndWhatIsNotToBeSeen() {
        List<String> requests = new CopyOnWriteArrayList<>();
        town.backend(
                "two",
                (request, context) -> {
                    requests.add(request.prompt() + " / " + request.parameters().get("negative_prompt") + " / "
                            + request.seed());
                    return render(request, context);
                },
                ModelOffer.TEXT_TO_VIDEO);
        Scene one = new Scene(new Shot(4, "a cat", "slow zoom", List.of(), "people", Shot.CUT), "");
        town.completed(submit(List.of(one, scene(4, "a dog", Shot.CUT)), Map.of("seed", "7")));
        assertEquals(List.of("a cat, slow zoom / people / 7", "a dog / null / 8"), requests);
    }

    @Test
    void aCharacterStandsAtTheBeginningOfItsShot() throws IOException {
        model(ModelOffer.TEXT_TO_VIDEO, ModelOffer.IMAGE_TO_VIDEO);
        Path clip = Files.writeString(data.resolve("anna"), PlainMedia.MP4 + "30 77 0", StandardCharsets.ISO_8859_1);
        String anna = town.pipeline.cast().create(account, "Anna", clip).id();
        Scene with = new Scene(new Shot(4, "Anna waves", "", List.of(anna), "", Shot.FADE), "");
        Job film = made(List.of(scene(4, "a street", Shot.CUT), with));
        assertEquals(List.of("1 4 s, a street, none", "2 4 s, Anna waves, 77"), seen);
        assertEquals(anna, film.asked().obligations().get("source.characters"));
        noShotsAreLeft(film);
        Scene unnamed = new Scene(new Shot(4, "somebody waves", "", List.of(anna), "", Shot.FADE), "");
        Problem problem = assertThrows(Problem.class, () -> submit(List.of(unnamed), Map.of()));
        assertEquals(Code.INVALID_CHARACTER, problem.code());
        assertEquals("shots[0].characters", problem.param());
    }

    @Test
    void soundAndNarrationAreOneTrack() {
        PlainSound sound = new PlainSound();
        town.services(SoundMixer.class).add("plain", sound);
        town.services(SpeechSynthesizer.class).add("plain", sound);
        sounding = true;
        model(ModelOffer.TEXT_TO_VIDEO);
        Job film = made(List.of(
                scene(4, "a cat", Shot.CUT, "one two"), // two seconds
                scene(4, "a dog", Shot.CUT, "one two three four five six"), // two seconds and a fifth too long
                scene(4, "a bird", Shot.CUT)));
        assertEquals(
                List.of("14250 [sound 0+1000, voice 200+2000, sound 4000+1000, voice 4200+6000, sound 10250+1000]"),
                sound.mixed);
        assertEquals("114 10 228000", file(film), "18 frames are held until the second narration has ended");
        assertEquals(30, film.creditsCaptured(), "what is held costs nothing");
    }

    private PlainSound sound() {
        PlainSound sound = new PlainSound();
        town.services(SoundMixer.class).add("plain", sound);
        town.services(SpeechSynthesizer.class)
                .add("plain", "1.0.0", sound, Map.of(SpeechSynthesizer.PRICE, 1_000_000L));
        return sound;
    }

    /** Of a voice that costs a micro for each letter. */
    @Test
    void whatIsSaidIsSpokenAndPaidOnceHoweverOftenTheRestIsTried() {
        PlainSound sound = sound();
        AtomicInteger renderings = new AtomicInteger();
        AtomicInteger faults = new AtomicInteger(2);
        town.services(FrameFilter.class).add("mark", (FrameFilter) (rgb, info) -> {
            if (faults.getAndDecrement() > 0) {
                throw new IllegalStateException("not yet");
            }
        });
        town.backend(
                "two",
                (request, context) -> renderings.getAndIncrement() == 0
                        ? new RenderOutcome.Failed("shaky", "not this time", true)
                        : render(request, context),
                ModelOffer.TEXT_TO_VIDEO);
        Job film = made(List.of(
                scene(4, "a cat", Shot.CUT, "one two"),
                scene(4, "a dog", Shot.CUT),
                scene(4, "a bird", Shot.CUT, "three")));
        assertEquals(List.of("en: one two", "en: three"), sound.spoken);
        assertEquals(12, spent());
        assertEquals(List.of("12000 [voice 200+2000, voice 8200+1000]"), sound.mixed.subList(2, 3));
        assertTrue(film.facts().get("narrated_by").startsWith("plain "), film.facts()::toString);
        noShotsAreLeft(film);
    }

    @Test
    void nothingIsRenderedBeforeSomebodyIsThereToSpeakAndToMix() {
        model(ModelOffer.TEXT_TO_VIDEO);
        List<Scene> scenes = List.of(scene(4, "a cat", Shot.CUT), scene(4, "a dog", Shot.CUT, "one two"));
        Job film = submit(scenes, Map.of());
        town.house.await(film.id(), JobState.WAITING);
        assertTrue(town.house.story(film.id()).contains("waiting for a voice (en)"), town.house.story(film.id()));
        PlainSound sound = new PlainSound();
        town.services(SpeechSynthesizer.class).add("plain", sound);
        House.until(() -> town.house.story(film.id()).contains("waiting for a sound mixer"));
        assertEquals(List.of(), seen);
        town.services(SoundMixer.class).add("plain", sound);
        town.completed(film);
        assertEquals(List.of("1 4 s, a cat, none", "2 4 s, a dog, none"), seen);
    }

    @Test
    void aNarrationThatIsTooLongIsKnownBeforeItsShotIsPaid() {
        sound();
        model(ModelOffer.TEXT_TO_VIDEO).costs(1_000);
        Job film = town.failed(submit(List.of(scene(4, "a cat", Shot.CUT, "word ".repeat(14))), Map.of()));
        assertEquals("narration_too_long", film.errorCode());
        assertEquals(List.of(), seen);
        assertEquals(69, spent(), "for the voice alone");
    }

    @Test
    void whatNobodyCanSayInTimeIsRefusedWhenItIsOrdered() {
        sound();
        model(ModelOffer.TEXT_TO_VIDEO);
        named(scene(4, "a dog", Shot.CUT, "x".repeat(430)), Code.NARRATION_TOO_LONG, "narration");
        List<Scene> wordy = Collections.nCopies(13, scene(8, "a cat", Shot.CUT, "x".repeat(500)));
        Problem problem = refused(wordy);
        assertEquals(Code.NARRATION_TOO_LONG, problem.code());
        assertEquals("shots", problem.param());
    }

    @Test
    void aShotThatCannotBeWrittenIsNotLost() throws IOException {
        Path folder = data.resolve("gone");
        town.store.files.put("x/shot.1", new byte[] {1});
        model(ModelOffer.TEXT_TO_VIDEO);
        Job film = made(List.of(scene(4, "a cat", Shot.CUT)));
        noShotsAreLeft(film);
        Trip.Asset kept = new Trip.Asset("shot.1", "memory", "x/shot.1", "video/mp4", 1, "0".repeat(64));
        town.house.storage.write(tx -> {
            Inputs.record(tx, film.id(), kept);
            return null;
        });
        InvocationHandler idle = (proxy, method, arguments) -> method.getName().equals("job") ? film.asked() : false;
        Attempt attempt =
                (Attempt) Proxy.newProxyInstance(Attempt.class.getClassLoader(), new Class<?>[] {Attempt.class}, idle);
        ShotFiles files = ((ClipFiles) town.pipeline.clips()).shots();
        Ended.Failed failed =
                (Ended.Failed) assertThrows(Detour.class, () -> files.fetch(new Trip(attempt, null, folder), "shot.1"))
                        .ended();
        assertEquals("scratch_failed", failed.code());
        assertTrue(failed.retryable());
        Files.createDirectory(folder);
        assertEquals(1, Files.size(assertDoesNotThrow(() -> files.fetch(new Trip(attempt, null, folder), "shot.1"))));
    }

    @Test
    void aServiceKnowsTheShotThatIsNotWantedAnyMore() {
        town.house.settings.put("in_doubt_retry_seconds", 3600);
        List<String> told = new CopyOnWriteArrayList<>();
        town.backend(
                "two",
                (request, context) -> {
                    if (shot(request) == 2 && context.ticket().isEmpty()) {
                        return new RenderOutcome.Unknown("of the second");
                    }
                    if (context.unwanted()) {
                        told.add(request.jobId() + " " + request.prompt() + " " + request.seconds() + " "
                                + context.ticket().orElse("none"));
                        throw new InterruptedException();
                    }
                    return render(request, context);
                },
                ModelOffer.TEXT_TO_VIDEO);
        Job film = submit(THREE, Map.of());
        town.house.await(film.id(), JobState.IN_DOUBT);
        town.house.board().cancel(film.id());
        House.until(() -> town.house.words(film.id()).contains("let_go"));
        assertEquals(List.of(film.id() + "-s2 a dog 8 of the second"), told);
    }

    @Test
    void aNarrationThatIsMuchTooLongIsRefusedByTheNumberOfItsShot() {
        PlainSound sound = new PlainSound();
        town.services(SoundMixer.class).add("plain", sound);
        town.services(SpeechSynthesizer.class).add("plain", sound);
        model(ModelOffer.TEXT_TO_VIDEO);
        Job film = town.failed(submit(
                List.of(scene(4, "a cat", Shot.CUT), scene(4, "a dog", Shot.CUT, "word ".repeat(14))), Map.of()));
        assertEquals("narration_too_long", film.errorCode());
        assertTrue(film.errorMessage().contains("shot 2"), film.errorMessage());
        assertEquals("RELEASED", town.house.hold(film.id()));
    }

    @Test
    void aRestartGoesOnAtTheShotThatWasUnderWay() {
        CountDownLatch second = new CountDownLatch(1);
        town.backend(
                "two",
                (request, context) -> {
                    if (shot(request) == 2) {
                        context.remember("of the second");
                        second.countDown();
                        new CountDownLatch(1).await();
                    }
                    return render(request, context);
                },
                ModelOffer.TEXT_TO_VIDEO,
                ModelOffer.IMAGE_TO_VIDEO);
        Job film = submit(THREE, Map.of());
        House.until(() -> second.getCount() == 0);
        assertEquals("1 MADE 4000, 2 PLANNED 0, 3 PLANNED 0", states(film));
        assertTrue(town.house.find(film.id()).progress() >= 31, "a shot of three is made");
        Town before = town;
        before.close();
        assertEquals(List.of("1 4 s, a cat, none"), seen);
        town = new Town(data);
        town.store.files.putAll(before.store.files);
        killed(film);
        List<String> tickets = new CopyOnWriteArrayList<>();
        town.backend(
                "two",
                (request, context) -> {
                    tickets.add(context.ticket().orElse("none"));
                    return render(request, context);
                },
                ModelOffer.TEXT_TO_VIDEO,
                ModelOffer.IMAGE_TO_VIDEO);
        assertEquals(40, town.completed(film).creditsCaptured());
        assertEquals(List.of("1 4 s, a cat, none", "2 8 s, a dog, 10", "3 4 s, a bird, 20"), seen);
        assertEquals(List.of("of the second", "none"), tickets, "a ticket is its own shot's");
        assertEquals(260, town.house.available(account));
        assertEquals("128 10 0", file(film));
    }

    /** As if the process had been killed with the job under way: the lease is there, and nobody holds it. */
    private void killed(Job film) {
        town.close();
        try (House house = new House(data)) {
            house.storage.write(tx -> {
                tx.update("update job set state = 'IN_PROGRESS' where id = ?", film.id());
                return tx.update("update job_step set state = 'LEASED' where job_id = ?", film.id());
            });
        }
        MemoryStore kept = town.store;
        town = new Town(data);
        town.store.files.putAll(kept.files);
    }

    @Test
    void cancelledAtTheSecondShotItCostsNothing() {
        CountDownLatch second = new CountDownLatch(1);
        town.backend(
                "two",
                (request, context) -> {
                    if (shot(request) == 2) {
                        second.countDown();
                        new CountDownLatch(1).await();
                    }
                    return render(request, context);
                },
                ModelOffer.TEXT_TO_VIDEO);
        Job film = submit(THREE, Map.of());
        House.until(() -> second.getCount() == 0);
        assertEquals(JobState.CANCELLED, town.house.board().cancel(film.id()).state());
        assertEquals("RELEASED", town.house.hold(film.id()));
        assertEquals(300, town.house.available(account));
        town.house.storage.write(tx ->
                tx.update("update job set ended_at = ? where id = ?", tx.now().minusSeconds(3600), film.id()));
        House.until(() -> {
            town.pipeline.clips().sweep(10);
            return town.store.files.isEmpty();
        });
        assertEquals(1, seen.size());
    }

    @Test
    void aShotThatIsRefusedEndsTheFilm() {
        town.backend(
                "two",
                (request, context) -> shot(request) == 2
                        ? new RenderOutcome.Refused("content_policy", "No dogs.")
                        : render(request, context),
                ModelOffer.TEXT_TO_VIDEO);
        Job film = town.failed(submit(THREE, Map.of()));
        assertEquals("content_policy", film.errorCode());
        assertEquals("RELEASED", town.house.hold(film.id()));
        assertEquals(300, town.house.available(account));
    }

    @Test
    void inDoubtAtTheSecondShotItAsksWithTheTicketOfThatShot() {
        List<String> tickets = new CopyOnWriteArrayList<>();
        town.backend(
                "two",
                (request, context) -> {
                    String ticket = context.ticket().orElse("none");
                    tickets.add(shot(request) + " " + ticket);
                    context.remember("t" + shot(request));
                    return shot(request) == 2 && ticket.equals("none")
                            ? new RenderOutcome.Unknown("t2")
                            : render(request, context);
                },
                ModelOffer.TEXT_TO_VIDEO);
        made(THREE);
        assertEquals(List.of("1 none", "2 none", "2 t2", "3 none"), tickets);
    }

    @Test
    void attemptsAreCountedForEachShot() {
        town.house.settings.put("attempts", 2);
        List<Integer> failed = new CopyOnWriteArrayList<>();
        town.backend(
                "two",
                (request, context) -> {
                    if (failed.contains(shot(request))) {
                        return render(request, context);
                    }
                    failed.add(shot(request));
                    return new RenderOutcome.Failed("shaky", "not this time", true);
                },
                ModelOffer.TEXT_TO_VIDEO);
        assertEquals("128 10 0", file(made(THREE)), "each shot fails once, and two attempts are the most");
        assertEquals(List.of(1, 2, 3), failed);
    }

    @Test
    void whatComesShortIsNotCharged() {
        town.backend(
                "two",
                (request, context) -> {
                    context.media().video(new VideoFormat(new FrameSize(32, 32), RATE));
                    int seconds = shot(request) == 2 ? request.seconds() / 2 : request.seconds();
                    for (int i = 0; i < seconds * RATE; i++) {
                        context.media().frame(ByteBuffer.allocate(32 * 32 * 3));
                    }
                    return new RenderOutcome.Completed(Map.of());
                },
                ModelOffer.TEXT_TO_VIDEO);
        Job film = made(THREE);
        assertEquals(30, film.creditsCaptured(), "four of the second's eight seconds came");
        assertEquals("96 0 0", file(film));
    }

    @Test
    void aQuoteHoldsForTheWholeFilm() {
        model(ModelOffer.TEXT_TO_VIDEO);
        var quote = town.pipeline.films().quote(film(THREE, Map.of()));
        assertEquals(40, quote.price().credits());
        assertEquals(16, quote.price().seconds());
        assertEquals(
                40, town.completed(submit(THREE, Map.of("quote", quote.id()))).creditsCaptured());
        Problem other = assertThrows(
                Problem.class, () -> submit(List.of(scene(4, "a cat", Shot.CUT)), Map.of("quote", quote.id())));
        assertEquals(Code.QUOTE_MISMATCH, other.code());
    }

    @Test
    void filtersSeeTheFilmAndNotItsShots() {
        AtomicInteger marked = new AtomicInteger();
        AtomicInteger faults = new AtomicInteger(1);
        FrameFilter filter = (rgb, info) -> {
            if (faults.getAndDecrement() > 0) {
                throw new IllegalStateException("not yet");
            }
            marked.incrementAndGet();
        };
        town.services(FrameFilter.class).add("mark", filter);
        model(ModelOffer.TEXT_TO_VIDEO).costs(1_000);
        Job film = made(THREE);
        assertEquals(128, marked.get());
        assertEquals(3, seen.size(), "putting it together failed once, and nothing was rendered again");
        assertTrue(
                film.facts().get("marked_by").startsWith("mark"), film.facts().toString());
        assertEquals(3000, spent());
    }

    private long spent() {
        return town
                .house
                .storage
                .read(tx ->
                        tx.query("select spent from upstream_cost where state = 'SETTLED'", row -> row.number("spent")))
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Test
    void theMoneyForAllShotsIsReservedWithTheOrder() {
        town.house.settings.put("dispatch_paused", true);
        model(ModelOffer.TEXT_TO_VIDEO).costs(1_000);
        Job film = submit(THREE, Map.of());
        assertEquals(
                List.of(3_000L),
                town.house.storage.read(
                        tx -> tx.query("select reserved from upstream_cost", row -> row.number("reserved"))));
        town.house.settings.put("dispatch_paused", false);
        town.house.jobs.settingsChanged();
        town.completed(film);
        assertEquals(3_000, spent());
    }

    @Test
    void aPaidShotStaysPaidWhenTheNextFails() {
        ScriptedBackend backend = town.backend(
                "two",
                (request, context) -> {
                    context.cost(UpstreamCost.usd(700), true);
                    return shot(request) == 2 && context.attempt() == 1
                            ? new RenderOutcome.Refused("content_policy", "No dogs.")
                            : render(request, context);
                },
                ModelOffer.TEXT_TO_VIDEO);
        backend.costs(1_000);
        town.failed(submit(THREE, Map.of()));
        assertEquals(1400, spent());
    }

    @Test
    void aShotWhoseFileIsGoneIsNamed() {
        town.store.afterPut = key -> {
            if (key.contains("/shot.2")) {
                town.store.files.keySet().removeIf(name -> name.contains("/shot.1"));
            }
        };
        model(ModelOffer.TEXT_TO_VIDEO);
        Job film = town.failed(submit(THREE, Map.of()));
        assertEquals("shot_lost", film.errorCode());
        assertEquals("RELEASED", town.house.hold(film.id()));
    }

    @Test
    void whatIsSpokenIsScreenedToo() {
        model(ModelOffer.TEXT_TO_VIDEO);
        List<String> texts = new ArrayList<>();
        town.services(PromptGuard.class).add("g", screening -> {
            texts.add(screening.purpose() + ": " + screening.text());
            return new Verdict.Block(List.of(), "bad", "No.");
        });
        assertEquals(
                Code.MODERATION_BLOCKED,
                refused(List.of(scene(4, "a cat", Shot.CUT, "a bad word"))).code());
        assertEquals(List.of("storyboard: Three animals\na cat\na bad word"), texts);
    }

    @Test
    void aTextThatIsNoOrderIsShownToTheGuardsToo() {
        town.services(PromptGuard.class)
                .add(
                        "g",
                        screening -> screening.purpose().equals("script")
                                ? new Verdict.Block(List.of(), "bad", "No.")
                                : new Verdict.Pass(List.of()));
        town.pipeline.screens().require(account, "a word", "prompt");
        Problem problem =
                assertThrows(Problem.class, () -> town.pipeline.screens().require(account, "a bad word", "script"));
        assertEquals(Code.MODERATION_BLOCKED, problem.code());
        assertEquals("script", problem.param());
    }

    private Problem refused(List<Scene> scenes) {
        Problem problem = assertThrows(Problem.class, () -> submit(scenes, Map.of()));
        assertEquals(300, town.house.available(account), "nothing is held");
        assertTrue(town.store.files.isEmpty(), "nothing is kept");
        return problem;
    }

    private void named(Scene second, Code code, String param) {
        Problem problem = refused(List.of(scene(4, "a cat", Shot.CUT), second));
        assertEquals(code, problem.code(), problem.getMessage());
        assertEquals("shots[1]." + param, problem.param());
        assertTrue(problem.getMessage().startsWith("Shot 2: "), problem.getMessage());
    }

    @Test
    void whatIsWrongWithAFilmIsNamed() {
        model(ModelOffer.TEXT_TO_VIDEO);
        named(scene(5, "a cat", Shot.CUT), Code.INVALID_SECONDS, "seconds");
        named(scene(4, "a \uD800 cat", Shot.CUT), Code.INVALID_PROMPT, "prompt");
        named(scene(4, "a cat", Shot.CUT, "a \u0000 word"), Code.INVALID_SHOTS, "narration");
        named(scene(4, "a cat", Shot.CUT, "x".repeat(4097)), Code.INVALID_SHOTS, "narration");
        for (int shots : new int[] {0, 16, 101}) {
            Problem problem = refused(Collections.nCopies(shots, scene(8, "a cat", Shot.CUT)));
            assertEquals(Code.INVALID_SHOTS, problem.code(), shots + " shots of eight seconds");
            assertEquals("shots", problem.param());
        }
        Scene wordy = scene(4, "x".repeat(20_000), Shot.CUT);
        assertEquals(Code.PROMPT_TOO_LONG, refused(List.of(wordy, wordy)).code());
        Problem odd = assertThrows(Problem.class, () -> submit(THREE, Map.of("continuity", "maybe")));
        assertEquals(Code.INVALID_REQUEST, odd.code());
        assertEquals(Code.VOICE_NOT_FOUND, spokenBy("nobody").code());
    }

    private Problem spokenBy(String voice) {
        Repeat repeat = new Repeat(null, false, Town.hash(BODIES.incrementAndGet()));
        List<Scene> scenes = List.of(scene(4, "a cat", Shot.CUT, "hello"));
        Film film = new Film(account, "v", "64x64", "", scenes, "en", voice, Map.of(), null, repeat);
        return assertThrows(Problem.class, () -> town.pipeline.films().submit(film));
    }

    @Test
    void aModelThatNeedsAPictureMakesNoFilmOfWords() {
        model(ModelOffer.IMAGE_TO_VIDEO);
        Problem problem = refused(THREE);
        assertEquals(Code.UNSUPPORTED_FEATURE, problem.code());
        assertEquals("shots[0].model", problem.param());
    }

    @Test
    void theSameOrderAgainIsTheSameFilm() {
        model(ModelOffer.TEXT_TO_VIDEO);
        Repeat repeat = new Repeat("my key", false, Town.hash(BODIES.incrementAndGet()));
        Film film = new Film(account, "v", "64x64", "", THREE, null, null, Map.of(), null, repeat);
        String first = town.pipeline.films().submit(film).job().id();
        var again = town.pipeline.films().submit(film);
        assertEquals(first, again.job().id());
        assertTrue(again.repeated());
        assertFalse(town.pipeline.films().shots(first).isEmpty());
        assertEquals(List.of(), town.pipeline.films().shots("video_none"));
        assertEquals(Films.State.MADE, shotsOf(town.house.await(first, JobState.COMPLETED)));
    }

    private Films.State shotsOf(Job film) {
        return town.pipeline.films().shots(film.id()).get(2).state();
    }
}
