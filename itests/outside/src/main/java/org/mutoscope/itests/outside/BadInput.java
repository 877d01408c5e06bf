package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;
import static org.mutoscope.itests.outside.RawHttp.utf8;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What must not work, against a running platform: a named error that says what to do, never a 5xx, nothing charged. */
public final class BadInput {
    private static final String JSON = "application/json";
    private static final String MULTIPART = "multipart/form-data; boundary=" + RawHttp.BOUNDARY;
    private static final String GOOD =
            "{\"prompt\":\"a\",\"model\":\"test-pattern\",\"seconds\":\"1\",\"size\":\"128x128\"}";
    private static final int UPLOAD = 200 << 20;

    private final Promises promises;
    private Platform platform;
    private Http account;
    private RawHttp raw;

    private BadInput(Promises promises) {
        this.promises = promises;
    }

    /** Runs them. */
    public static void main(String[] arguments) throws Exception {
        Promises promises = new Promises(List.of(arguments));
        new BadInput(promises).run();
        System.exit(promises.end());
    }

    private void run() throws Exception {
        platform = new Platform(Map.of("org.mutoscope.rest.cfg", "requests.per.minute = 0\n"));
        BadModels models = new BadModels(platform);
        models.lay();
        platform.start();
        try {
            platform.drop("pattern-1.0.0.jar");
            FirstClip.awaitModel(platform);
            account = platform.account("bad input", 0);
            raw = new RawHttp(account);
            promises.promise("I1", "prompts: empty, too long, half of a character, NUL", this::prompts);
            promises.promise("I2", "unknown model; seconds, sizes and parameters that no model takes", this::fields);
            promises.promise("I3", "200 MB upload, wrong type, truncated multipart, 100,000-deep JSON", this::bodies);
            promises.promise("I4", "keys: missing, foreign, expired, revoked, junk", this::keys);
            promises.promise("I5", "another account's video, path tricks in ids", this::ids);
            promises.promise("I6", "paging values", this::paging);
            promises.promise("I7", "requests with random damage: never a 5xx", this::damage);
            promises.promise(
                    "I8", "model packages: each named, the good one serves, NaN output costs nothing", models::check);
            promises.promise("I9", "after all of it nothing is held and the ledger is sound", this::nothingLost);
        } finally {
            platform.close();
        }
        BadPlaces places = new BadPlaces();
        promises.promise("I10", places.count() + " queued jobs of one account, and the bound", places::fullQueue);
        promises.promise("I11", "port taken: exit 69 and a sentence", places::portTaken);
        promises.promise("I12", "corrupt database file: exit 74, and how to restore", places::corruptDatabase);
        promises.promise("I13", "full disk: refused by name, nothing charged", places::fullDisk);
    }

    private void refused(RawHttp.Answer answer, int status, String code) {
        String text = answer.text().substring(0, Math.min(600, answer.text().length()));
        equal(status, answer.status(), "status of " + text);
        equal(code, answer.code(), "code of " + text);
        check(answer.text().contains("\"number\":"), "no number: " + text);
    }

    private void json(String body, int status, String code) throws Exception {
        refused(raw.post(JSON, body.getBytes(StandardCharsets.UTF_8)), status, code);
    }

    private void prompts() throws Exception {
        json("{\"prompt\":\"\"}", 400, "missing_prompt");
        json("{\"model\":\"test-pattern\"}", 400, "missing_prompt");
        json("{\"prompt\":\"" + "x".repeat(33_000) + "\"}", 400, "prompt_too_long");
        json("{\"prompt\":\"" + "x".repeat(3_000_000) + "\"}", 400, "prompt_too_long");
        json("{\"prompt\":\"a\\ud83d\"}", 400, "invalid_prompt");
        json("{\"prompt\":\"a\\u0000b\"}", 400, "invalid_prompt");
        byte[] half = utf8(part("prompt", "a?") + "--" + RawHttp.BOUNDARY + "--\r\n");
        for (int i = 0; i < half.length; i++) {
            half[i] = half[i] == '?' ? (byte) 0xed : half[i]; // the first byte of a surrogate half in CESU-8
        }
        refused(raw.post(MULTIPART, half), 400, "invalid_prompt");
    }

    private void fields() throws Exception {
        String more = "{\"prompt\":\"a\",\"model\":\"sora-2\",";
        json("{\"prompt\":\"a\",\"model\":\"gpt-4\"}", 404, "model_not_found");
        equal("model_not_found", account.get("/v1/models/gpt-4").error(), "code of GET /v1/models");
        for (String seconds : List.of("\"5\"", "-1", "1e9", "\"four\"", "4.5", "\"\"", "99999999999999999999")) {
            json(more + "\"seconds\":" + seconds + "}", 400, "invalid_seconds");
        }
        for (String size : List.of("0x0", "1280", "721x1281", "x", "99999x99999", "720X1280", "")) {
            json(more + "\"size\":\"" + size + "\"}", 400, "invalid_size");
        }
        json(more + "\"seed\":-1}", 400, "invalid_request");
        json(more + "\"style\":\"" + "x".repeat(20_000) + "\"}", 400, "invalid_request");
        json(more + "\"" + "n".repeat(200) + "\":1}", 400, "invalid_request");
        json(more + "\"\":1}", 400, "invalid_request");
        json(more + "\"size\":{\"w\":1}}", 400, "invalid_request");
    }

    private static String part(String name, String value) {
        return "--" + RawHttp.BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value
                + "\r\n";
    }

    private void bodies() throws Exception {
        byte[] head = utf8(part("prompt", "a") + "--" + RawHttp.BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"input_reference\"; filename=\"x.png\"\r\n\r\n");
        refused(
                raw.send("POST /v1/videos", "Content-Type: " + MULTIPART, head.length + (long) UPLOAD, out -> {
                    out.write(head);
                    byte[] zeros = new byte[1 << 16];
                    for (int sent = 0; sent < UPLOAD; sent += zeros.length) {
                        out.write(zeros);
                    }
                }),
                413,
                "request_too_large");
        for (String type : List.of("text/plain", "image/png", "application/x-www-form-urlencoded", "junk")) {
            refused(raw.post(type, utf8(GOOD)), 415, "unsupported_media_type");
        }
        refused(raw.post("multipart/form-data", utf8(part("prompt", "a"))), 400, "invalid_multipart");
        refused(raw.post(MULTIPART, utf8(part("prompt", "a"))), 400, "invalid_multipart");
        byte[] cut = utf8(part("prompt", "a"));
        RawHttp.Answer hungUp =
                raw.send("POST /v1/videos", "Content-Type: " + MULTIPART, cut.length + 100L, out -> out.write(cut));
        check(hungUp.status() == 400 || hungUp.status() == 0, "a connection that broke off: " + hungUp.text());
        json("{\"prompt\":\"a\",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", 400, "invalid_json");
        json("{\"prompt\":\"a\",\"x\":" + "{\"y\":".repeat(100_000), 400, "invalid_json");
        json("{\"prompt\":", 400, "invalid_json");
        refused(raw.post(JSON, new byte[] {'{', (byte) 0xff, (byte) 0xfe}), 400, "invalid_json");
    }

    private void keys() throws Exception {
        for (String key : List.of("", "nobody", "mk_" + "A".repeat(43), "x".repeat(5_000), "\u00e4")) {
            RawHttp.Answer answer = new RawHttp(new Http(platform.url(), key)).get("/v1/videos");
            equal(401, answer.status(), "status of key \"" + key + "\"");
        }
        refused(
                raw.raw(out -> out.write(utf8("GET /v1/videos HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))),
                401,
                "missing_api_key");
        JsonNode brief = account.post(
                        "/api/v1/keys",
                        Map.of("expires_at", Instant.now().plusMillis(1500).toString()))
                .json();
        Http late = new Http(platform.url(), brief.path("api_key").asText());
        Promises.await(java.time.Duration.ofSeconds(60), "the key expires", () -> code(late)
                .equals("expired_api_key"));
        JsonNode other = account.post("/api/v1/keys", Map.of("label", "to go")).json();
        Http gone = new Http(platform.url(), other.path("api_key").asText());
        gone.get("/v1/videos").ok();
        account.delete("/api/v1/keys/" + other.path("key_id").asText()).ok();
        equal(401, gone.get("/v1/videos").status(), "status of a revoked key");
    }

    private static String code(Http client) {
        try {
            return client.get("/v1/videos").error();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void ids() throws Exception {
        Http owner = platform.account("owner", 0);
        String id = owner.pattern("mine", Map.of()).path("id").asText();
        for (String path : List.of("", "/content")) {
            refused(raw.get("/v1/videos/" + id + path), 404, "video_not_found");
        }
        refused(raw.send("DELETE /v1/videos/" + id, "X-A: b", 0, out -> {}), 404, "video_not_found");
        refused(raw.get("/api/v1/jobs/" + id), 404, "video_not_found");
        owner.awaitClip(id);
        refused(raw.get("/v1/videos/" + id + "/content"), 404, "video_not_found");
        for (String trick : List.of(
                "..%2f..%2fadmin.key",
                "%2e%2e/%2e%2e/admin.key", "../../admin.key", "..;/x", "a%00b", "%zz", "%", "a\\b", "//", "a%2Fb")) {
            for (String tail : List.of("", "/content", "/content?variant=../../admin.key")) {
                RawHttp.Answer answer = raw.get("/v1/videos/" + trick + tail);
                boolean list = answer.status() == 200 && answer.text().contains("\"object\":\"list\"");
                check(list || answer.status() / 100 == 4, trick + tail + ": " + answer.text());
                check(!answer.text().contains("mk_"), trick + tail + " gave the key");
            }
        }
    }

    private void paging() throws Exception {
        for (String query : List.of(
                "limit=-1",
                "limit=101",
                "limit=1e3",
                "limit=x",
                "limit=99999999999999999999",
                "order=up",
                "after=nope",
                "after=%00",
                "after=../x")) {
            refused(raw.get("/v1/videos?" + query), 400, "invalid_paging");
        }
        equal(200, raw.get("/v1/videos?limit=0&unknown=1&&=&a==b").status(), "status of a page of none");
    }

    private void damage() throws Exception {
        long seed = Long.getLong("mutoscope.seed", System.nanoTime());
        Random random = new Random(seed);
        Http poor = platform.account("damage", 0);
        RawHttp wire = new RawHttp(poor);
        List<String> heads = List.of("Content-Type: " + JSON, "Content-Type: " + MULTIPART);
        List<byte[]> bodies =
                List.of(utf8(GOOD), utf8(part("prompt", "a") + part("x[y]", "1") + "--" + RawHttp.BOUNDARY + "--\r\n"));
        int answered = 0;
        for (int i = 0; i < 400; i++) {
            int which = random.nextInt(2);
            byte[] body = bodies.get(which).clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            String line = random.nextInt(4) == 0 ? "GET /v1/videos/" + junk(random) : "POST /v1/videos";
            RawHttp.Answer answer = wire.send(line, heads.get(which), body.length, out -> out.write(body));
            answered += answer.status() > 0 ? 1 : 0;
            check(answer.status() < 500, "seed " + seed + ", request " + i + ": " + answer.text());
        }
        check(answered > 300, "only " + answered + " of 400 were answered");
        for (JsonNode video : poor.get("/v1/videos?limit=100").json().path("data")) {
            poor.delete("/v1/videos/" + video.path("id").asText()).ok();
        }
    }

    private static String junk(Random random) {
        StringBuilder junk = new StringBuilder();
        for (int n = random.nextInt(40); n >= 0; n--) {
            junk.append((char) ('!' + random.nextInt(94)));
        }
        return junk.toString();
    }

    private void nothingLost() throws Exception {
        equal(0L, account.credits().path("held").asLong(), "credits held");
        equal(300L, account.available(), "credits of the account that did everything wrong");
        check(new Cli(platform).json("ledger", "verify").path("ok").asBoolean(), "the ledger is not sound");
        equal(200, platform.admin().get("/health").status(), "health");
    }
}
