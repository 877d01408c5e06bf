package org.mutoscope.billing.standins;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Brings notices to a platform, in order, each once; who wants them twice sends them twice. */
final class Postman {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI to;

    Postman(URI to) {
        this.to = to;
    }

    /** @return HTTP status, 0 if nobody answered */
    int bring(Notice notice) {
        HttpRequest.Builder request = HttpRequest.newBuilder(to).timeout(Duration.ofSeconds(60));
        notice.headers().forEach(request::header);
        try {
            return http.send(
                            request.POST(HttpRequest.BodyPublishers.ofString(notice.body()))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
