package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
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
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Studio.Given;
import org.mutoscope.core.road.Studio.Submission;
import org.mutoscope.jobs.doubles.House;

/** First frames and clips that are made longer, from the request to the clip. */
@Timeout(120)
class InputsTest {
    @TempDir
    Path data;

    private final AtomicReference<byte[]> firstFrame = new AtomicReference<>();
    private final AtomicReference<String> source = new AtomicReference<>();
    private Town town;
    private String account;

    @BeforeEach
    void open() {
        town = new Town(data);
        town.backend("one", (request, context) -> Town.tenFrames(context));
        town.backend(
                "two",
                (request, context) -> {
                    firstFrame.set(request.firstFrame().map(InputsTest::bytes).orElse(null));
                    source.set(request.source()
                            .map(file -> new String(bytes(file)))
                            .orElse(null));
                    return frames(context);
                },
                ModelOffer.IMAGE_TO_VIDEO,
                ModelOffer.EXTEND);
        account = town.house.account();
    }

    @AfterEach
    void close() {
        town.close();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RenderOutcome frames(RenderContext context) throws IOException, InterruptedException {
        context.media().video(new VideoFormat(new FrameSize(32, 32), 8));
        for (int i = 0; i < 5; i++) {
            context.media().frame(ByteBuffer.allocate(32 * 32 * 3).put(0, (byte) 99));
        }
        return new RenderOutcome.Completed(Map.of());
    }

    private Submission asking(String model, Given given) {
        Submission words = town.asking(account, model == null ? Map.of() : Map.of("model", model));
        return new Submission(
                words.accountId(),
                words.model(),
                words.prompt(),
                "4",
                given.video() == null ? "64x64" : null,
                words.parameters(),
                null,
                words.repeat(),
                given);
    }

    private Given picture(String size, int value) throws IOException {
        return new Given(Files.write(data.resolve("upload"), PlainMedia.picture(size, value)), null);
    }

    private Job submit(String model, Given given) {
        return town.pipeline.studio().submit(asking(model, given)).job();
    }

    private Problem refused(String model, Given given) {
        long before = town.house.available(account);
        int files = town.store.files.size();
        Problem problem = assertThrows(Problem.class, () -> submit(model, given));
        assertEquals(before, town.house.available(account), "nothing is held");
        assertEquals(files, town.store.files.size(), "nothing is kept");
        return problem;
    }

    @Test
    void aFirstFrameReachesTheBackendAsAPlainPngAndGoesWithItsJob() throws Exception {
        Job job = submit("v", picture("64x64", 200));
        assertEquals(ModelOffer.IMAGE_TO_VIDEO, job.asked().task());
        town.completed(job);
        BufferedImage seen = ImageIO.read(new ByteArrayInputStream(firstFrame.get()));
        assertEquals(List.of(64, 64), List.of(seen.getWidth(), seen.getHeight()));
        assertEquals(0xffc8c8c8, seen.getRGB(63, 63));
        assertEquals(0xffc8c8c8, seen.getRGB(0, 0));
        String key = job.id() + "/input.png";
        assertTrue(town.store.files.containsKey(key), town.store.files.keySet()::toString);
        town.house.board().delete(job.id());
        House.until(() -> {
            town.pipeline.clips().sweep(100);
            return !town.store.files.containsKey(key);
        });
    }

    @Test
    void aFirstFrameWaitsWithItsJobAndIsNotWhatRetentionTakesFirst() throws Exception {
        town.house.settings.put("dispatch_paused", true);
        Job job = submit("v", picture("64x64", 7));
        town.settings.put("asset_mebibytes", 1L);
        town.house.storage.write(tx -> tx.update("update asset set bytes = 9000000 where job_id = ?", job.id()));
        town.pipeline.clips().sweep(100);
        town.house.settings.put("dispatch_paused", false);
        town.house.jobs.settingsChanged();
        town.completed(job);
        assertEquals(
                0xff070707,
                ImageIO.read(new ByteArrayInputStream(firstFrame.get())).getRGB(5, 5));
    }

    @Test
    void whatCannotBeAFirstFrameIsRefusedBeforeTheHold() throws Exception {
        Problem size = refused("v", picture("64x32", 1));
        assertEquals(Code.PICTURE_SIZE_MISMATCH, size.code());
        assertTrue(size.getMessage().contains("64x32") && size.getMessage().contains("64x64"), size.getMessage());
        Problem damaged = refused("v", picture("bad", 1));
        assertEquals(Code.INVALID_PICTURE, damaged.code());
        assertTrue(damaged.getMessage().contains("the file is damaged"), damaged.getMessage());
        for (String text : List.of("", "GIF89a, which is none of the three", "#EXTM3U", "8 1 0")) {
            Path file = Files.writeString(data.resolve("upload"), text);
            assertEquals(
                    Code.INVALID_PICTURE, refused("v", new Given(file, null)).code(), text);
        }
        Problem model = refused(null, picture("64x64", 1));
        assertEquals(Code.UNSUPPORTED_FEATURE, model.code());
        assertTrue(model.getMessage().contains("These do: v."), model.getMessage());
        Problem words = refused("v", Given.WORDS);
        assertTrue(words.getMessage().contains("words alone. These do: m."), words.getMessage());
    }

    @Test
    void aClipIsMadeLonger() throws Exception {
        Job first = town.completed(submit("v", picture("64x64", 50)));
        Job longer = town.completed(submit(null, new Given(null, first.id())));
        assertEquals(ModelOffer.EXTEND, longer.asked().task());
        assertEquals(first.id(), longer.asked().parent());
        assertEquals("v", longer.asked().model());
        assertEquals(new FrameSize(64, 64), longer.asked().size());
        assertEquals(4, longer.asked().seconds());
        assertEquals(8, longer.asked().deliveredSeconds());
        assertEquals("5 99 0", source.get(), "the backend gets the clip");
        byte[] clip = town.store.files.get(longer.id() + "/video.mp4");
        assertEquals("10 99 0", new String(clip), "five frames of the first clip, then five new ones");
        assertEquals("5", longer.facts().get("frames_before"));
    }

    @ParameterizedTest
    @CsvSource({"120, INVALID_SECONDS", "116, ''", "117, INVALID_SECONDS"})
    void nothingBecomesLongerThanTwoMinutes(int seconds, String code) throws Exception {
        Job first = town.completed(submit("v", picture("64x64", 50)));
        town.house.storage.write(tx -> tx.update("update job set seconds = ? where id = ?", seconds, first.id()));
        if (code.isEmpty()) {
            submit(null, new Given(null, first.id()));
        } else {
            assertEquals(
                    Code.valueOf(code),
                    refused(null, new Given(null, first.id())).code());
        }
    }

    @Test
    void whatCannotBeMadeLongerIsRefused() throws Exception {
        Job words = town.completed(town.submit(account, Map.of("size", "64x64")));
        Problem model = refused(null, new Given(null, words.id()));
        assertEquals(Code.UNSUPPORTED_FEATURE, model.code());
        assertTrue(model.getMessage().contains("These do: v."), model.getMessage());
        assertEquals(
                Code.VIDEO_NOT_FOUND,
                refused("v", new Given(null, "video_none")).code());
        String other = town.house.account();
        Job foreign = town.completed(town.submit(other, Map.of("size", "64x64")));
        assertEquals(
                Code.VIDEO_NOT_FOUND,
                refused("v", new Given(null, foreign.id())).code());
        town.house.settings.put("dispatch_paused", true);
        Job queued = town.submit(account, Map.of("size", "64x64"));
        assertEquals(
                Code.VIDEO_NOT_READY, refused("v", new Given(null, queued.id())).code());
    }

    @Test
    void aClipThatWasDeletedMeanwhileIsNamed() throws Exception {
        Job first = town.completed(submit("v", picture("64x64", 50)));
        town.house.settings.put("dispatch_paused", true);
        long before = town.house.available(account);
        Job longer = submit(null, new Given(null, first.id()));
        town.house.board().delete(first.id());
        House.until(() -> {
            town.pipeline.clips().sweep(100);
            return !town.store.files.containsKey(first.id() + "/video.mp4");
        });
        town.house.settings.put("dispatch_paused", false);
        town.house.jobs.settingsChanged();
        Job failed = town.failed(longer);
        assertEquals("source_gone", failed.errorCode(), failed.errorMessage());
        assertEquals(before, town.house.available(account), "nothing is charged");
    }

    @Test
    void guardsSeeWhatAClipBeginsWith() throws IOException {
        java.util.List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
        town.services(org.mutoscope.api.guard.PictureGuard.class).add("eyes", view -> {
            seen.add(view.purpose() + " " + view.size() + " " + view.rgb()[0]);
            return switch (view.rgb()[0]) {
                case 77 -> new org.mutoscope.api.guard.Verdict.Block(java.util.List.of(), "seen", "Not this one.");
                case 78 -> new org.mutoscope.api.guard.Verdict.Review(java.util.List.of(), "is it one?");
                default -> new org.mutoscope.api.guard.Verdict.Pass(java.util.List.of(
                        new org.mutoscope.api.guard.Finding("artwork", "subj_" + view.rgb()[0], 0, 0, 1)));
            };
        });
        java.util.List<String> found = new java.util.concurrent.CopyOnWriteArrayList<>();
        town.services(org.mutoscope.api.licensing.LicensingPolicy.class).add("p", query -> {
            query.findings().forEach(finding -> found.add(finding.subject()));
            return org.mutoscope.api.licensing.LicenceOutcome.Allow.freely();
        });
        town.completed(submit("v", picture("64x64", 5)));
        assertEquals(java.util.List.of("first_frame 256x256 5"), seen);
        assertEquals(java.util.List.of("subj_5"), found, "policies decide about it");
        Problem blocked = refused("v", picture("64x64", 77));
        assertEquals(Code.MODERATION_BLOCKED, blocked.code());
        assertEquals("Not this one.", blocked.getMessage());
        assertEquals(Code.MODERATION_BLOCKED, refused("v", picture("64x64", 78)).code(), "without a review desk");
        assertEquals(Code.INVALID_PICTURE, refused("v", picture("bad", 1)).code());
    }
}
