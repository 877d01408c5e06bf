package org.mutoscope.itests.outside;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** As much of Stripe as transfers need. It is told what goes wrong with the next one, and knows idempotency keys no longer, as Stripe after a day. */
final class TransferTrap implements AutoCloseable {
    static final String ACCOUNT = "acct_paperholder1";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Map<String, Object>> transfers = new CopyOnWriteArrayList<>();
    private volatile Trouble next;

    /** What goes wrong. */
    enum Trouble {
        /** It is made, and the connection ends without a word. */
        SILENT,
        /** It is not made, and the connection ends without a word. */
        LOST
    }

    TransferTrap() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Configuration of a platform that pays here. */
    String settings() {
        return "key=sk_paper_transfers\nserver=http://127.0.0.1:"
                + server.getAddress().getPort() + "\nreturn.url=https://example.com/back\nrequest.seconds=2\n";
    }

    /** What goes wrong with the next transfer. */
    void next(Trouble trouble) {
        next = trouble;
    }

    /** What was sent of a group, in minor units. */
    List<Long> sent(String group) {
        return transfers.stream()
                .filter(transfer -> transfer.get("transfer_group").equals(group))
                .map(transfer -> (Long) transfer.get("amount"))
                .toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("GET")) {
                String group = form(exchange.getRequestURI().getRawQuery()).get("transfer_group");
                send(
                        exchange,
                        Map.of(
                                "object",
                                "list",
                                "data",
                                transfers.stream()
                                        .filter(transfer ->
                                                transfer.get("transfer_group").equals(group))
                                        .toList()));
                return;
            }
            Trouble now = next;
            next = null;
            if (now != Trouble.LOST) {
                transfers.add(
                        transfer(form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))));
            }
            if (now == null) {
                send(exchange, transfers.get(transfers.size() - 1));
            }
        }
    }

    private Map<String, Object> transfer(Map<String, String> form) {
        Map<String, Object> transfer = new HashMap<>(form);
        transfer.put("id", "tr_" + transfers.size());
        transfer.put("object", "transfer");
        transfer.put("amount", Long.valueOf(form.get("amount")));
        transfer.put("amount_reversed", 0);
        transfer.put("reversed", false);
        return transfer;
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String pair : text.split("&")) {
            String[] both = pair.split("=", 2);
            form.put(
                    URLDecoder.decode(both[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(both[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private static void send(HttpExchange exchange, Object body) throws IOException {
        byte[] bytes = new ObjectMapper().writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
