package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The promise R17. */
final class Budget {
    private static final long DOLLAR = 1_000_000;
    private static final int CLIENTS = 16;

    private final Platform platform;

    Budget(Platform platform) {
        this.platform = platform;
    }

    /** A dollar pays for two clips of 40 cents, whoever comes at once. */
    void run() throws Exception {
        Http account = platform.account("R17", 100_000);
        try (PaperService sora =
                PaperService.sora(platform, "gamma", "dear-sora").hired("budget.day.micros = " + DOLLAR + "\n")) {
            List<String> refusals = rush(account);
            await(Duration.ofSeconds(90), "all have ended", () -> {
                try {
                    return account.credits().path("held").asLong() == 0;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            sora.service.finish();
            check(sora.service.charged() <= DOLLAR, "the service took " + sora.service.charged() + " micros");
            check(sora.service.charged() > 0, "nothing was made: " + refusals);
            check(!refusals.isEmpty() && refusals.stream().allMatch("budget_spent"::equals), refusals.toString());
        }
    }

    private static List<String> rush(Http account) throws InterruptedException {
        List<Thread> clients = new ArrayList<>();
        List<String> refusals = Collections.synchronizedList(new ArrayList<>());
        for (int n = 0; n < CLIENTS; n++) {
            Map<String, Object> order = RemoteAndApi.order("R17 " + n);
            order.put("model", "dear-sora");
            Thread client = new Thread(() -> {
                try {
                    Http.Answer answer = account.post("/v1/videos", order);
                    if (answer.status() != 200) {
                        refusals.add(answer.error());
                    }
                } catch (Exception e) {
                    refusals.add(e.toString());
                }
            });
            clients.add(client);
            client.start();
        }
        for (Thread client : clients) {
            client.join();
        }
        return refusals;
    }
}
