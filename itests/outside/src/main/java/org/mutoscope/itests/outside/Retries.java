package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.videos.VideoCreateParams;
import java.time.Duration;

/** Clients that ask again. */
@SuppressWarnings("deprecation") // the SDK marks the resource that it still ships
final class Retries {
    private static final long STANDARD = 10;

    private final Platform platform;
    private final PaperService sora;

    Retries(Platform platform, PaperService sora) {
        this.platform = platform;
        this.sora = sora;
    }

    /** The same request with the same key, or marked as a retry, is the same job. */
    void repeated() throws Exception {
        Http account = platform.account("R10", 0);
        sora.service.reset();
        long before = account.available();
        String id = account.post("/v1/videos", RemoteAndApi.order("again"))
                .json()
                .path("id")
                .asText();
        for (int n = 1; n <= 3; n++) {
            equal(
                    id,
                    account.post(
                                    "/v1/videos",
                                    RemoteAndApi.order("again"),
                                    "x-stainless-retry-count",
                                    String.valueOf(n))
                            .json()
                            .path("id")
                            .asText(),
                    "job of retry " + n);
        }
        account.awaitClip(id);
        equal(before - STANDARD, account.available(), "credits");
        equal(1, sora.service.begun(), "jobs at the service");
    }

    /** Between the SDK and the platform sits something that eats answers. */
    void lostAnswers() throws Exception {
        Http account = platform.account("R14", 0);
        sora.service.reset();
        long before = account.available();
        for (Trap.Bite bite : Trap.Bite.values()) {
            try (Trap trap = new Trap(platform.url(), bite)) {
                OpenAIClient client = OpenAIOkHttpClient.builder()
                        .baseUrl(trap.url() + "/v1")
                        .apiKey(account.key)
                        .timeout(Duration.ofSeconds(5))
                        .build();
                String id = client.videos()
                        .create(VideoCreateParams.builder()
                                .prompt("lost " + bite)
                                .model("paper-sora")
                                .build())
                        .id();
                check(trap.bitten() > 0, bite + " did not happen");
                account.awaitClip(id);
            }
        }
        equal(before - STANDARD * Trap.Bite.values().length, account.available(), "credits");
        equal(Trap.Bite.values().length, sora.service.begun(), "jobs at the service");
    }
}
