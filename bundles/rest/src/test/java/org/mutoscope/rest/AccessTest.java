package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.identity.Role;

/** The table of routes and the description of the API agree, and the table keeps out whom it should. */
class AccessTest {
    private static List<Router.Route> table() {
        try (Counter counter = new Counter(new House(), () -> Settings.DEFAULTS, Path.of("."))) {
            return counter.routes().routes();
        }
    }

    private static Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        table().forEach(route -> assertTrue(routes.add(route.toString()), route + " is there twice"));
        return routes;
    }

    @Test
    void everyRouteIsDescribedAndNoOther() throws Exception {
        JsonNode description;
        try (InputStream in = FrontResource.class.getResourceAsStream("openapi.json")) {
            description = Served.JSON.readTree(in);
        }
        Set<String> described = new TreeSet<>();
        description.get("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(verb -> {
                    if (Set.of("get", "post", "put", "delete").contains(verb)) {
                        described.add(verb.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                        assertTrue(path.getValue().get(verb).has("operationId"), path.getKey());
                        assertTrue(path.getValue().get(verb).has("responses"), path.getKey());
                    }
                }));
        assertEquals(routes(), described);
    }

    @Test
    void aCreatorsKeyOpensNoAdministrativeRoute() throws Exception {
        try (Served served = new Served()) {
            int tried = 0;
            for (String route : routes()) {
                String[] parts = route.split(" ", 2);
                if (parts[1].startsWith("/api/v1/admin") || route.endsWith(" /api/v1/accounts")) {
                    HttpResponse<byte[]> answer = served.send(served.request("ann", parts[1].replaceAll("[{}]", ""))
                            .method(parts[0], HttpRequest.BodyPublishers.noBody()));
                    assertEquals(403, answer.statusCode(), route);
                    assertEquals(
                            "forbidden", Served.json(answer).at("/error/code").asText());
                    tried++;
                }
            }
            assertTrue(tried >= 11, tried + " routes");
        }
    }

    @Test
    void everythingElseButHealthAndTheFrontPageNeedsAKey() throws Exception {
        Set<String> open = Set.of(
                "/",
                "/openapi.json",
                "/health",
                "/health/live",
                "/health/ready",
                "/api/v1/plans",
                "/api/v1/quota",
                "/api/v1/rights/context",
                "/license.xml");
        try (Served served = new Served()) {
            for (String route : routes()) {
                String[] parts = route.split(" ", 2);
                int status = served.send(served.request(null, parts[1].replaceAll("[{}]", ""))
                                .method(parts[0], HttpRequest.BodyPublishers.noBody()))
                        .statusCode();
                if (parts[1].startsWith("/log/")
                        || parts[1].startsWith("/studio")
                        || Set.of("GET /views.js", "POST /api/v1/views", "POST /api/v1/views/tokens/open")
                                .contains(route)) {
                    assertTrue(status != 401, route + " is for everybody, whatever it answers here: " + status);
                    continue;
                }
                int expected = open.contains(parts[1])
                        ? 200
                        : parts[1].endsWith("/messages")
                                ? 503
                                : parts[1].endsWith("/notices") && parts[0].equals("POST") ? 404 : 401;
                assertEquals(expected, status, route + ": stores have no key, and this one is not installed");
            }
        }
    }

    @Test
    void figuresAreForThoseWhoOversee() throws Exception {
        try (Served served = new Served()) {
            assertEquals(403, served.get("ann", "/metrics").statusCode());
            HttpResponse<byte[]> told = served.get("audrey", "/metrics");
            assertEquals("a_metric 1\n", new String(told.body(), StandardCharsets.UTF_8));
            assertTrue(told.headers().firstValue("content-type").orElse("").startsWith("text/plain; version=0.0.4"));
            served.house.meters = null;
            HttpResponse<byte[]> absent = served.get("audrey", "/metrics");
            assertEquals("starting", Served.json(absent).at("/error/code").asText());
        }
    }

    @Test
    void anAuditorChangesNothing() {
        for (Router.Route route : table()) {
            boolean changes = !route.method().equals("GET") && !route.toString().endsWith("/ledger/verify");
            if (changes && route.toString().contains("/admin/")) {
                assertTrue(!route.access().roles().contains(Role.AUDITOR), route.toString());
            }
        }
    }
}
