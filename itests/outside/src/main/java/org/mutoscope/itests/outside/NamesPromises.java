package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** G2, names however they are written, and G13, orders that a person must look at; on the platform that {@link RightsPromises} has running. Prices are asked, which costs no clip. */
final class NamesPromises {
    private static final String RIGHTS = "/api/v1/rights/";
    private static final String DESK = "/api/v1/admin/reviews/";
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String BEFORE = "a duck beside ";
    private static final String AFTER = " at dawn";
    /** One name, as people write it who would not have it found. */
    private static final List<String> SPELLINGS = List.of(
            "Marshal Quibblefax",
            "MARSHAL quibblefax",
            "M\u00e4rsh\u00e1l Quibblef\u00e5x",
            "m4rsh4l qu1bbl3f4x",
            "M\u0430rsh\u0430l Quibbl\u0435f\u0430\u0445",
            "\uff2d\uff41\uff52\uff53\uff48\uff41\uff4c \uff31\uff55\uff49\uff42\uff42\uff4c\uff45\uff46\uff41\uff58",
            "Mar\u200bshal Quib\u00adble\u2060fax",
            "M a r s h a l Q u i b b l e f a x",
            "marshal-quibblefax",
            "Marshal Quiblefax",
            "pikorunberu",
            "\u30d4\u30b3\u30eb\u30f3\u30d9\u30eb",
            "\uff8b\uff9f\uff7a\uff99\uff9d\uff8d\uff9e\uff99");
    /** What means nobody: ordinary words, words near the name, a common word that is a name too. */
    private static final List<String> HARMLESS = List.of(
            "a frozen lake at dawn",
            "frozen yoghurt on a table",
            "a marshal on a horse",
            "two quibbles about a fax",
            "the marsh all quiet, fabulous",
            "a martial art, quite a fact",
            "eine Ente im Winter",
            "\u6e56\u306e\u307b\u3068\u308a\u306e\u30a2\u30d2\u30eb");

    private final Promises promises;
    private final Platform platform;
    private Http holder;
    private Http creator;

    NamesPromises(Promises promises, Platform platform) {
        this.promises = promises;
        this.platform = platform;
    }

    void run() throws Exception {
        holder = platform.account("holder of names", 0);
        creator = platform.account("G2", 0);
        promises.promise(
                "G2",
                "names are found however they are written, with place and offer; harmless words pass",
                this::names);
        promises.promise("G13", "what a person must look at waits, and a yes or no ends the waiting", this::reviews);
    }

    private String held(String name, List<?> aliases) throws Exception {
        String id = holder.post(
                        RIGHTS + "subjects",
                        Map.of("kind", "character", "name", name, "evidence", "register 17, 6", "aliases", aliases))
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

    private Http.Answer price(String prompt) throws Exception {
        return creator.post(
                "/api/v1/quote", Map.of("model", "test-pattern", "prompt", prompt, "size", "128x128", "seconds", "1"));
    }

    private boolean found(String prompt) {
        try {
            return price(prompt).status() == 403;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void names() throws Exception {
        String subject = held("Marshal Quibblefax", List.of("\u30d4\u30b3\u30eb\u30f3\u30d9\u30eb"));
        held(
                "Frozen",
                List.of(Map.of("text", "Frozen", "needs_context", true, "allowed_phrases", List.of("frozen lake"))));
        String offer = holder.post(RIGHTS + "subjects/" + subject + "/offers", Map.of("credits", 4, "terms", Map.of()))
                .json()
                .path("id")
                .asText();
        await(LONG, "the new names are known", () -> found(BEFORE + SPELLINGS.get(0) + AFTER));
        for (String spelling : SPELLINGS) {
            Http.Answer refused = price(BEFORE + spelling + AFTER);
            equal("licence_required", refused.error(), "code for " + spelling);
            JsonNode help = refused.body().at("/error/licences/" + offer);
            equal(4L, help.path("credits").asLong(), "price for " + spelling);
            equal(BEFORE.length(), help.path("start").asInt(), "begin of the place of " + spelling);
            equal(BEFORE.length() + spelling.length(), help.path("end").asInt(), "end of the place of " + spelling);
        }
        for (String harmless : HARMLESS) {
            equal(200, price(harmless).status(), "status for " + harmless);
        }
        long begin = System.nanoTime();
        String alias = holder.post(RIGHTS + "subjects/" + subject + "/aliases", Map.of("text", "Wobblethorn"))
                .json()
                .path("id")
                .asText();
        await(LONG, "the alias is looked for", () -> found("Wobblethorn at sea"));
        System.out.printf("      a new alias was live after %.2f s%n", (System.nanoTime() - begin) / 1e9);
        holder.delete(RIGHTS + "subjects/" + subject + "/aliases/" + alias).ok();
        await(LONG, "the alias is no longer looked for", () -> !found("Wobblethorn at sea"));
    }

    private String order(String prompt) throws Exception {
        return creator.post(
                        "/v1/videos",
                        Map.of(
                                "model",
                                "test-pattern",
                                "prompt",
                                prompt,
                                "size",
                                "128x128",
                                "seconds",
                                "1",
                                "frames",
                                "1"))
                .json()
                .path("id")
                .asText();
    }

    private void reviews() throws Exception {
        long before = creator.available();
        String words = "look at me, a newt";
        String yes = order(words);
        String no = order("look at me, a toad");
        check(creator.available() < before, "nothing is held while it waits");
        Http desk = platform.admin();
        JsonNode claimed = desk.post(DESK + yes + "/claim", Map.of()).json();
        equal(words, claimed.path("text").asText(), "what the reviewer reads");
        equal("it says so", reason(claimed), "why");
        desk.post(DESK + yes, Map.of("allow", true, "reason", "harmless")).ok();
        desk.post(DESK + no + "/claim", Map.of()).ok();
        desk.post(DESK + no, Map.of("allow", false, "category", "toads", "sentence", "No toads.", "reason", "seen"))
                .ok();
        JsonNode clip = creator.awaitClip(yes);
        equal(words, clip.path("prompt").asText(), "the prompt of the clip");
        JsonNode refused = creator.await(no);
        equal("moderation_blocked", refused.at("/error/code").asText(), "error of the other");
        long paid = clip.at("/mutoscope/credits_captured").asLong();
        equal(before - paid, creator.available(), "credits after both");
        creator.awaitClip(order(words)); // what was allowed is not asked again
        equal("moderation_blocked", price("look at me, a toad").error(), "what was refused is not asked again");
    }

    private static String reason(JsonNode review) {
        for (JsonNode guard : review.path("guards")) {
            if (!guard.path("reason").isNull()) {
                return guard.path("reason").asText();
            }
        }
        return "";
    }
}
