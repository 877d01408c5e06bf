package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The second form of G6, a word about the finished clip, and of G3, the kill switch where no grant is needed; on the platform that {@link RightsPromises} has running. */
final class UsesPromises {
    private static final String RIGHTS = "/api/v1/rights/";
    private static final String CHANGES = "/api/v1/admin/plugin-changes";
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration KILLED = Duration.ofSeconds(60);

    private final Promises promises;
    private final Platform platform;
    private Http holder;

    UsesPromises(Promises promises, Platform platform) {
        this.promises = promises;
        this.platform = platform;
    }

    void run() throws Exception {
        holder = platform.account("holder of uses", 0);
        promises.promise(
                "G6",
                "a holder sees the finished clip: a yes releases it, a no deletes it and nothing is charged",
                this::draft);
        promises.promise(
                "G3", "where opt-out lets be used what nobody licenses, the kill switch ends it too", this::optedOut);
    }

    private String held(String name) throws Exception {
        String id = holder.post(
                        RIGHTS + "subjects",
                        Map.of("kind", "character", "name", name, "evidence", "register 17, number 5"))
                .json()
                .path("id")
                .asText();
        for (JsonNode claim : holder.get(RIGHTS + "claims").json().path("data")) {
            if (claim.path("subject").asText().equals(id)) {
                platform.admin()
                        .post(
                                "/api/v1/admin/rights/claims/"
                                        + claim.path("id").asText(),
                                Map.of("accept", true, "reason", "register seen"))
                        .ok();
            }
        }
        return id;
    }

    private static String order(Http creator, String prompt, Map<String, ?> more) throws Exception {
        Map<String, Object> body = new HashMap<>(more);
        body.put("model", "test-pattern");
        body.put("prompt", prompt);
        body.put("size", "128x128");
        body.put("seconds", "1");
        body.putIfAbsent("frames", "1");
        return creator.post("/v1/videos", body).json().path("id").asText();
    }

    private void draft() throws Exception {
        Http creator = platform.account("G6 drafts", 0);
        String subject = held("Doctor Draft");
        String offer = holder.post(
                        RIGHTS + "subjects/" + subject + "/offers",
                        Map.of("credits", 3, "terms", Map.of("obtainConsent", "after")))
                .json()
                .path("id")
                .asText();
        String yes = order(creator, "yes " + subject, Map.of("licences", List.of(offer)));
        long held = creator.credits().path("held").asLong();
        String no = order(creator, "no " + subject, Map.of());
        await(LONG, "both wait for the holder to see them", () -> waits(creator, yes) && waits(creator, no));
        equal(300 - 2 * held, creator.available(), "credits while both wait: held, not captured");
        equal("video_not_ready", creator.get("/v1/videos/" + yes + "/content").error(), "what the creator is given");
        String content = RIGHTS + "approvals/" + yes + "/content";
        equal("approval_not_found", creator.get(content).error(), "what the creator is given at the holder's address");
        byte[] seen = holder.bytes(content);
        check(seen.length > 0, "the holder sees nothing");
        holder.post(RIGHTS + "approvals/" + no, Map.of("agreed", false)).ok();
        holder.post(RIGHTS + "approvals/" + yes, Map.of("agreed", true)).ok();
        JsonNode clip = creator.awaitClip(yes);
        equal(held, clip.at("/mutoscope/credits_captured").asLong(), "credits of the one that was released");
        check(Arrays.equals(seen, creator.bytes("/v1/videos/" + yes + "/content")), "another clip was released");
        JsonNode refused = creator.await(no);
        equal("approval_refused", refused.at("/error/code").asText(), "error of the other");
        await(LONG, "the other's credits are back", () -> available(creator) == 300 - held);
        equal(
                "approval_not_found",
                holder.get(RIGHTS + "approvals/" + no + "/content").error(),
                "what is left of the other");
    }

    private void optedOut() throws Exception {
        String subject = held("Captain Freely");
        Http creator = platform.account("G3 opt-out", 1000);
        platform.admin()
                .upload(CHANGES + "?verb=install&name=optout.jar", Files.readAllBytes(Platform.optional("optout")))
                .ok();
        String job;
        try {
            job = order(creator, "one " + subject, Map.of("frames", "40", "frame_ms", "60000"));
            JsonNode use = holder.get(RIGHTS + "uses").json().path("data").get(0);
            equal(job, use.path("job").asText(), "the use that the holder sees");
            check(use.path("grant").isNull(), "the use is " + use);
        } finally {
            platform.admin()
                    .post(CHANGES + "?verb=remove&name=org.mutoscope.licensing.optout", Map.of())
                    .ok();
        }
        holder.post(RIGHTS + "subjects/" + subject + "/off", Map.of("reason", "no more"))
                .ok();
        equal("licence_revoked", creator.await(job, KILLED).at("/error/code").asText(), "error of the job");
    }

    private static boolean waits(Http creator, String video) {
        try {
            return creator.get("/api/v1/jobs/" + video)
                    .json()
                    .path("reason")
                    .asText()
                    .endsWith("to agree to the finished clip");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long available(Http creator) {
        try {
            return creator.available();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
