package org.mutoscope.paper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** The endpoints of the App Store Server API that a billing bundle uses, for one environment. */
final class ServerApi implements HttpHandler {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 20;

    private final String environment;
    private final Shop shop;
    private final Credentials credentials;
    private final Troubles troubles;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Predicate<String> delivered = id -> true;

    ServerApi(String environment, Shop shop, Credentials credentials, Troubles troubles) {
        this.environment = environment;
        this.shop = shop;
        this.credentials = credentials;
        this.troubles = troubles;
    }

    void delivered(Predicate<String> known) {
        delivered = known;
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!troubles.spoil(exchange)) {
                answer(exchange, body).to(exchange);
            }
        }
    }

    private Answer answer(HttpExchange exchange, byte[] body) throws IOException {
        if (!credentials.good(exchange.getRequestHeaders().getFirst("Authorization"), Clock.systemUTC())) {
            return new Answer(401, "Unauthenticated\n");
        }
        String path = exchange.getRequestURI().getPath().replaceFirst("^/[a-z]+/inApps/v", "");
        String[] parts = path.split("/");
        String last = parts[parts.length - 1];
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        if (path.equals("1/notifications/history")) {
            return history(JSON.readTree(body), query);
        } else if (path.startsWith("1/transactions/") && path.endsWith("/finish")) {
            return shop.find(environment, parts[2])
                    .map(sold -> {
                        sold.finish();
                        return Answer.empty();
                    })
                    .orElseGet(ServerApi::notFound);
        } else if (path.startsWith("2/transactions/consumption/")) {
            return consumption(last, JSON.readTree(body));
        } else if (path.startsWith("1/transactions/")) {
            return shop.find(environment, last)
                    .map(sold -> Answer.of(Map.of("signedTransactionInfo", shop.signed(sold.id()))))
                    .orElseGet(ServerApi::notFound);
        } else if (path.startsWith("2/history/")) {
            return transactions(last, query);
        } else if (path.startsWith("2/refund/lookup/")) {
            return refunds(last);
        } else if (path.startsWith("1/subscriptions/")) {
            return statuses(last);
        }
        return new Answer(404, "");
    }

    private static Answer notFound() {
        return Answer.error(404, 4040010, "Transaction id not found.");
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] sides = pair.split("=", 2);
            values.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
        return values;
    }

    /** Rules of V2: an answer needs consent, the part is 0 to 100,000, what was not delivered has no part, prorated needs a real part. */
    private Answer consumption(String id, JsonNode body) {
        if (shop.find(environment, id).isEmpty()) {
            return notFound();
        }
        int part = body.path("consumptionPercentage").asInt(0);
        boolean delivered = body.path("deliveryStatus").asText().equals("DELIVERED");
        boolean prorated = body.path("refundPreference").asText().equals("GRANT_PRORATED");
        if (!body.path("customerConsented").asBoolean(false)) {
            return Answer.error(400, 4000035, "Invalid request: the customer has to consent.");
        } else if (part < 0 || part > 100_000 || (!delivered && part != 0)) {
            return Answer.error(400, 4000104, "Invalid request: consumptionPercentage.");
        } else if (prorated && (part == 0 || part == 100_000)) {
            return Answer.error(400, 4000106, "Invalid request: refundPreference.");
        }
        shop.find(environment, id).orElseThrow().consumed(body.toString());
        return new Answer(202, "");
    }

    private Answer transactions(String id, Map<String, String> query) {
        List<Sold> all = shop.family(environment, id);
        if (all.isEmpty()) {
            return notFound();
        }
        int from = Integer.parseInt(query.getOrDefault("revision", "0"));
        int to = Math.min(all.size(), from + PAGE);
        return Answer.of(Map.of(
                "appAppleId", shop.app().appleId(),
                "bundleId", shop.app().bundleId(),
                "environment", environment,
                "revision", Integer.toString(to),
                "hasMore", to < all.size(),
                "signedTransactions", signed(all.subList(from, to))));
    }

    private Answer refunds(String id) {
        List<Sold> refunded = shop.family(environment, id).stream()
                .filter(s -> s.fields().containsKey("revocationDate"))
                .toList();
        return Answer.of(Map.of("hasMore", false, "revision", "1", "signedTransactions", signed(refunded)));
    }

    private List<String> signed(List<Sold> some) {
        return some.stream().map(s -> shop.signed(s.id())).toList();
    }

    private Answer statuses(String id) {
        List<Sold> all =
                shop.family(environment, id).stream().filter(Sold::subscription).toList();
        if (all.isEmpty()) {
            return Answer.error(404, 4040010, "Transaction id not found.");
        }
        Sold newest = all.get(all.size() - 1);
        Map<String, Object> item = Map.of(
                "originalTransactionId", newest.original(),
                "status", newest.status(),
                "signedTransactionInfo", shop.signed(newest.id()),
                "signedRenewalInfo", shop.renewal(newest));
        return Answer.of(Map.of(
                "environment", environment,
                "appAppleId", shop.app().appleId(),
                "bundleId", shop.app().bundleId(),
                "data", List.of(Map.of("subscriptionGroupIdentifier", "21000000", "lastTransactions", List.of(item)))));
    }

    private Answer history(JsonNode wanted, Map<String, String> query) {
        long start = wanted.path("startDate").asLong();
        long end = wanted.path("endDate").asLong();
        List<Notice> matching = new ArrayList<>(shop.notices().stream()
                .filter(n -> n.environment().equals(environment))
                .filter(n ->
                        n.signedAt().toEpochMilli() >= start && n.signedAt().toEpochMilli() <= end)
                .filter(n -> !wanted.path("onlyFailures").asBoolean(false) || !delivered.test(n.id()))
                .toList());
        int from = Integer.parseInt(query.getOrDefault("paginationToken", "0"));
        int to = Math.min(matching.size(), from + PAGE);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("hasMore", to < matching.size());
        if (to < matching.size()) {
            answer.put("paginationToken", Integer.toString(to));
        }
        answer.put(
                "notificationHistory",
                matching.subList(Math.min(from, to), to).stream()
                        .map(n -> Map.of("signedPayload", n.signedPayload(), "sendAttempts", List.of()))
                        .toList());
        return Answer.of(answer);
    }
}
