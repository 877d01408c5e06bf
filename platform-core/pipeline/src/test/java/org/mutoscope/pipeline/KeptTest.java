package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Cast;
import org.mutoscope.core.road.Shelf;
import org.mutoscope.core.road.Shelf.After;
import org.mutoscope.core.road.Shelf.Kept;
import org.mutoscope.core.road.Studio.Given;
import org.mutoscope.core.road.Studio.Submission;
import org.mutoscope.core.road.Studio.Verb;

/** Files and characters that accounts keep. */
@Timeout(120)
class KeptTest {
    @TempDir
    Path data;

    private final AtomicReference<String> seen = new AtomicReference<>();
    private Town town;
    private Shelf shelf;
    private Cast cast;
    private String account;
    private String other;

    @BeforeEach
    void open() {
        town = new Town(data);
        shelf = town.pipeline.shelf();
        cast = town.pipeline.cast();
        account = town.house.account();
        other = town.house.account();
    }

    @AfterEach
    void close() {
        town.close();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(data, "sent", ""), text, StandardCharsets.ISO_8859_1);
    }

    private Kept keep(String text, Duration life) throws IOException {
        return shelf.keep(new Shelf.NewFile(account, "vision", "a.png", file(text), life));
    }

    private List<String> ids(After after) {
        return shelf.list(account, null, after, 100).stream().map(Kept::id).toList();
    }

    private void sweep() {
        town.pipeline.clips().sweep(100);
    }

    @Test
    void aFileIsItsOwnersAndGoesWhenItIsDeleted() throws Exception {
        Kept kept = keep("some bytes", null);
        assertEquals(kept, shelf.find(account, kept.id()).orElseThrow());
        assertEquals(10, kept.stored().bytes());
        assertEquals("application/octet-stream", kept.stored().mediaType());
        assertEquals(Duration.ofDays(30), Duration.between(kept.createdAt(), kept.expiresAt()));
        try (var in = town.pipeline.clips().open(kept.stored(), 5)) {
            assertEquals("bytes", new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        }
        assertTrue(shelf.find(other, kept.id()).isEmpty());
        assertFalse(shelf.delete(other, kept.id()));
        assertTrue(shelf.delete(account, kept.id()));
        assertFalse(shelf.delete(account, kept.id()));
        assertTrue(shelf.find(account, kept.id()).isEmpty());
        assertFalse(town.store.files.isEmpty());
        sweep();
        assertTrue(town.store.files.isEmpty(), town.store.files.keySet()::toString);
        assertTrue(ids(new After(null, true)).isEmpty());
    }

    @Test
    void aFileExpires() throws Exception {
        Kept kept = keep("x", Duration.ofHours(1));
        sweep();
        assertTrue(shelf.find(account, kept.id()).isPresent());
        town.house.storage.write(tx -> tx.update(
                "update media_file set expires_at = ? where id = ?", tx.now().minusSeconds(1), kept.id()));
        assertTrue(shelf.find(account, kept.id()).isEmpty());
        sweep();
        assertTrue(town.store.files.isEmpty());
    }

    @Test
    void filesAreListedPageByPage() throws Exception {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            kept.add(keep("x" + i, null).id());
        }
        assertEquals(kept, ids(new After(null, false)));
        assertEquals(kept.subList(2, 4), ids(new After(kept.get(1), false)));
        assertEquals(List.of(kept.get(0)), ids(new After(kept.get(1), true)));
        assertEquals(1, shelf.list(account, "vision", new After(null, true), 1).size());
        assertEquals(List.of(), shelf.list(account, "batch", new After(null, true), 10));
        assertEquals(
                Code.INVALID_PAGING,
                assertThrows(Problem.class, () -> ids(new After("file-none", true)))
                        .code());
    }

    @Test
    void theQuotaCountsFilesAndBytesAndLetsNoneThroughAtOnce() throws Exception {
        town.settings.put("file_count", 3);
        ExecutorService many = Executors.newFixedThreadPool(8);
        List<Future<String>> tries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tries.add(many.submit(() -> {
                try {
                    keep("x", null);
                    return "kept";
                } catch (Problem e) {
                    return e.wire();
                }
            }));
        }
        int kept = 0;
        for (Future<String> one : tries) {
            String came = one.get();
            kept += came.equals("kept") ? 1 : 0;
            assertTrue(came.equals("kept") || came.equals("file_quota_exceeded"), came);
        }
        many.shutdown();
        assertEquals(3, kept);
        assertEquals(3, town.store.files.size(), "what was refused is taken back");
        town.settings.put("file_count", 1000);
        town.settings.put("file_mebibytes", 0L);
        assertEquals(
                Code.FILE_QUOTA_EXCEEDED,
                assertThrows(Problem.class, () -> keep("x", null)).code());
        shelf.keep(new Shelf.NewFile(other, "vision", "a", file(""), null)); // another's quota is another's
    }

    @Test
    void anAccountThatIsFrozenMeanwhileKeepsNothing() throws Exception {
        town.house.storage.write(tx -> tx.update("update account set frozen = true where id = ?", account));
        assertEquals(
                Code.ACCOUNT_FROZEN,
                assertThrows(Problem.class, () -> keep("late", null)).code());
        assertTrue(town.store.files.isEmpty(), "what was put is taken back");
    }

    @ParameterizedTest
    @CsvSource(
            value = {"NULL, a, 1", "Vision!, a, 1", "character, a, 1", "vision, ' ', 1", "vision, a, 0"},
            nullValues = "NULL")
    void badFiles(String purpose, String name, int seconds) throws Exception {
        Shelf.NewFile file = new Shelf.NewFile(account, purpose, name, file("x"), Duration.ofSeconds(seconds));
        assertEquals(
                Code.INVALID_FILE,
                assertThrows(Problem.class, () -> shelf.keep(file)).code());
        assertTrue(town.store.files.isEmpty());
    }

    private Cast.Member member(String name, int frames, int grey) throws IOException {
        return cast.create(account, name, file(PlainMedia.MP4 + frames + " " + grey + " 0"));
    }

    private RenderOutcome render(RenderRequest request, RenderContext context) throws Exception {
        seen.set(request.task()
                + (request.firstFrame().isPresent()
                        ? " "
                                + (ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(
                                                        request.firstFrame().get())))
                                                .getRGB(0, 0)
                                        & 0xff)
                        : ""));
        context.media().video(new VideoFormat(new FrameSize(32, 32), 8));
        context.media().frame(ByteBuffer.allocate(32 * 32 * 3));
        return new RenderOutcome.Completed(Map.of());
    }

    private Submission asking(String who, String prompt, List<String> characters) {
        Submission words = town.asking(who, Map.of("model", "v", "prompt", prompt, "seconds", "4", "size", "64x64"));
        return new Submission(
                who,
                "v",
                prompt,
                "4",
                "64x64",
                Map.of(),
                null,
                words.repeat(),
                new Given(Verb.CREATE, null, null, characters));
    }

    private Job submit(String prompt, String... characters) {
        return town.pipeline
                .studio()
                .submit(asking(account, prompt, List.of(characters)))
                .job();
    }

    private Code refused(String who, String prompt, String... characters) {
        long before = town.house.available(who);
        int files = town.store.files.size();
        Problem problem = assertThrows(
                Problem.class, () -> town.pipeline.studio().submit(asking(who, prompt, List.of(characters))));
        assertEquals(before, town.house.available(who), "nothing is held");
        assertEquals(files, town.store.files.size(), "nothing is kept");
        return problem.code();
    }

    @Test
    void aCharacterIsTheFirstFrameWhereTheModelTakesOne() throws Exception {
        town.backend("two", this::render, ModelOffer.TEXT_TO_VIDEO, ModelOffer.IMAGE_TO_VIDEO);
        Cast.Member mossy = member("Mossy", 30, 77);
        Job job = town.completed(submit("Mossy runs", mossy.id()));
        assertEquals("image-to-video 77", seen.get());
        assertTrue(
                job.asked().remarks().get(0).contains("Mossy"),
                job.asked().remarks().toString());
        assertEquals(mossy.id(), job.asked().obligations().get(NewJob.CHARACTERS));
        assertEquals("create", job.asked().verb());
        assertTrue(cast.delete(account, mossy.id()));
        assertFalse(cast.delete(account, mossy.id()));
        sweep();
        assertTrue(town.store.files.keySet().stream().noneMatch(key -> key.startsWith("file/")), "its clip goes");
        assertEquals(Code.CHARACTER_NOT_FOUND, refused(account, "Mossy runs", mossy.id()));
    }

    @Test
    void aModelThatKnowsWordsAloneKnowsItByName() throws Exception {
        town.backend("two", this::render, ModelOffer.TEXT_TO_VIDEO);
        Job job = town.completed(submit(
                "Mossy meets Fern",
                member("Mossy", 30, 1).id(),
                member("Fern", 20, 2).id()));
        assertEquals("text-to-video", seen.get());
        assertTrue(
                job.asked().remarks().get(0).contains("Mossy and Fern by name"),
                job.asked().remarks().toString());
    }

    @Test
    void charactersAreForThoseWhoMayAndPromptsThatNameThem() throws Exception {
        town.backend("two", this::render, ModelOffer.TEXT_TO_VIDEO);
        String mossy = member("Mossy", 30, 1).id();
        assertEquals(Code.CHARACTER_PERMISSION_DENIED, refused(other, "Mossy runs", mossy));
        assertEquals(Code.INVALID_CHARACTER, refused(account, "mossy runs", mossy));
        assertEquals(Code.CHARACTER_NOT_FOUND, refused(account, "Mossy runs", "char_none"));
        String fern = member("Fern", 30, 1).id();
        String moss = member("Moss", 30, 1).id();
        assertEquals(Code.INVALID_CHARACTER, refused(account, "Mossy, Fern, Moss", mossy, fern, moss));
        town.completed(submit("Mossy and Fern", mossy, fern, mossy));
        town.house.storage.write(
                tx -> tx.update("update rights_grant set revoked_at = ? where subject_id = ?", tx.now(), mossy));
        assertEquals(Code.CHARACTER_PERMISSION_DENIED, refused(account, "Mossy runs", mossy));
    }

    @Test
    void aCharacterIsItsOwners() throws Exception {
        Cast.Member mossy = member("Mossy", 30, 1);
        assertEquals(3_000, mossy.milliseconds());
        assertEquals(mossy, cast.find(account, mossy.id()).orElseThrow());
        assertTrue(cast.find(other, mossy.id()).isEmpty());
        assertFalse(cast.delete(other, mossy.id()));
        Cast.Member fern = member("Fern", 40, 1);
        assertEquals(List.of(fern, mossy), cast.list(account, null, 10));
        assertEquals(List.of(mossy), cast.list(account, fern.id(), 10));
        assertEquals(List.of(), cast.list(other, null, 10));
        assertTrue(ids(new After(null, true)).isEmpty(), "its clip is no file of its own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MP18 1 0", "MP42 1 0", "MPx", "hello", "GIF89a"})
    void badClips(String text) throws Exception {
        Path clip = file(text.startsWith("MP") ? PlainMedia.MP4 + text.substring(2) : text);
        assertEquals(
                Code.INVALID_VIDEO,
                assertThrows(Problem.class, () -> cast.create(account, "Mossy", clip))
                        .code());
        Path good = file(PlainMedia.MP4 + "41 1 0");
        for (String name : new String[] {null, "", " ", "x".repeat(81), "\ud800"}) {
            assertEquals(
                    Code.INVALID_NAME,
                    assertThrows(Problem.class, () -> cast.create(account, name, good))
                            .code());
        }
        assertTrue(town.store.files.isEmpty());
    }
}
