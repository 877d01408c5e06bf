package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.identity.AuditLog;
import org.mutoscope.core.identity.Belongings;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Departures;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Clips;

/** Taking along, leaving, and the audit, over HTTP. */
class AwayTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    private final Map<String, Departures.Departure> leaving = new ConcurrentHashMap<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile boolean waits;
    private volatile boolean breaks;
    private volatile AuditLog.Wanted wanted;
    private Served served;

    @BeforeEach
    void open() throws Exception {
        served = new Served();
        served.house.belongings = this::handOver;
        served.house.departures = new Going();
        served.house.audit = new Book();
        served.clips.put("video_1", "video", "a clip".getBytes(StandardCharsets.US_ASCII));
    }

    @AfterEach
    void close() {
        served.close();
    }

    private void handOver(String account, Belongings.Taker taker) throws IOException {
        taker.sheet("videos");
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", "video_1");
        row.put("prompt", "a cat of " + account + " \u00e9");
        row.put("deleted_at", null);
        taker.row(row);
        taker.row(Map.of("id", "video_2"));
        taker.sheet("nothing");
        if (waits && account.equals("acct_ann")) {
            entered.countDown();
            pause();
        }
        if (breaks) {
            throw new IOException("the database went away");
        }
        Clips.Clip clip = served.clips.find("video_1", "video").orElseThrow();
        taker.file("videos/video_1/video", clip);
        taker.file("videos/video_2/video", new Clips.Clip("video_2", "video", "fs", "no/such", "video/mp4", 1, ""));
    }

    @Test
    void anExportIsAZipWithEverything() throws Exception {
        HttpResponse<byte[]> answer = served.get("ann", "/api/v1/account/export");
        assertEquals(200, answer.statusCode());
        assertEquals(
                "application/zip", answer.headers().firstValue("content-type").orElse(""));
        Map<String, String> files = unzipped(answer.body());
        assertEquals(
                List.of("videos.json", "nothing.json", "videos/video_1/video.mp4", "contents.json"),
                List.copyOf(files.keySet()));
        JsonNode videos = Served.JSON.readTree(files.get("videos.json"));
        assertEquals(2, videos.size());
        assertEquals("a cat of acct_ann \u00e9", videos.get(0).get("prompt").asText());
        assertEquals(0, Served.JSON.readTree(files.get("nothing.json")).size());
        assertEquals("a clip", files.get("videos/video_1/video.mp4"));
        JsonNode contents = Served.JSON.readTree(files.get("contents.json"));
        assertEquals(2, contents.at("/rows/videos").asInt());
        assertEquals(1, contents.get("files").asInt());
        assertEquals("videos/video_2/video", contents.at("/missing_files/0").asText());
        assertTrue(served.identity.audit.contains("ann account.export acct_ann"), served.identity.audit.toString());
    }

    @Test
    void anExportThatBreaksOffDoesNotLookWhole() throws Exception {
        breaks = true;
        for (int i = 0; i < 3; i++) { // more often than exports may run at once
            try {
                HttpResponse<byte[]> answer = served.get("ann", "/api/v1/account/export");
                assertTrue(answer.statusCode() >= 500, "nothing had been sent yet");
            } catch (IOException e) {
                // it broke off
            }
        }
        breaks = false;
        assertEquals(200, served.get("ann", "/api/v1/account/export").statusCode(), "those that broke off are over");
    }

    private void pause() {
        try {
            assertTrue(goOn.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anAccountIsExportedOnceAtATimeAndOthersMeanwhile() throws Exception {
        waits = true;
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> {
            try {
                return served.get("ann", "/api/v1/account/export").statusCode();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            assertTrue(entered.await(60, TimeUnit.SECONDS));
            HttpResponse<byte[]> second = served.get("ann", "/api/v1/account/export");
            assertEquals(429, second.statusCode());
            assertEquals("too_many_exports", code(second));
            assertEquals(
                    1,
                    served.identity.audit.stream()
                            .filter("ann account.export acct_ann"::equals)
                            .count(),
                    "what was refused was not done");
            assertEquals(200, served.get("bob", "/api/v1/account/export").statusCode());
        } finally {
            goOn.countDown();
        }
        assertEquals(200, first.get(60, TimeUnit.SECONDS));
    }

    @Test
    void othersAreExportedByOperatorsAlone() throws Exception {
        assertEquals(
                403, served.get("ann", "/api/v1/admin/accounts/acct_bob/export").statusCode());
        assertEquals(
                404,
                served.get("olga", "/api/v1/admin/accounts/acct_none/export").statusCode());
        HttpResponse<byte[]> answer = served.get("olga", "/api/v1/admin/accounts/acct_bob/export");
        assertTrue(unzipped(answer.body()).get("videos.json").contains("acct_bob"));
        assertTrue(served.identity.audit.contains("olga account.export acct_bob"));
    }

    private static Map<String, String> unzipped(byte[] zip) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    @Test
    void leavingHasToBeMeant() throws Exception {
        for (String body : List.of("{}", "{\"confirm\":\"acct_bob\"}", "{\"confirm\":true}", "{\"confirm\":\"\"}")) {
            HttpResponse<byte[]> refused = served.post("ann", "/api/v1/account/deletion", body);
            assertEquals(400, refused.statusCode(), body);
        }
        assertEquals("not_confirmed", code(served.post("ann", "/api/v1/account/deletion", "{}")));
        assertEquals(404, served.delete("ann", "/api/v1/account/deletion").statusCode());
        assertEquals("none", state(served.get("ann", "/api/v1/account/deletion")));
        HttpResponse<byte[]> asked =
                served.post("ann", "/api/v1/account/deletion?grace_days=0", "{\"confirm\":\"acct_ann\"}");
        assertEquals("asked", state(asked));
        assertEquals(
                AT.plus(Duration.ofDays(14)).toString(),
                Served.json(asked).get("due_at").asText(),
                "not for the owner to shorten");
        assertTrue(Served.json(asked).get("credits_lost").isIntegralNumber());
        assertEquals("none", state(served.delete("ann", "/api/v1/account/deletion")));
    }

    @Test
    void operatorsDeleteAccountsAndAdministratorsThoseOfAdministrators() throws Exception {
        String ann = "/api/v1/admin/accounts/acct_ann/deletion";
        assertEquals(403, served.post("bob", ann, "{\"confirm\":\"acct_ann\"}").statusCode());
        assertEquals(
                403, served.post("audrey", ann, "{\"confirm\":\"acct_ann\"}").statusCode());
        assertEquals(
                400,
                served.post("olga", ann + "?grace_days=-1", "{\"confirm\":\"acct_ann\"}")
                        .statusCode());
        assertEquals(
                400,
                served.post("olga", ann + "?grace_days=soon", "{\"confirm\":\"acct_ann\"}")
                        .statusCode());
        HttpResponse<byte[]> now = served.post("olga", ann + "?grace_days=0", "{\"confirm\":\"acct_ann\"}");
        assertEquals(AT.toString(), Served.json(now).get("due_at").asText());
        assertEquals("asked", state(served.get("audrey", ann)));
        String root = "/api/v1/admin/accounts/acct_root/deletion";
        assertEquals("forbidden", code(served.post("olga", root, "{\"confirm\":\"acct_root\"}")));
        assertEquals("last_administrator", code(served.post("root", root, "{\"confirm\":\"acct_root\"}")));
        assertEquals(404, served.post("olga", ann.replace("ann", "none"), "{}").statusCode());
    }

    private static String state(HttpResponse<byte[]> answer) throws IOException {
        assertEquals(200, answer.statusCode(), () -> new String(answer.body(), StandardCharsets.UTF_8));
        return Served.json(answer).get("state").asText();
    }

    private static String code(HttpResponse<byte[]> answer) throws IOException {
        return Served.json(answer).at("/error/code").asText();
    }

    @Test
    void theAuditIsReadAndChecked() throws Exception {
        HttpResponse<byte[]> answer =
                served.get("audrey", "/api/v1/admin/audit?limit=1&before=9&account=acct_olga&act=plugin.");
        JsonNode line = Served.json(answer).at("/data/0");
        assertEquals("refused", line.get("outcome").asText());
        assertTrue(Served.json(answer).get("has_more").asBoolean());
        assertEquals(new AuditLog.Wanted(9, 1, "acct_olga", "plugin."), wanted);
        served.get("audrey", "/api/v1/admin/audit");
        assertEquals(new AuditLog.Wanted(Long.MAX_VALUE, 50, null, null), wanted);
        for (String bad : List.of("limit=0", "limit=1001", "limit=x", "before=x", "before=1.5")) {
            assertEquals(400, served.get("audrey", "/api/v1/admin/audit?" + bad).statusCode(), bad);
        }
        assertEquals(403, served.get("ann", "/api/v1/admin/audit").statusCode());
        JsonNode check = Served.json(served.get("audrey", "/api/v1/admin/audit/verify"));
        assertFalse(check.get("ok").asBoolean());
        assertEquals("Block 1 was changed.", check.at("/problems/0").asText());
    }

    @Test
    void refusedAdministrationIsInTheAuditAndTryingDoesNotFillIt() throws Exception {
        served.post("olga", "/api/v1/admin/credits/grant", "{}");
        String line = served.identity.audit.get(0);
        assertTrue(line.startsWith("olga request POST /api/v1/admin/credits/grant: 1001 invalid_request (req_"), line);
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    403, served.post("ann", "/api/v1/admin/credits/grant", "{}").statusCode());
        }
        assertEquals(
                1,
                served.identity.audit.stream()
                        .filter(one -> one.startsWith("ann "))
                        .count());
        int before = served.identity.audit.size();
        served.get("ann", "/api/v1/admin/doctor");
        served.post("bob", "/v1/videos", "{}");
        assertEquals(before, served.identity.audit.size(), "who looks, and who makes clips, does not administer");
    }

    private final class Going implements Departures {
        @Override
        public Departure ask(String accountId, Duration grace, Caller by) {
            if (accountId.equals("acct_root")) {
                throw new Problem(Code.LAST_ADMINISTRATOR, "It stays.");
            }
            Duration until = grace == null ? Duration.ofDays(14) : grace;
            Departure asked = new Departure(accountId, "ASKED", AT, AT.plus(until), null);
            leaving.put(accountId, asked);
            return asked;
        }

        @Override
        public Optional<Departure> find(String accountId) {
            return Optional.ofNullable(leaving.get(accountId));
        }

        @Override
        public boolean takeBack(String accountId, Caller by) {
            return leaving.remove(accountId) != null;
        }
    }

    private final class Book implements AuditLog {
        @Override
        public List<Line> list(Wanted which) {
            wanted = which;
            return List.of(new Line(8, AT, "prin_olga", "acct_olga", "olga", "request", "something", "REFUSED"));
        }

        @Override
        public Check verify() {
            return new Check(8, "ab", List.of("Block 1 was changed."));
        }
    }
}
