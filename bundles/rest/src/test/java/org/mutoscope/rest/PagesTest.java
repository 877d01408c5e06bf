package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.pages.Pages;

/** How files of the web studio are sent. */
class PagesTest {
    private static final String TAG = "0123456789abcdef0123456789abcdef";

    private static final class OnePage implements Pages, Pages.Page {
        @Override
        public Optional<Page> find(String name) {
            return name.isEmpty() || name.equals("app.js") ? Optional.of(this) : Optional.empty();
        }

        @Override
        public String type() {
            return "text/html; charset=utf-8";
        }

        @Override
        public String tag() {
            return TAG;
        }

        @Override
        public byte[] content(boolean packed) {
            return (packed ? "packed" : "the page").getBytes(StandardCharsets.UTF_8);
        }
    }

    private static Served served() throws Exception {
        Served served = new Served();
        served.house.pages = new OnePage();
        return served;
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void aPageComesWithWhatKeepsABrowserFromDoingAnythingElseWithIt() throws Exception {
        try (Served served = served()) {
            for (String path : List.of("/studio/", "/studio/app.js")) {
                HttpResponse<byte[]> answer = served.get(null, path);
                assertEquals(200, answer.statusCode());
                assertEquals("the page", new String(answer.body(), StandardCharsets.UTF_8));
                assertEquals("text/html;charset=utf-8", header(answer, "content-type"));
                String policy = header(answer, "content-security-policy");
                for (String rule : List.of(
                        "default-src 'none'",
                        "script-src 'self'",
                        "connect-src 'self'",
                        "frame-ancestors 'none'",
                        "form-action 'none'",
                        "base-uri 'none'",
                        "require-trusted-types-for 'script'")) {
                    assertTrue(policy.contains(rule), policy);
                }
                assertFalse(policy.contains("unsafe") || policy.contains("http") || policy.contains("*"), policy);
                assertEquals("nosniff", header(answer, "x-content-type-options"));
                assertEquals("DENY", header(answer, "x-frame-options"));
                assertEquals("same-origin", header(answer, "referrer-policy"));
                assertTrue(header(answer, "permissions-policy").contains("camera=()"));
                assertEquals("no-cache", header(answer, "cache-control"));
                assertEquals("", header(answer, "set-cookie"));
            }
        }
    }

    @Test
    void whoHasItIsToldSo() throws Exception {
        try (Served served = served()) {
            HttpResponse<byte[]> first = served.get(null, "/studio/");
            assertEquals("\"" + TAG + "\"", header(first, "etag"));
            HttpResponse<byte[]> again =
                    served.send(served.request(null, "/studio/").header("If-None-Match", header(first, "etag")));
            assertEquals(304, again.statusCode());
            assertEquals(0, again.body().length);
            assertTrue(header(again, "content-security-policy").contains("frame-ancestors 'none'"));
            HttpResponse<byte[]> other =
                    served.send(served.request(null, "/studio/").header("If-None-Match", "\"another\""));
            assertEquals(200, other.statusCode());
        }
    }

    @Test
    void whoTakesGzipGetsIt() throws Exception {
        try (Served served = served()) {
            HttpResponse<byte[]> answer =
                    served.send(served.request(null, "/studio/").header("Accept-Encoding", "br, gzip;q=0.8, deflate"));
            assertEquals("gzip", header(answer, "content-encoding"));
            assertEquals("packed", new String(answer.body(), StandardCharsets.UTF_8));
            assertEquals("\"" + TAG + "-gz\"", header(answer, "etag"));
            assertTrue(header(answer, "vary").contains("Accept-Encoding"));
            for (String none : List.of("br", "gzip;q=0", "gzip; q=0.0", "x-gzip")) {
                HttpResponse<byte[]> plain =
                        served.send(served.request(null, "/studio/").header("Accept-Encoding", none));
                assertEquals("", header(plain, "content-encoding"), none);
                assertEquals("the page", new String(plain.body(), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void headTellsWithoutSending() throws Exception {
        try (Served served = served()) {
            HttpResponse<byte[]> answer =
                    served.send(served.request(null, "/studio/").method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertEquals(200, answer.statusCode());
            assertEquals(0, answer.body().length);
            assertEquals("8", header(answer, "content-length"));
        }
    }

    @Test
    void nothingButLookingIsPossibleAndNothingElseIsThere() throws Exception {
        try (Served served = served()) {
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
                HttpResponse<byte[]> answer = served.send(
                        served.request(null, "/studio/").method(method, HttpRequest.BodyPublishers.noBody()));
                assertEquals(405, answer.statusCode(), method);
                assertEquals("GET", header(answer, "allow"));
            }
            for (String path :
                    List.of("/studio/none.js", "/studio/..%2fapp.js", "/studio/a/app.js", "/studio/%2e%2e")) {
                HttpResponse<byte[]> answer = served.get(null, path);
                assertTrue(answer.statusCode() == 404 || answer.statusCode() == 400, path + " " + answer.statusCode());
            }
            HttpResponse<byte[]> none = served.get(null, "/studio/none.js");
            assertEquals(1017, Served.json(none).at("/error/number").asInt());
        }
    }

    @Test
    void theAddressWithoutASlashSendsOn() throws Exception {
        try (Served served = served()) {
            HttpResponse<byte[]> answer = served.get(null, "/studio");
            assertEquals(308, answer.statusCode());
            assertEquals("/studio/", header(answer, "location"));
        }
    }

    @Test
    void beforeTheBundleIsThereItIsStarting() throws Exception {
        try (Served served = new Served()) {
            HttpResponse<byte[]> answer = served.get(null, "/studio/");
            assertEquals(503, answer.statusCode());
            assertEquals("starting", Served.json(answer).at("/error/code").asText());
        }
    }

    @Test
    void whereTlsIsAskedForPagesComeOverTlsToo() throws Exception {
        try (Served served = served()) {
            served.door.configure(
                    Settings.DEFAULTS.with(new Front(Proxies.of(new String[] {"127.0.0.1"}), true, 0, 0, 0)));
            HttpResponse<byte[]> answer = served.send(served.request(null, "/studio/")
                    .header("X-Forwarded-For", "203.0.113.9")
                    .header("X-Forwarded-Proto", "http"));
            assertEquals(308, answer.statusCode());
            assertTrue(header(answer, "location").startsWith("https://"), header(answer, "location"));
        }
    }
}
