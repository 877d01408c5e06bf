package org.mutoscope.paper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** The counter of the shop for people and scripts: {@code POST /paper/VERB} with a JSON object, no key, loopback only. */
final class Counter implements HttpHandler {
    static final String PATH = "/paper";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Shop shop;

    Counter(Shop shop) {
        this.shop = shop;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String verb = exchange.getRequestURI().getPath().substring(PATH.length() + 1);
            try {
                JsonNode wish = JSON.readTree(exchange.getRequestBody());
                String id = serve(verb, wish);
                Answer.of(Map.of(
                                "transactionId",
                                id,
                                "signedTransaction",
                                id.isEmpty() ? "" : shop.signed(id),
                                "finished",
                                !id.isEmpty() && shop.finished(id),
                                "consumption",
                                id.isEmpty() ? "" : shop.consumption(id)))
                        .to(exchange);
            } catch (IllegalArgumentException | IOException e) {
                new Answer(400, Jws.json(Map.of("error", String.valueOf(e.getMessage())))).to(exchange);
            }
        }
    }

    private String serve(String verb, JsonNode wish) {
        String id = wish.path("id").asText("");
        switch (verb) {
            case "buy":
            case "subscribe":
                return shop.buy(order(wish, verb.equals("subscribe")));
            case "refund":
                shop.refund(id, Optional.of(wish.path("milli").asInt(0)).filter(milli -> milli > 0));
                return id;
            case "reverse":
                shop.reverse(id);
                return id;
            case "ask":
                shop.tell(id, "CONSUMPTION_REQUEST", "");
                return id;
            case "decline":
                shop.tell(id, "REFUND_DECLINED", "");
                return id;
            case "renew":
                return shop.renew(id, product(wish, true), "");
            case "upgrade":
                return shop.upgrade(id, product(wish, true));
            case "fail":
                int days = wish.path("days").asInt(0);
                shop.fail(
                        id,
                        Optional.of(Instant.now().plus(days, ChronoUnit.DAYS)).filter(until -> days > 0));
                return id;
            case "expire":
                shop.end(id, "EXPIRED");
                return id;
            case "revoke":
                shop.revoke(id);
                return id;
            case "extend":
                shop.extend(id, Duration.ofDays(wish.path("days").asInt(1)));
                return id;
            case "test":
                shop.announce("TEST", "", Map.of("data", data(wish)));
                return "";
            case "show":
                return id;
            default:
                throw new IllegalArgumentException("the paper App Store knows no " + verb + "; it knows " + Main.VERBS);
        }
    }

    private Map<String, Object> data(JsonNode wish) {
        return Map.of(
                "bundleId", shop.app().bundleId(),
                "appAppleId", shop.app().appleId(),
                "environment", environment(wish));
    }

    private static String environment(JsonNode wish) {
        return wish.path("sandbox").asBoolean(false) ? "Sandbox" : "Production";
    }

    private static Product product(JsonNode wish, boolean plan) {
        String id = wish.path("product").asText("");
        if (id.isBlank()) {
            throw new IllegalArgumentException("say which product: product=ID");
        }
        long milli = wish.path("price").asLong(4000);
        return plan ? Product.plan(id, milli) : Product.pack(id, milli);
    }

    private static Order order(JsonNode wish, boolean plan) {
        Optional<String> token = Optional.of(wish.path("token").asText("")).filter(t -> !t.isEmpty());
        return new Order(
                environment(wish), product(wish, plan), wish.path("quantity").asInt(1), token);
    }
}
