package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The promise R20: neither the first address, nor a redirect, nor a name that changes its answer leads a webhook inside. */
final class Inside {
    private static final List<String> INSIDE = List.of(
            "http://169.254.169.254/latest/meta-data/",
            "http://127.0.0.2/hook",
            "http://localhost:1/hook",
            "http://[::1]/hook",
            "http://[::ffff:169.254.169.254]/",
            "http://10.0.0.1/",
            "http://192.168.1.1/",
            "http://0.0.0.0/",
            "http://2130706434/",
            "http://metadata.google.internal/",
            "file:///etc/passwd");

    private final Platform platform;

    Inside(Platform platform) {
        this.platform = platform;
    }

    void run() throws Exception {
        Http account = platform.account("R20", 0);
        for (String url : INSIDE) {
            Http.Answer answer = account.post("/v1/webhook_endpoints", wanted(url));
            equal(400, answer.status(), "status for " + url);
            equal("address_refused", answer.error(), "code for " + url);
        }
        redirect(account);
        changing();
    }

    private static Map<String, Object> wanted(String url) {
        return Map.of("name", "n", "url", url, "event_types", List.of("video.completed", "video.failed"));
    }

    /** The mailbox itself is allowed; where it sends us is not. */
    private void redirect(Http account) throws Exception {
        try (Mailbox honest = new Mailbox();
                Mailbox inside = new Mailbox()) {
            honest.elsewhere = inside.hook("localhost");
            String id = account.post("/v1/webhook_endpoints", wanted(honest.hook("127.0.0.1")))
                    .json()
                    .path("id")
                    .asText();
            Http.Answer answer = account.post("/v1/webhook_endpoints/" + id + "/test", Map.of("event_type", "video.completed"));
            equal("webhook_failed", answer.error(), "code of the test");
            check(honest.letters() == 1 && inside.letters() == 0, "the redirect was followed");
        }
    }

    /** A name that led outside when the endpoint was made, and leads here when the clip is done. */
    private static void changing() throws Exception {
        Path hosts = Files.createTempFile("mutoscope-hosts-", "");
        Files.writeString(hosts, "8.8.8.8 rebind.example\n127.0.0.1 localhost\n");
        Map<String, String> settings = new HashMap<>();
        settings.put("org.mutoscope.events.cfg", "poll.milliseconds = 100\n");
        try (Mailbox inside = new Mailbox();
                Platform other = new Platform(settings)) {
            other.options("-Djdk.net.hosts.file=" + hosts + " -Dsun.net.inetaddr.ttl=0 -Dnetworkaddress.cache.ttl=0");
            other.start();
            Http account = other.account("R20 rebind", 0);
            String id = account.post("/v1/webhook_endpoints", wanted(inside.hook("rebind.example")))
                    .json()
                    .path("id")
                    .asText();
            Files.writeString(hosts, "127.0.0.1 rebind.example localhost\n");
            String video = account.post("/v1/videos", Map.of("prompt", "a red ball"))
                    .json()
                    .path("id")
                    .asText();
            account.awaitClip(video);
            await(Duration.ofSeconds(60), "the delivery is tried and refused", () -> {
                try {
                    return account.get("/api/v1/webhook_endpoints/" + id + "/deliveries")
                            .json()
                            .toString()
                            .contains("private, local or reserved");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            equal(0, inside.letters(), "letters that came inside");
        }
    }
}
