package org.mutoscope.paper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The command: {@code serve} runs a paper App Store, every other verb asks the one that runs. */
public final class Main {
    static final List<String> VERBS = List.of(
            "buy",
            "subscribe",
            "refund",
            "reverse",
            "ask",
            "decline",
            "renew",
            "upgrade",
            "fail",
            "expire",
            "revoke",
            "extend",
            "test",
            "show");
    private static final String USAGE =
            "usage: serve dir=DIR [bundle=paper.demo] [app=1] [port=0] [notify=URL] [seed=0] [drop=PERCENT]"
                    + " [double=PERCENT] [delay=MILLISECONDS] [hour=MILLISECONDS]\n"
                    + "   or: VERB dir=DIR [product=ID] [id=TRANSACTION] [token=UUID] [quantity=N] [price=MILLI] [milli=PART] [days=N]"
                    + " [sandbox=true]\nverbs: " + String.join(" ", VERBS);

    private Main() {}

    /** @param arguments a verb, then {@code name=value} */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, String> options = new LinkedHashMap<>();
        for (String argument : arguments) {
            String[] sides = argument.split("=", 2);
            options.put(sides[0], sides.length == 2 ? sides[1] : "");
        }
        String verb = arguments.length == 0 ? "" : arguments[0];
        if (!options.containsKey("dir") || !(verb.equals("serve") || VERBS.contains(verb))) {
            System.err.println(USAGE);
            System.exit(64);
        }
        options.remove(verb);
        Path folder = Path.of(options.remove("dir"));
        if (verb.equals("serve")) {
            serve(folder, options);
        } else {
            System.exit(ask(folder, verb, options));
        }
    }

    private static void serve(Path folder, Map<String, String> options) throws IOException, InterruptedException {
        Shop.App app = new Shop.App(
                options.getOrDefault("bundle", "paper.demo"), Long.parseLong(options.getOrDefault("app", "1")));
        try (PaperStore store = new PaperStore(app, Integer.parseInt(options.getOrDefault("port", "0")))) {
            if (options.containsKey("notify")) {
                store.deliver(URI.create(options.get("notify")), manners(options));
            }
            Papers.write(store, app, folder);
            System.out.println("the paper App Store is open at " + store.url() + "; its papers lie in " + folder);
            new CountDownLatch(1).await(); // until the process is ended
        }
    }

    private static Courier.Manners manners(Map<String, String> options) {
        return new Courier.Manners(
                number(options, "seed", 0),
                (int) number(options, "drop", 0),
                (int) number(options, "double", 0),
                Duration.ofMillis(number(options, "delay", 0)),
                Duration.ofMillis(number(options, "hour", 1000)));
    }

    private static long number(Map<String, String> options, String name, long usual) {
        return Long.parseLong(options.getOrDefault(name, Long.toString(usual)));
    }

    private static int ask(Path folder, String verb, Map<String, String> options)
            throws IOException, InterruptedException {
        String url = Files.readString(folder.resolve(Papers.URL)).strip();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + Counter.PATH + "/" + verb))
                .POST(HttpRequest.BodyPublishers.ofString(Jws.json(options)))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        JsonNode said = new ObjectMapper().readTree(answer.body());
        if (answer.statusCode() != 200) {
            System.err.println(said.path("error").asText());
            return 1;
        }
        said.properties()
                .forEach(field -> System.out.println(
                        field.getKey() + " " + field.getValue().asText()));
        return 0;
    }
}
