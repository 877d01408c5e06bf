package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.observe.Health;
import org.mutoscope.core.road.Clips;

/** Our own API. */
class OwnApiTest {
    private static Served served;

    @BeforeAll
    static void serve() throws Exception {
        served = new Served();
    }

    @AfterAll
    static void stop() throws Exception {
        served.close();
    }

    private static JsonNode ok(HttpResponse<byte[]> answer) throws Exception {
        assertEquals(200, answer.statusCode(), new String(answer.body()));
        return Served.json(answer);
    }

    private static void refused(HttpResponse<byte[]> answer, int status, String code) throws Exception {
        assertEquals(status, answer.statusCode(), new String(answer.body()));
        assertEquals(code, Served.json(answer).at("/error/code").asText());
    }

    @Test
    void accountsAreOpenedAndListed() throws Exception {
        JsonNode opened = ok(served.post("root", "/api/v1/accounts", "{\"name\":\"new\",\"roles\":[\"creator\"]}"));
        assertEquals("acct_new", opened.get("account_id").asText());
        assertEquals("mk_new", opened.get("api_key").asText());
        assertEquals("creator", opened.at("/roles/0").asText());
        JsonNode self = ok(served.get("new", "/api/v1/account"));
        assertEquals("new", self.get("name").asText());
        JsonNode page = ok(served.get("audrey", "/api/v1/accounts?limit=2"));
        assertEquals(2, page.get("data").size());
        assertTrue(page.get("has_more").asBoolean());
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/accounts, '{}', 400, invalid_name",
        "/api/v1/accounts, '{\"name\":\"x\",\"roles\":[\"king\"]}', 400, invalid_request",
        "/api/v1/accounts, '{\"name\":\"x\",\"roles\":{}}', 400, invalid_request",
        "/api/v1/admin/credits/grant, '{\"account_id\":\"acct_ann\",\"credits\":1.5,\"reason\":\"r\"}', 400,"
                + " invalid_amount",
        "/api/v1/admin/credits/grant, '{\"account_id\":\"acct_ann\",\"credits\":-1,\"reason\":\"r\"}', 400,"
                + " invalid_amount",
        "/api/v1/admin/credits/grant,"
                + " '{\"account_id\":\"acct_ann\",\"credits\":99999999999999999999,\"reason\":\"r\"}', 400,"
                + " invalid_amount",
        "/api/v1/admin/credits/grant, '{\"account_id\":\"acct_ann\",\"credits\":1}', 400, invalid_request",
        "/api/v1/admin/credits/grant, '{\"account_id\":\"acct_none\",\"credits\":1,\"reason\":\"r\"}', 404,"
                + " account_not_found",
        "/api/v1/admin/plugins?file=../../x.jar, 'x', 400, plugin_refused",
        "/api/v1/admin/plugins, 'x', 400, plugin_refused",
        "/api/v1/admin/plugins?file=x.jar, 'x', 415, unsupported_media_type",
        "/api/v1/keys, '{\"expires_at\":\"yesterday\"}', 400, invalid_request",
        "/api/v1/keys, '{\"expires_at\":\"2020-01-01T00:00:00Z\"}', 400, invalid_request",
    })
    void badRequests(String path, String body, int status, String code) throws Exception {
        HttpResponse<byte[]> answer = served.post("root", path, body);
        assertEquals(code, Served.json(answer).at("/error/code").asText());
        assertEquals(status, answer.statusCode());
    }

    @Test
    void creditsAreOnesOwn() throws Exception {
        JsonNode credits = ok(served.get("ann", "/api/v1/credits"));
        assertEquals("acct_ann", credits.get("account_id").asText());
        assertEquals(290, credits.get("available").asLong());
        assertEquals("FREE_DAILY", credits.at("/lots/0/source").asText());
        assertEquals(
                "acct_ann",
                ok(served.get("olga", "/api/v1/credits?account=acct_ann"))
                        .get("account_id")
                        .asText());
        assertEquals(403, served.get("bob", "/api/v1/credits?account=acct_ann").statusCode());
        assertEquals(404, served.get("olga", "/api/v1/credits?account=acct_x").statusCode());
        assertEquals(
                -10,
                ok(served.get("ann", "/api/v1/credits/history?limit=5"))
                        .at("/data/0/amount")
                        .asInt());
        assertEquals(400, served.get("ann", "/api/v1/credits/history?before=x").statusCode());
    }

    @Test
    void grantsAreAudited() throws Exception {
        JsonNode lot = ok(served.post(
                "olga",
                "/api/v1/admin/credits/grant",
                "{\"account_id\":\"acct_ann\",\"credits\":50,\"reason\":\"amends\",\"key\":\"k1\"}"));
        assertEquals(50, lot.get("granted").asInt());
        assertEquals("grant:k1", served.ledger.grants.get(0).key());
        assertTrue(served.identity.audit.contains("olga credits.grant acct_ann 50 amends"));
    }

    @Test
    void quoteAndPurchase() throws Exception {
        JsonNode quote = ok(served.post("ann", "/api/v1/quote", "{\"seconds\":4}"));
        assertEquals(10, quote.get("credits").asInt());
        assertEquals("2026-11-22T12:00:00Z", quote.get("expires_at").asText());
        ok(served.post("ann", "/v1/videos", "{\"prompt\":\"a\",\"quote_id\":\"quote_1\"}"));
        assertEquals(
                "quote_1", served.studio.seen.get(served.studio.seen.size() - 1).quoteId());
        ok(served.post("ann", "/api/v1/purchases", "{\"provider\":\"voucher\",\"proof\":\"x\"}"));
        HttpResponse<byte[]> none = served.post("ann", "/api/v1/purchases", "{\"provider\":\"bank\",\"proof\":\"x\"}");
        assertEquals("provider_not_found", Served.json(none).at("/error/code").asText());
    }

    @Test
    void storesSendNoticesWithoutAKey() throws Exception {
        HttpResponse<byte[]> taken = served.send(served.request(null, "/api/v1/billing/voucher/notices")
                .header("X-Signature", "abc")
                .POST(HttpRequest.BodyPublishers.ofString("signed words")));
        assertEquals(1, ok(taken).get("notice").asInt());
        assertEquals(List.of("abc signed words"), served.notices.received);
        HttpResponse<byte[]> unknown = served.post(null, "/api/v1/billing/bank/notices", "{}");
        assertEquals(404, unknown.statusCode());
        assertEquals(
                "provider_not_found", Served.json(unknown).at("/error/code").asText());
        HttpResponse<byte[]> large = served.send(served.request(null, "/api/v1/billing/voucher/notices")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1_048_577])));
        assertEquals("request_too_large", Served.json(large).at("/error/code").asText());
    }

    @Test
    void tooManyNoticesFromOneAddressAreSentAway() throws Exception {
        try (Served small = new Served()) {
            small.door.configure(new Settings(1 << 20, 1 << 20, 6_000, 6_000, Set.of(), 15, 2));
            ok(small.post(null, "/api/v1/billing/voucher/notices", "{}"));
            ok(small.post(null, "/api/v1/billing/voucher/notices", "{}"));
            HttpResponse<byte[]> third = small.post(null, "/api/v1/billing/voucher/notices", "{}");
            assertEquals(429, third.statusCode());
            assertTrue(third.headers().firstValue("retry-after").isPresent());
        }
    }

    @Test
    void theBooksAreShownToThoseWhoRunTheHouse() throws Exception {
        assertEquals(
                "done",
                ok(served.get("olga", "/api/v1/admin/billing/notices?state=done"))
                        .at("/data/0/state")
                        .asText());
        assertEquals(403, served.get("ann", "/api/v1/admin/billing/notices").statusCode());
        assertEquals(
                400,
                served.get("olga", "/api/v1/admin/billing/notices?state=lost").statusCode());
        ok(served.post("olga", "/api/v1/admin/billing/notices/7/replay", "{}"));
        assertEquals(
                404,
                served.post("olga", "/api/v1/admin/billing/notices/8/replay", "{}")
                        .statusCode());
        assertEquals(
                "unassigned",
                ok(served.get("olga", "/api/v1/billing/reconciliation"))
                        .at("/open/0/state")
                        .asText());
        assertEquals(
                "acct_ann differs",
                ok(served.post("olga", "/api/v1/billing/reconciliation", "{\"account_id\":\"acct_ann\"}"))
                        .at("/differences/0")
                        .asText());
    }

    @Test
    void buyersHaveATokenAndAWord() throws Exception {
        assertEquals(
                "00000000-0000-0001-0000-000000000002",
                ok(served.get("ann", "/api/v1/billing/token")).get("token").asText());
        HttpRequest.Builder yes = served.request("ann", "/api/v1/billing/consent")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"refund_answers\":true}"));
        assertTrue(ok(served.send(yes)).get("refund_answers").asBoolean());
        assertTrue(ok(served.get("ann", "/api/v1/billing/consent"))
                .get("refund_answers")
                .asBoolean());
        HttpRequest.Builder perhaps = served.request("ann", "/api/v1/billing/consent")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"refund_answers\":\"perhaps\"}"));
        assertEquals(400, served.send(perhaps).statusCode());
    }

    @Test
    void jobsTellTheirStory() throws Exception {
        served.board.put(StubBoard.job("video_j", "acct_bob", JobState.QUEUED));
        assertEquals(
                1,
                ok(served.get("olga", "/api/v1/jobs?account=acct_bob"))
                        .get("data")
                        .size());
        assertTrue(ok(served.get("root", "/api/v1/jobs?limit=1")).get("data").size() == 1);
        assertEquals(
                "accepted",
                ok(served.get("bob", "/api/v1/jobs/video_j/explain"))
                        .at("/notes/0/what")
                        .asText());
        assertEquals(
                "cancelled",
                ok(served.post("olga", "/api/v1/jobs/video_j/cancel", "{}"))
                        .get("state")
                        .asText());
        assertTrue(served.identity.audit.contains("olga job.cancel video_j"));
    }

    @Test
    void pluginsAreStreamed() throws Exception {
        HttpResponse<byte[]> installed = jar("/api/v1/admin/plugins?file=acme-1.0.0.jar");
        assertEquals("Renders.", ok(installed).get("sentence").asText());
        assertTrue(served.identity.audit.contains("olga plugin.install acme-1.0.0.jar"));
        HttpResponse<byte[]> upgraded = jar("/api/v1/admin/plugin-changes?verb=upgrade&name=acme-1.0.0.jar");
        assertEquals("It has 5000000 bytes.", ok(upgraded).get("sentence").asText());
        assertTrue(served.identity.audit.contains("olga plugin.upgrade acme-1.0.0.jar"));
        ok(served.delete("olga", "/api/v1/admin/plugins/com.acme.backend?drain_seconds=0"));
        assertEquals(404, served.delete("olga", "/api/v1/admin/plugins/none").statusCode());
        assertEquals(
                400,
                served.delete("olga", "/api/v1/admin/plugins/none?drain_seconds=-1")
                        .statusCode());
        ok(served.get("audrey", "/api/v1/admin/plugins/com.acme.backend@1.0.0"));
    }

    private HttpResponse<byte[]> jar(String path) throws Exception {
        return served.send(served.request("olga", path)
                .header("Content-Type", "application/java-archive")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[5_000_000])));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400, invalid_request",
        "?verb=explode&name=x, 400, invalid_request",
        "?verb=drain, 400, invalid_request",
        "?verb=drain&name=x&force=perhaps, 400, invalid_request",
        "?verb=drain&name=x&drain_seconds=3601, 400, invalid_request",
        "?verb=install&name=x.jar, 415, unsupported_media_type",
        "?verb=drain&name=none, 404, plugin_not_found"
    })
    void aChangeThatMakesNoSenseIsRefused(String query, int status, String code) throws Exception {
        HttpResponse<byte[]> answer = served.post("olga", "/api/v1/admin/plugin-changes" + query, "{}");
        assertEquals(status, answer.statusCode());
        assertTrue(new String(answer.body(), StandardCharsets.UTF_8).contains(code));
    }

    @Test
    void changesArePlannedDoneAndFollowed() throws Exception {
        JsonNode schemas = ok(served.get(null, "/openapi.json")).at("/components/schemas");
        String change = "/api/v1/admin/plugin-changes?verb=drain&name=com.acme.backend";
        JsonNode plan = ok(served.post("olga", change + "&dry_run=true", "{}"));
        assertDescribed(schemas.get("PluginPlan"), plan);
        assertFalse(
                served.identity.audit.contains("olga plugin.drain com.acme.backend"),
                "what is only planned is not audited");
        JsonNode done = ok(served.post("olga", change, "{}"));
        assertDescribed(schemas.get("PluginOperation"), done);
        assertEquals("START", done.at("/happened/0/what").asText());
        assertTrue(served.identity.audit.contains("olga plugin.drain com.acme.backend"));
        assertEquals(
                1,
                ok(served.get("audrey", "/api/v1/admin/plugin-changes"))
                        .get("data")
                        .size());
        ok(served.get("audrey", "/api/v1/admin/plugin-changes/op_1"));
        assertEquals(
                404, served.get("audrey", "/api/v1/admin/plugin-changes/op_2").statusCode());
        assertEquals(403, served.post("audrey", change, "{}").statusCode());
        assertDescribed(schemas.get("PluginReason"), ok(served.get("audrey", "/api/v1/admin/plugins/acme/why")));
    }

    @Test
    void pluginsAreFoundAndFetched() throws Exception {
        JsonNode schemas = ok(served.get(null, "/openapi.json")).at("/components/schemas");
        JsonNode found = ok(served.get("audrey", "/api/v1/admin/plugin-catalogue"));
        assertDescribed(schemas.get("PluginCatalogue"), found);
        assertEquals("1.1.0", found.at("/data/0/version").asText());
        assertEquals("One is away.", found.at("/remarks/0").asText());
        assertEquals(
                0,
                ok(served.get("audrey", "/api/v1/admin/plugin-catalogue?q=nothing"))
                        .get("data")
                        .size());
        String change = "/api/v1/admin/plugin-changes?catalogue=true&verb=";
        JsonNode done = ok(served.post("olga", change + "install&name=com.acme.backend", "{}"));
        assertEquals("It has 77 bytes.", done.get("sentence").asText());
        assertTrue(served.identity.audit.contains("olga plugin.install com.acme.backend-1.1.0.jar"));
        assertTrue(((StubCatalogue) served.house.catalogue).closed);
        assertEquals(
                404, served.post("olga", change + "upgrade&name=none", "{}").statusCode());
        assertEquals(
                400,
                served.post("olga", change + "remove&name=com.acme.backend", "{}")
                        .statusCode());
        assertEquals(
                403,
                served.post("audrey", change + "install&name=com.acme.backend", "{}")
                        .statusCode());
    }

    @Test
    void theLockIsShownExportedAndCompared() throws Exception {
        assertEquals(
                "# lock\n",
                ok(served.get("audrey", "/api/v1/admin/plugin-lock"))
                        .get("lock")
                        .asText());
        HttpResponse<byte[]> zip = served.get("audrey", "/api/v1/admin/plugin-lock?jars=true");
        assertEquals("application/zip", zip.headers().firstValue("content-type").orElseThrow());
        assertEquals("PK", new String(zip.body(), StandardCharsets.UTF_8));
        assertEquals(
                "acme.jar was changed.",
                ok(served.get("audrey", "/api/v1/admin/plugin-lock/verify"))
                        .at("/findings/0")
                        .asText());
    }

    @Test
    void pluginsAreAsDescribed() throws Exception {
        JsonNode schemas = ok(served.get(null, "/openapi.json")).at("/components/schemas");
        JsonNode plugin = ok(served.get("audrey", "/api/v1/admin/plugins/com.acme.backend@1.0.0"));
        assertDescribed(schemas.get("Plugin"), plugin);
        assertDescribed(schemas.get("TestReport"), plugin.get("tested"));
        assertEquals(9, plugin.at("/tested/not_declared").asInt());
    }

    private static void assertDescribed(JsonNode schema, JsonNode answer) {
        Set<String> names = new TreeSet<>();
        answer.fieldNames().forEachRemaining(names::add);
        Set<String> described = new TreeSet<>();
        schema.get("properties").fieldNames().forEachRemaining(described::add);
        assertEquals(described, names);
        schema.get("required").forEach(name -> assertTrue(names.contains(name.asText()), name.asText()));
    }

    @Test
    void backupHoldsDatabaseAssetsAndDigests() throws Exception {
        Clips.Clip clip = served.clips.put("video_b", "video", new byte[] {1, 2, 3});
        served.work.assets.add(clip);
        served.work.assets.add(new Clips.Clip("video_gone", "video", "fs", "gone", "video/mp4", 1, "00"));
        JsonNode answer = ok(served.post("olga", "/api/v1/admin/backup", "{}"));
        assertEquals(1, answer.get("assets").asInt());
        assertTrue(answer.get("note").asText().contains("video_gone"), answer.toString());
        try (ZipFile zip = new ZipFile(Path.of(answer.get("path").asText()).toFile())) {
            JsonNode manifest = Served.JSON.readTree(zip.getInputStream(zip.getEntry("manifest.json")));
            assertEquals(2, manifest.get("files").size());
            for (JsonNode file : manifest.get("files")) {
                byte[] bytes = zip.getInputStream(zip.getEntry(file.get("path").asText()))
                        .readAllBytes();
                assertEquals(
                        HexFormat.of().formatHex(Sha256.digest().digest(bytes)),
                        file.get("sha256").asText());
            }
            assertEquals("db/mutoscope.mv.db", manifest.at("/files/0/path").asText());
            // where FileAssetStore looks: one shard of 256, slashes as plus signs
            assertTrue(manifest.at("/files/1/path").asText().matches("assets/files/[0-9a-f]{2}/video_b\\+video"));
        }
        try (var left = java.nio.file.Files.list(served.data.resolve("backups"))) {
            assertEquals(1, left.count());
        }
    }

    @Test
    void doctorExamines() throws Exception {
        served.health.findings.add(new Health.Finding(
                "disk",
                List.of("disk", "storage"),
                Health.State.WRONG,
                List.of("The disk is low.", "Make room."),
                List.of("3 MiB are free for data."),
                "df -h /data",
                7));
        JsonNode checks = ok(served.get("audrey", "/api/v1/admin/doctor")).get("checks");
        assertEquals(3, checks.size());
        JsonNode disk = checks.get(0);
        assertEquals("disk", disk.get("name").asText());
        assertFalse(disk.get("ok").asBoolean());
        assertEquals("WRONG", disk.get("state").asText());
        assertEquals("The disk is low. Make room.", disk.get("sentence").asText());
        assertEquals("3 MiB are free for data.", disk.get("causes").get(0).asText());
        assertEquals("df -h /data", disk.get("command").asText());
        assertTrue(checks.get(1).get("command").isNull());
        assertEquals(
                "ready",
                ok(served.get("audrey", "/api/v1/admin/doctor?tag=ready"))
                        .at("/checks/0/name")
                        .asText());
        assertEquals(200, served.get(null, "/health").statusCode(), "a disk that no job needs keeps nobody out");
        served.studio.obstacles = List.of("No backend is ready.", "No media reader is installed.");
        JsonNode health = Served.JSON.readTree(served.get(null, "/health").body());
        assertEquals(2, health.get("obstacles").size(), "one sentence for each");
        assertTrue(ok(served.post("audrey", "/api/v1/admin/ledger/verify", "{}"))
                .get("ok")
                .asBoolean());
    }

    @Test
    void logLevelsAreChangedByOperatorsAndAudited() throws Exception {
        String debug = "{\"logger\":\"org.mutoscope.jobs\",\"level\":\"DEBUG\"}";
        refused(served.post("audrey", "/api/v1/admin/log", debug), 403, "forbidden");
        assertEquals(List.of(), served.levels.asked);
        JsonNode change = ok(served.post("olga", "/api/v1/admin/log", debug));
        assertEquals("2027-01-01T00:00:00Z", change.get("until").asText());
        assertEquals(List.of("org.mutoscope.jobs DEBUG 600 false"), served.levels.asked);
        assertEquals(
                "org.mutoscope.jobs",
                ok(served.get("audrey", "/api/v1/admin/log"))
                        .at("/data/0/logger")
                        .asText());
        for (String bad : List.of(
                "{}",
                "{\"logger\":\"x\"}",
                "{\"logger\":\"x\",\"level\":\"LOUD\"}",
                "{\"logger\":\"x\",\"level\":\"DEBUG\",\"seconds\":0}",
                "{\"logger\":\"x\",\"level\":\"DEBUG\",\"seconds\":86401}",
                "{\"logger\":\"x\",\"level\":\"DEBUG\",\"seconds\":\"long\"}")) {
            refused(served.post("olga", "/api/v1/admin/log", bad), 400, "invalid_request");
        }
        assertEquals(
                200,
                served.delete("olga", "/api/v1/admin/log/org.mutoscope.jobs").statusCode());
        refused(served.delete("olga", "/api/v1/admin/log/org.mutoscope.jobs"), 400, "invalid_request");
        assertTrue(
                served.identity.audit.stream().anyMatch(line -> line.contains("log.change")),
                served.identity.audit.toString());
    }

    @Test
    void frontPageAndDescription() throws Exception {
        assertTrue(new String(served.get(null, "/").body()).contains("Mutoscope"));
        assertEquals(
                "3.1.0", ok(served.get(null, "/openapi.json")).get("openapi").asText());
    }
}
