package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.models.videos.Video;
import com.openai.models.videos.VideoCreateCharacterParams;
import com.openai.models.videos.VideoCreateParams;
import com.openai.models.videos.VideoEditParams;
import com.openai.models.videos.VideoExtendParams;
import com.openai.models.videos.VideoRemixParams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The promise R13: the official SDKs, unmodified, as judges. Python and Node run scripts beside {@code itests/accept/remote-and-api/run}. */
@SuppressWarnings("deprecation") // the SDK marks the resource that it still ships
final class Sdks {
    private static final Path SCRIPTS = Platform.TOP.resolve("itests/accept/remote-and-api/sdk");
    private static final Path PLACE = Platform.TOP.resolve("itests/outside/target/sdk");
    private static final String PYTHON = "openai==3.22.1";
    private static final String NODE = "openai@7.57.0";
    private static final String MODEL = "paper-sora";

    private final Platform platform;
    private CompletableFuture<List<List<String>>> fetching;

    Sdks(Platform platform) {
        this.platform = platform;
    }

    /** Fetches the SDKs while other promises are checked; returns at once. */
    void prepare() {
        fetching = CompletableFuture.supplyAsync(() -> {
            try {
                return fetched();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    /** @return the judges: command lines without their arguments */
    private static List<List<String>> fetched() throws Exception {
        List<List<String>> judges = new ArrayList<>();
        Files.createDirectories(PLACE);
        if (there("python3", "--version")) {
            Path python = PLACE.resolve("python/bin/python");
            if (!Files.exists(python)) {
                must("python3", "-m", "venv", PLACE.resolve("python").toString());
                must(python.toString(), "-m", "pip", "install", "-q", PYTHON);
            }
            judges.add(List.of(python.toString(), SCRIPTS.resolve("judge.py").toString()));
        }
        if (there("npm", "--version")) {
            if (!Files.exists(PLACE.resolve("node_modules/openai"))) {
                must("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", PLACE.toString(), NODE);
            }
            judges.add(List.of("node", SCRIPTS.resolve("judge.mjs").toString()));
        }
        return judges;
    }

    void run() throws Exception {
        Path clip = Files.createTempFile("mutoscope-clip-", ".mp4");
        Path picture = picture();
        java(clip, picture);
        try (Mailbox mailbox = new Mailbox()) {
            for (List<String> judge : fetching.get()) {
                judge(judge, clip, picture, mailbox);
            }
        }
    }

    /** A first frame in the size of the clips, and a clip for those who upload one. */
    private static Path picture() throws IOException {
        java.awt.image.BufferedImage image =
                new java.awt.image.BufferedImage(720, 1280, java.awt.image.BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 1280; y++) {
            for (int x = 0; x < 720; x++) {
                image.setRGB(x, y, x * y);
            }
        }
        Path png = Files.createTempFile("mutoscope-picture-", ".png");
        javax.imageio.ImageIO.write(image, "png", png.toFile());
        return png;
    }

    private void judge(List<String> command, Path clip, Path picture, Mailbox mailbox) throws Exception {
        Http account = platform.account("R13 " + command.get(0), 10_000);
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(account.url, account.key, MODEL, clip.toString(), picture.toString(), mailbox.url()));
        must(all.toArray(String[]::new));
    }

    /** Whether a program is here; in CI it must be. */
    private static boolean there(String... command) throws InterruptedException {
        try {
            if (new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0) {
                return true;
            }
        } catch (IOException e) {
            // said below
        }
        check(System.getenv("CI") == null, command[0] + " is not installed, and in CI it must be");
        System.out.println("      " + command[0] + " is not installed: its SDK is not asked");
        return false;
    }

    private static void must(String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(PLACE.toFile());
        Path said = Files.createTempFile("mutoscope-sdk-", ".log");
        Process process = builder.redirectOutput(said.toFile()).start();
        boolean ended = process.waitFor(900, TimeUnit.SECONDS);
        process.destroyForcibly();
        String words = Files.readString(said, StandardCharsets.UTF_8);
        check(ended && process.exitValue() == 0, String.join(" ", command[0], command[1]) + " said: " + words);
    }

    private void java(Path clip, Path picture) throws Exception {
        Http account = platform.account("R13 java", 10_000);
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(account.url + "/v1")
                .apiKey(account.key)
                .build();
        Video first = done(client, client.videos().create(order("a red kite").build()));
        try (HttpResponse content = client.videos().downloadContent(first.id())) {
            Files.copy(content.body(), clip, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        done(
                client,
                client.videos()
                        .create(order("it moves")
                                .inputReference(Files.newInputStream(picture))
                                .build()));
        Video remix = done(
                client,
                client.videos()
                        .remix(VideoRemixParams.builder()
                                .videoId(first.id())
                                .prompt("a blue kite")
                                .build()));
        equal(first.id(), remix.remixedFromVideoId().orElse("none"), "remixed from");
        Video longer = done(
                client,
                client.videos()
                        .extend(VideoExtendParams.builder()
                                .video(VideoExtendParams.Video.VideoReferenceInputParam.builder()
                                        .id(first.id())
                                        .build())
                                .prompt("it flies on")
                                .seconds(com.openai.models.videos.VideoSeconds._4)
                                .build()));
        equal("8", String.valueOf(longer.seconds()), "seconds");
        done(
                client,
                client.videos()
                        .edit(VideoEditParams.builder()
                                .video(Files.newInputStream(clip))
                                .prompt("a green kite")
                                .putAdditionalBodyProperty("model", com.openai.core.JsonValue.from(MODEL))
                                .build()));
        String character = client.videos()
                .createCharacter(VideoCreateCharacterParams.builder()
                        .name("Mossy")
                        .video(Files.newInputStream(clip))
                        .build())
                .id()
                .orElseThrow();
        equal("Mossy", client.videos().getCharacter(character).name().orElse("none"), "name of the character");
        long listed = 0;
        for (Video video : client.videos()
                .list(com.openai.models.videos.VideoListParams.builder()
                        .limit(2)
                        .build())
                .autoPager()) {
            listed += video.id().isEmpty() ? 0 : 1;
        }
        equal(5L, listed, "videos in the list");
        check(client.videos().delete(first.id()).deleted(), "not deleted");
        equal(404, account.get("/v1/videos/" + first.id()).status(), "status after delete");
    }

    private static VideoCreateParams.Builder order(String prompt) {
        return VideoCreateParams.builder()
                .prompt(prompt)
                .model(MODEL)
                .seconds(com.openai.models.videos.VideoSeconds._4)
                .size(com.openai.models.videos.VideoSize._720X1280);
    }

    private static Video done(OpenAIClient client, Video video) throws InterruptedException {
        await(Duration.ofMinutes(3), video.id() + " ends", () -> !List.of("queued", "in_progress")
                .contains(client.videos().retrieve(video.id()).status().asString()));
        Video ended = client.videos().retrieve(video.id());
        equal("completed", ended.status().asString(), "status of " + ended);
        return ended;
    }
}
