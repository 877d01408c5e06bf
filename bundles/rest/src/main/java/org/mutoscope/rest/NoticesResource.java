package org.mutoscope.rest;

import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** What stores send. They have no key: a notice is stored as it came, answered, and only then read by the provider that knows its signature. */
final class NoticesResource {
    private static final int MAX_BODY = 1_048_576;

    private final House house;
    private final Supplier<Settings> settings;
    private final RateLimiter limiter = new RateLimiter(System::nanoTime);

    NoticesResource(House house, Supplier<Settings> settings) {
        this.house = house;
        this.settings = settings;
    }

    /** Stores a notice; 200 means that it will not be lost. */
    Answer receive(Ask ask) throws IOException {
        int perMinute = settings.get().noticesPerMinute();
        RateLimiter.Answer rate = limiter.take(ask.call().origin().network(), perMinute, perMinute);
        ask.call().rate(rate);
        if (!rate.allowed()) {
            throw new Problem(
                    Code.RATE_LIMIT_EXCEEDED,
                    "More than " + perMinute + " notices a minute come from this address. Send it again later.");
        }
        byte[] body = ask.body(MAX_BODY).readNBytes(MAX_BODY + 1);
        long id = house.notices().receive(ask.path("provider"), headers(ask), body);
        return Answer.json(Json.object("notice", id));
    }

    private static Map<String, String> headers(Ask ask) {
        Map<String, String> headers = new TreeMap<>();
        for (String name : Collections.list(ask.request().getHeaderNames())) {
            headers.put(
                    name.toLowerCase(Locale.ROOT),
                    String.join(", ", Collections.list(ask.request().getHeaders(name))));
        }
        return headers;
    }
}
