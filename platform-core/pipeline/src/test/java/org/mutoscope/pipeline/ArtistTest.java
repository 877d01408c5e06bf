package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.mutoscope.api.creation.Creation;
import org.mutoscope.api.creation.FirstFrame;
import org.mutoscope.api.creation.Storyboard.Shot;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.jobs.Upstream;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Films.Film;
import org.mutoscope.core.road.Films.Scene;
import org.mutoscope.core.road.Studio.Repeat;
import org.mutoscope.jobs.doubles.House;

/** Words on a model that begins with a picture: it is drawn once, kept, paid for and booked. */
@Timeout(120)
class ArtistTest {
    private static final Map<String, String> WORDS = Map.of("model", "v", "size", "64x64", "seconds", "4");
    private static final Optional<UpstreamCost> PRICE = Optional.of(UpstreamCost.usd(40_000));

    @TempDir
    Path data;

    /** What the backend was given, one grey each. */
    private final List<Integer> seen = new CopyOnWriteArrayList<>();
    /** How often the backend says that it failed. */
    private final AtomicInteger failures = new AtomicInteger();

    /** Held back by a test: the backend makes nothing until it is open. */
    private volatile CountDownLatch hold = new CountDownLatch(0);

    private Town town;
    private String account;

    /** Draws a grey picture of its own size. */
    private static final class Drawer implements FirstFrame {
        final List<Request> asked = new CopyOnWriteArrayList<>();
        volatile String picture = "32x32 70";
        volatile CountDownLatch gate = new CountDownLatch(0);
        final Queue<Creation<String>> answers = new ConcurrentLinkedQueue<>();

        @Override
        public Creation<String> draw(Request request) throws InterruptedException {
            asked.add(request);
            gate.await();
            Creation<String> answer = answers.poll();
            if (answer != null) {
                return answer;
            }
            try {
                String[] words = picture.split(" ");
                Files.write(request.target(), PlainMedia.picture(words[0], Integer.parseInt(words[1])));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return new Creation.Made<>("image/png", PRICE);
        }
    }

    private final Drawer drawer = new Drawer();

    @BeforeEach
    void open() {
        start(Map.of());
        account = town.house.account();
    }

    private void start(Map<String, byte[]> files) {
        town = new Town(data);
        town.store.files.putAll(files);
        town.backend("two", this::render, ModelOffer.IMAGE_TO_VIDEO);
    }

    @AfterEach
    void close() {
        town.close();
    }

    private RenderOutcome render(RenderRequest request, RenderContext context) throws Exception {
        byte[] png = Files.readAllBytes(request.firstFrame().orElseThrow());
        seen.add(ImageIO.read(new ByteArrayInputStream(png)).getRGB(0, 0) & 0xff);
        hold.await();
        if (failures.getAndDecrement() > 0) {
            return new RenderOutcome.Failed("tired", "try again", true);
        }
        return Town.tenFrames(context);
    }

    private void draws() {
        town.services(FirstFrame.class).add("easel", drawer);
    }

    private List<String> books() {
        List<String> books = new ArrayList<>();
        String month = town.house.storage.read(tx -> tx.now().toString()).substring(0, 7);
        for (Upstream.Margin margin : town.house.jobs.upstream().margins(month)) {
            books.add(margin.backend() + " " + margin.model() + " " + margin.credits() + " " + margin.spent());
        }
        return books;
    }

    @Test
    void withoutOneWhoDrawsSuchAModelTakesNoWords() {
        Problem problem = assertThrows(Problem.class, () -> town.submit(account, WORDS));
        assertEquals(Code.UNSUPPORTED_FEATURE, problem.code());
        assertTrue(problem.getMessage().contains("words alone"), problem.getMessage());
    }

    private static Scene scene(String prompt, String transition) {
        return new Scene(new Shot(4, prompt, "", List.of(), "", transition), "");
    }

    /** The first shot of a film, and one that comes out of black, go on from nothing: what they begin with is drawn for their own words. */
    @Test
    void shotsThatGoOnFromNothingAreDrawnOnce() {
        draws();
        failures.set(1);
        List<Scene> scenes = List.of(scene("a cat", Shot.CUT), scene("a dog", Shot.CUT), scene("a bird", Shot.FADE));
        Repeat repeat = new Repeat(null, false, Town.hash(1L << 50));
        Film film = new Film(account, "v", "64x64", "Animals", scenes, null, null, Map.of(), null, repeat);
        Job job = town.completed(town.pipeline.films().submit(film).job());
        assertEquals(
                List.of(job.id() + "-s1 a cat", job.id() + "-s3 a bird"),
                drawer.asked.stream()
                        .map(request -> request.name() + " " + request.prompt())
                        .toList());
        assertEquals(List.of(70, 70, 0, 70), seen, "drawn, drawn and tried again, the last frame before, drawn");
        assertTrue(books().contains("picture:easel first-frame 30 80000"), books()::toString);
        House.until(() -> town.store.files.keySet().stream().noneMatch(key -> key.contains("input.")));
    }

    @Test
    void aPictureIsDrawnKeptAndBooked() {
        draws();
        Job job = town.completed(town.submit(account, WORDS));
        assertEquals(ModelOffer.IMAGE_TO_VIDEO, job.asked().task());
        assertTrue(
                job.asked().remarks().get(0).contains("one is drawn"),
                job.asked().remarks().toString());
        assertEquals(List.of(70), seen);
        FirstFrame.Request asked = drawer.asked.get(0);
        assertEquals(job.id(), asked.name());
        assertEquals(job.asked().prompt(), asked.prompt());
        assertEquals("64x64", asked.size().toString());
        assertTrue(town.store.files.containsKey(job.id() + "/input.png"), town.store.files.keySet()::toString);
        assertTrue(town.house.story(job.id()).contains("easel drew it"), town.house.story(job.id()));
        assertEquals(
                List.of("picture:easel first-frame " + job.creditsCaptured() + " 40000"),
                books(),
                "a backend that takes nothing leaves the credits to who did");
        town.house.verifyLedger();
    }

    @Test
    void noAttemptDrawsWhatAnotherHasDrawn() {
        draws();
        failures.set(2);
        town.completed(town.submit(account, WORDS));
        assertEquals(List.of(70, 70, 70), seen);
        assertEquals(1, drawer.asked.size());
        assertEquals(1, books().size(), books()::toString);
    }

    @Test
    void whatWasDrawnBeforeARestartIsNotDrawnAgain() throws Exception {
        draws();
        hold = new CountDownLatch(1);
        Job job = town.submit(account, WORDS);
        House.until(() -> !seen.isEmpty());
        Map<String, byte[]> files = Map.copyOf(town.store.files);
        town.close();
        hold.countDown();
        drawer.picture = "32x32 90";
        start(files);
        draws();
        town.completed(job);
        assertEquals(List.of(70, 70), seen, "the picture of before the restart");
        assertEquals(1, drawer.asked.size());
        town.house.verifyLedger();
    }

    @Test
    void aJobWaitsForOneWhoDraws() {
        var easel = town.services(FirstFrame.class).add("easel", drawer);
        town.house.settings.put("dispatch_paused", true);
        Job job = town.submit(account, WORDS);
        easel.remove();
        town.house.settings.put("dispatch_paused", false);
        town.house.jobs.settingsChanged();
        Job waiting = town.house.await(job.id(), JobState.WAITING);
        assertTrue(waiting.reason().contains("draws first frames"), waiting.reason());
        draws();
        town.completed(job);
    }

    @Test
    void aRefusalEndsTheJobAndAFailureThatWasPaidIsNotPaidAgain() {
        draws();
        drawer.answers.add(new Creation.Refused<>("moderation_blocked", "Say it otherwise.", PRICE));
        Job refused = town.failed(town.submit(account, WORDS));
        assertEquals("moderation_blocked", refused.errorCode());
        drawer.answers.add(new Creation.Failed<>("output_unreadable", "nothing", true, PRICE));
        Job failed = town.failed(town.submit(account, WORDS));
        assertEquals("first_frame_failed", failed.errorCode());
        drawer.picture = "bad 1";
        assertEquals(
                "first_frame_failed", town.failed(town.submit(account, WORDS)).errorCode());
        assertEquals(3, drawer.asked.size());
        assertEquals(List.of("picture:easel first-frame 0 120000"), books());
        assertEquals(300, town.house.available(account), "nothing was charged");
    }

    @Test
    void oneThatMayBeAskedAgainIs() {
        draws();
        drawer.answers.add(new Creation.Failed<>("service_busy", "later", true, Optional.empty()));
        town.completed(town.submit(account, WORDS));
        assertEquals(2, drawer.asked.size());
    }

    @Test
    void aJobThatIsCancelledWhileItIsDrawnIsOver() {
        draws();
        drawer.gate = new CountDownLatch(1);
        Job job = town.submit(account, WORDS);
        House.until(() -> !drawer.asked.isEmpty());
        town.house.board().cancel(job.id());
        assertEquals(JobState.CANCELLED, town.house.find(job.id()).state());
        House.until(() -> town.house.board().depth().running() == 0);
        assertEquals(List.of(), seen);
        assertEquals(300, town.house.available(account));
    }
}
