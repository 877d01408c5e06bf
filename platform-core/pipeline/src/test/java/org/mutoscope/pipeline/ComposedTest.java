package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.SoundMixer;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Studio.Given;
import org.mutoscope.core.road.Studio.Submission;
import org.mutoscope.core.road.Studio.Verb;

/** What the platform composes where a model lacks a task: longer clips, edits and remixes on any backend. */
@Timeout(120)
class ComposedTest {
    @TempDir
    Path data;

    /** What the backend was asked for last: its task, then the grey of the first frame or {@code none}, then the source or {@code none}. */
    private final AtomicReference<String> seen = new AtomicReference<>();

    /** Whether clips have sound. */
    private volatile boolean sounding;

    private final PlainSound sound = new PlainSound();
    private Town town;
    private String account;

    @BeforeEach
    void open() {
        town = new Town(data);
        account = town.house.account();
        town.services(SoundMixer.class).add("plain", sound);
    }

    @AfterEach
    void close() {
        town.close();
    }

    private void model(String... tasks) {
        town.backend("two", this::render, tasks);
    }

    private RenderOutcome render(RenderRequest request, RenderContext context) throws Exception {
        String frame = request.firstFrame().isPresent()
                ? String.valueOf(ImageIO.read(new ByteArrayInputStream(
                                        Files.readAllBytes(request.firstFrame().get())))
                                .getRGB(0, 0)
                        & 0xff)
                : "none";
        String source = request.source().isPresent()
                ? Files.readString(request.source().get(), StandardCharsets.ISO_8859_1)
                : "none";
        seen.set(request.task() + ", " + frame + ", " + source);
        if (sounding) {
            context.media().audio(new AudioFormat(8_000, 1));
            context.media().sound(ByteBuffer.allocate(2_000));
        }
        context.media().video(new VideoFormat(new FrameSize(32, 32), 8));
        for (int i = 0; i < 5; i++) {
            context.media().frame(ByteBuffer.allocate(32 * 32 * 3).put(0, (byte) 99));
        }
        return new RenderOutcome.Completed(Map.of());
    }

    private Submission asking(Given given, Map<String, String> fields) {
        Submission words = town.asking(account, fields);
        return new Submission(
                account,
                words.model(),
                words.prompt(),
                words.seconds(),
                words.size(),
                words.parameters(),
                null,
                words.repeat(),
                given);
    }

    private Job submit(Given given, Map<String, String> fields) {
        return town.pipeline.studio().submit(asking(given, fields)).job();
    }

    private Problem refused(Given given, Map<String, String> fields) {
        long before = town.house.available(account);
        int files = town.store.files.size();
        Problem problem = assertThrows(Problem.class, () -> submit(given, fields));
        assertEquals(before, town.house.available(account), "nothing is held");
        assertEquals(files, town.store.files.size(), "nothing is kept");
        return problem;
    }

    /** A finished clip of model {@code v}: four seconds, whose frames are 99. */
    private Job clip() throws IOException {
        Path picture = Files.write(data.resolve("upload"), PlainMedia.picture("64x64", 50));
        return town.completed(submit(new Given(picture, null), Map.of("model", "v", "seconds", "4", "size", "64x64")));
    }

    private static Given on(Verb verb, Job job) {
        return new Given(verb, null, job.id(), List.of());
    }

    private String file(Job job) {
        return new String(town.store.files.get(job.id() + "/video.mp4"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aModelThatOnlyStartsFromPicturesMakesAClipLonger() throws Exception {
        model(ModelOffer.IMAGE_TO_VIDEO);
        Job first = clip();
        Job longer = town.completed(submit(on(Verb.EXTEND, first), Map.of("seconds", "8")));
        assertEquals("image-to-video, 99, none", seen.get(), "it begins with the last frame of the clip");
        assertEquals("10 99 0", file(longer), "five frames of the first clip, then five new ones");
        assertEquals(12, longer.asked().deliveredSeconds());
        assertEquals("extend", longer.asked().verb());
        assertEquals(first.id(), longer.asked().parent());
        assertTrue(
                longer.asked().remarks().get(0).contains("last frame"),
                longer.asked().remarks().toString());
        assertEquals(List.of(longer.id()), made(first));
    }

    @Test
    void theSoundOfAnExtensionBeginsWithItsFrames() throws Exception {
        model(ModelOffer.IMAGE_TO_VIDEO);
        Job first = clip();
        sounding = true;
        Job longer = town.completed(submit(on(Verb.EXTEND, first), Map.of("seconds", "4")));
        // five frames at 8 a second are 625 ms of silence, then come the 125 of the backend
        assertEquals(List.of("1250 [sound 625+125]"), sound.mixed);
        assertEquals("10 99 20000", file(longer));
    }

    @Test
    void anExtensionKeepsTheSoundOfWhatItGoesOnFrom() throws Exception {
        model(ModelOffer.IMAGE_TO_VIDEO);
        sounding = true;
        Job first = clip();
        assertEquals("5 99 2000", file(first));
        town.completed(submit(on(Verb.EXTEND, first), Map.of("seconds", "4")));
        sounding = false;
        Job silent = town.completed(submit(on(Verb.EXTEND, first), Map.of("seconds", "4")));
        assertEquals(List.of("1250 [sound 0+125, sound 625+125]", "1250 [sound 0+125]"), sound.mixed);
        assertEquals("10 99 20000", file(silent));
        int mixed = sound.mixed.size();
        Job mute = clip();
        assertEquals("10 99 0", file(town.completed(submit(on(Verb.EXTEND, mute), Map.of("seconds", "4")))));
        assertEquals(mixed, sound.mixed.size(), "two silent clips need no mixer");
    }

    private List<String> made(Job job) {
        return town.house.board().madeFrom(job.id(), 10).stream().map(Job::id).toList();
    }

    @ParameterizedTest
    @CsvSource({"EDIT", "REMIX"})
    void aModelThatEditsGetsTheClip(Verb verb) throws Exception {
        model(ModelOffer.IMAGE_TO_VIDEO, ModelOffer.EDIT);
        Job first = clip();
        Job changed = town.completed(submit(on(verb, first), Map.of("strength", "0.3")));
        assertEquals("edit, none, 5 99 0", seen.get());
        assertEquals("5 99 0", file(changed), "the clip itself is not put before it");
        assertEquals(4, changed.asked().deliveredSeconds());
        assertEquals(new FrameSize(64, 64), changed.asked().size());
        assertEquals("0.3", changed.asked().parameters().get("strength"));
        assertEquals(verb.word(), changed.asked().verb());
        assertTrue(
                changed.asked().remarks().isEmpty(), changed.asked().remarks().toString());
    }

    @ParameterizedTest
    @CsvSource({"EDIT", "REMIX"})
    void oneThatStartsFromPicturesGetsItsFirstFrame(Verb verb) throws Exception {
        model(ModelOffer.IMAGE_TO_VIDEO);
        Job first = clip();
        Job changed = town.completed(submit(on(verb, first), Map.of()));
        assertEquals("image-to-video, 99, none", seen.get());
        assertEquals("5 99 0", file(changed));
        assertTrue(
                changed.asked().remarks().get(0).contains("first frame"),
                changed.asked().remarks().toString());
    }

    @Test
    void oneThatKnowsWordsAloneRemixesByWordsAndSaysSo() throws Exception {
        model(ModelOffer.TEXT_TO_VIDEO);
        Job first = town.completed(town.submit(account, Map.of("model", "v", "size", "64x64", "seconds", "8")));
        Job remix = town.completed(submit(on(Verb.REMIX, first), Map.of("prompt", "a dog")));
        assertEquals("text-to-video, none, none", seen.get());
        assertEquals(8, remix.asked().seconds());
        assertEquals(first.id(), remix.asked().parent());
        assertTrue(
                remix.asked().remarks().get(0).contains("words alone"),
                remix.asked().remarks().toString());
        for (Verb verb : List.of(Verb.EDIT, Verb.EXTEND)) {
            Problem problem = refused(on(verb, first), Map.of("seconds", "4"));
            assertEquals(Code.UNSUPPORTED_FEATURE, problem.code());
            assertTrue(problem.getMessage().contains("No model on offer does"), problem.getMessage());
        }
    }

    @Test
    void aClipThatIsTooLongForTheModelIsRemixedShorter() throws Exception {
        model(ModelOffer.TEXT_TO_VIDEO);
        Job first = town.completed(town.submit(account, Map.of("model", "v", "size", "64x64", "seconds", "8")));
        town.house.storage.write(tx -> tx.update("update job set seconds = 23 where id = ?", first.id()));
        assertEquals(
                8,
                town.completed(submit(on(Verb.REMIX, first), Map.of())).asked().seconds());
        town.house.storage.write(tx -> tx.update("update job set seconds = 2 where id = ?", first.id()));
        assertEquals(
                4,
                town.completed(submit(on(Verb.REMIX, first), Map.of())).asked().seconds());
        assertEquals(
                Code.INVALID_SECONDS,
                refused(on(Verb.REMIX, first), Map.of("seconds", "5")).code());
    }

    /** A clip to the reader of these tests: the mark of MP4, then frames, the value of their first bytes, and no sound. */
    private Path upload(String text) throws IOException {
        return Files.writeString(data.resolve("clip"), text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aClipThatWasSentIsKeptWithItsJobAndMadeLonger() throws Exception {
        model(ModelOffer.IMAGE_TO_VIDEO);
        Given sent = new Given(Verb.EXTEND, upload(PlainMedia.MP4 + "17 40 0"), null, List.of());
        Job longer = town.completed(submit(sent, Map.of("model", "v", "seconds", "4")));
        assertEquals("image-to-video, 40, none", seen.get());
        assertEquals("22 40 0", file(longer));
        assertEquals(6, longer.asked().deliveredSeconds(), "1.7 s count as 2");
        assertEquals("extend", longer.asked().verb());
        assertNull(longer.asked().parent());
        assertTrue(town.store.files.containsKey(longer.id() + "/source.mp4"), town.store.files.keySet()::toString);
        town.house.board().delete(longer.id());
        org.mutoscope.jobs.doubles.House.until(() -> {
            town.pipeline.clips().sweep(100);
            return town.store.files.keySet().stream().noneMatch(key -> key.startsWith(longer.id()));
        });
    }

    /** A clip to the reader of these tests, with a manifest store. */
    private static String marked(String words, byte[] store) {
        String padded = words + " ".repeat(12 - words.length()); // the first box has 24 bytes
        return PlainMedia.MP4 + padded + new String(ManifestsTest.box(store, "manifest"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void theMarkThatAClipCameWithIsKeptBesideIt() throws Exception {
        model(ModelOffer.EDIT);
        byte[] store = ManifestsTest.store(900);
        Given sent = new Given(Verb.EDIT, upload(marked("17 40 0", store)), null, List.of());
        Job job = town.completed(submit(sent, Map.of("model", "v", "seconds", "4")));
        assertArrayEquals(store, town.store.files.get(job.id() + "/c2pa_ingredient.c2pa"));
        assertEquals(3, rows(job, "c2pa_ingredient", "source", "video"));
        assertEquals("edit, none, 17 40 0", seen.get(), "the backend gets it encoded anew, not as it was sent");
    }

    @Test
    void theMarkOfAServiceIsKeptBesideItsClip() throws Exception {
        byte[] store = ManifestsTest.store(700);
        town.backend(
                "two",
                (request, context) -> {
                    Path clip = context.scratch().resolve("from-afar.mp4");
                    Files.writeString(clip, marked("8 33 0", store), StandardCharsets.ISO_8859_1);
                    context.media().encoded(clip);
                    return new RenderOutcome.Completed(Map.of());
                },
                ModelOffer.TEXT_TO_VIDEO);
        Job job = town.completed(town.submit(account, Map.of("model", "v", "size", "64x64", "seconds", "4")));
        assertEquals("8 33 0", file(job));
        assertArrayEquals(store, town.store.files.get(job.id() + "/c2pa_output.c2pa"));
        assertEquals("700 bytes", job.facts().get("c2pa_output"));
        assertEquals(2, rows(job, "c2pa_output", "video"));
    }

    private int rows(Job job, String... variants) {
        List<String> there = town.house.storage.read(
                tx -> tx.query("select variant from asset where job_id = ?", row -> row.text("variant"), job.id()));
        return (int) List.of(variants).stream().filter(there::contains).count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "5 40 0", "#EXTM3U", "GIF89a", "M0 40 0", "Mx", "M1201 0 0"})
    void whatIsNoClipIsRefusedBeforeTheHold(String text) throws Exception {
        model(ModelOffer.IMAGE_TO_VIDEO);
        Path file = upload(text.startsWith("M") ? PlainMedia.MP4 + text.substring(1) : text);
        Problem problem = refused(new Given(Verb.EDIT, file, null, List.of()), Map.of("model", "v"));
        assertEquals(Code.INVALID_VIDEO, problem.code(), problem.getMessage());
    }

    @Test
    void anExtensionAddsTwentySecondsAtMost() throws Exception {
        Source source = new Source(
                Verb.EXTEND, null, new Source.Footage(null, null, null, new FrameSize(64, 64), 10), List.of());
        Sources.requireLength(20, source);
        assertEquals(
                Code.INVALID_SECONDS,
                assertThrows(Problem.class, () -> Sources.requireLength(21, source))
                        .code());
    }

    @Test
    void theModelOfAClipThatHasGoneIsFoundByItsAlias() throws Exception {
        model(ModelOffer.TEXT_TO_VIDEO);
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job first = town.completed(town.submit(account, Map.of("model", "sora-2", "size", "64x64")));
        town.house.storage.write(tx -> tx.update("update job set model = 'old' where id = ?", first.id()));
        Job remix = submit(on(Verb.REMIX, first), Map.of());
        assertEquals("m", remix.asked().model());
        assertEquals("sora-2", remix.asked().askedModel());
    }
}
