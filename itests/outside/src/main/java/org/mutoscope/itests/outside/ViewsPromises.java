package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The promise G9: what is not somebody watching moves nothing. The guard looks when it is asked to recompute the month. */
final class ViewsPromises {
    private static final String VIEWS = "/api/v1/views";
    private static final Duration LONG = Duration.ofSeconds(90);
    /** Half of the clip, which is what a view needs, and a little. */
    private static final Duration WATCHED = Duration.ofMillis(600);

    private static final int BURST = 50;

    private final Platform platform;
    private final Http admin;

    private ViewsPromises(Platform platform) throws Exception {
        this.platform = platform;
        this.admin = platform.admin();
    }

    /** Checks it on a platform that runs. */
    static void promise(Promises promises, Platform platform) throws Exception {
        ViewsPromises views = new ViewsPromises(platform);
        promises.promise(
                "G9",
                "own views, new accounts, replays, forged tokens and " + (BURST + 1)
                        + " views from one machine move nothing",
                views::fraud);
    }

    private void fraud() throws Exception {
        Http maker = platform.account("G9 maker", 0);
        Http site = platform.account("G9 site", 0);
        String video = clip(maker);
        String honest = clip(platform.account("G9 other", 0));
        vouch(site, video);
        see(List.of(token(site, honest, "mary"), token(site, honest, "paul")));
        see(List.of(token(maker, video, null), token(platform.account("G9 new", 0), video, null), open(video)));
        forged(token(site, video, "forger"), video);
        List<String> one = new ArrayList<>(List.of(token(site, video, "jim")));
        see(one);
        see(one);
        equal(
                Map.of("valid", 1L, "young", 2L, "unattested", 1L),
                counts(video),
                "before the burst, the replay once; accounts are new here, the maker's too");
        List<String> burst = new ArrayList<>();
        for (int n = 0; n < BURST; n++) {
            burst.add(token(site, video, "robot " + n));
        }
        see(burst);
        equal(Map.of("burst", BURST + 1L, "young", 2L, "unattested", 1L), counts(video), "with the burst");
        equal(Map.of("valid", 2L), counts(honest), "of the other maker");
        JsonNode month = admin.get("/api/v1/admin/views/months/" + month()).json();
        equal(2_000_000L, month.path("micro_views").asLong(), "micro-views of the month: the honest ones");
    }

    private String clip(Http maker) throws Exception {
        String id = maker.pattern("a wheel", Map.of()).path("id").asText();
        maker.awaitClip(id);
        return id;
    }

    /** Has the operator name a site, and waits until that is known. */
    private void vouch(Http site, String video) throws Exception {
        equal(
                "forbidden",
                token(site, Map.of("video", video, "visitor", "x")).error(),
                "before the operator names the site");
        String account = site.get("/api/v1/account").json().path("account_id").asText();
        Files.writeString(platform.conf().resolve("org.mutoscope.views.cfg"), "sites = " + account + "\n");
        await(LONG, "the site may vouch", () -> {
            try {
                return token(site, Map.of("video", video, "visitor", "x")).status() == 200;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Http.Answer token(Http who, Map<String, ?> body) throws Exception {
        return who.post(VIEWS + "/tokens", body);
    }

    private static String token(Http who, String video, String visitor) throws Exception {
        Map<String, String> body =
                visitor == null ? Map.of("video", video) : Map.of("video", video, "visitor", visitor);
        return token(who, body).json().path("token").asText();
    }

    private String open(String video) throws Exception {
        return admin.post(VIEWS + "/tokens/open", Map.of("video", video))
                .json()
                .path("token")
                .asText();
    }

    /** Plays them all at once, as long as the time that is said. */
    private void see(List<String> tokens) throws Exception {
        Instant begin = Instant.now();
        await(LONG, "time to watch passes", () -> Instant.now().isAfter(begin.plus(WATCHED)));
        for (String token : tokens) {
            say(token, WATCHED.toMillis()).ok();
        }
    }

    private Http.Answer say(String token, long millis) throws Exception {
        Map<String, Object> start = Map.of("n", 0, "kind", "start", "watched_ms", 0, "visible", true);
        Map<String, Object> end = Map.of("n", 1, "kind", "end", "watched_ms", millis, "visible", true);
        return admin.post(VIEWS, Map.of("token", token, "events", List.of(start, end)));
    }

    private void forged(String token, String video) throws Exception {
        String[] parts = token.split("\\.");
        char last = parts[1].charAt(parts[1].length() - 2);
        String changed = parts[1].substring(0, parts[1].length() - 2)
                + (last == 'A' ? 'B' : 'A')
                + parts[1].substring(parts[1].length() - 1);
        for (String bad : List.of("vt1", video, parts[0] + "." + changed + "." + parts[2], token + "A")) {
            equal("invalid_view_token", say(bad, 600).error(), "forged token");
        }
    }

    /** Has the guard look, and says what became of a video. */
    private Map<String, Long> counts(String video) throws Exception {
        JsonNode again = admin.post("/api/v1/admin/views/months/" + month() + "/recompute", Map.of())
                .json();
        check(again.path("differences").isEmpty(), "recomputation says " + again);
        Map<String, Long> counts = new HashMap<>();
        for (JsonNode seen : admin.get(VIEWS + "?video=" + video).json().at("/data/0/seen")) {
            counts.put(seen.path("verdict").asText(), seen.path("views").asLong());
        }
        return counts;
    }

    private static String month() {
        return YearMonth.now(ZoneOffset.UTC).toString();
    }
}
