package org.mutoscope.backend.remote.wire;

import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Requests of one instance to its hosts: the key goes to the service alone, redirects are never followed unseen, answers have a largest
 * size and a longest time, and what fails is told apart by whether the service can have seen it. Safe for use by several threads.
 */
public final class Call {
    /** Servers close idle connections after 5 s and more; a request that creates something must not meet one that is being closed. */
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Hosts hosts;
    private final Map<String, String> secrets;
    private final Duration patience;
    private final HttpClient reading;
    private HttpClient creating;
    private long created = System.nanoTime();

    /**
     * @param hosts where requests may go
     * @param secrets headers for the service itself and for nobody else
     * @param patience longest time for one answer, body included
     */
    public Call(Hosts hosts, Map<String, String> secrets, Duration patience) {
        this.hosts = hosts;
        this.secrets = Map.copyOf(secrets);
        this.patience = patience;
        this.reading = client();
        this.creating = client();
    }

    private HttpClient client() {
        // HTTP/1.1: servers of models answer the wish for another version with a warning each time
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience.dividedBy(2)) // so that "never reached" is known before patience is at its end
                .build();
    }

    /** Asks for something that may be asked again. */
    public Reply read(Ask ask) throws CallFault, InterruptedException {
        return reply(ask, reading, patience);
    }

    /** As {@link #read}, with another patience. */
    public Reply read(Ask ask, Duration within) throws CallFault, InterruptedException {
        return reply(ask, reading, within);
    }

    /** Asks for something that must not happen twice: on a connection that the other side has no reason to close. */
    public Reply create(Ask ask) throws CallFault, InterruptedException {
        return reply(ask, fresh(), patience);
    }

    /** Where requests may go. */
    public Hosts hosts() {
        return hosts;
    }

    private synchronized HttpClient fresh() {
        long now = System.nanoTime();
        if (now - created > STALE_NANOS) {
            creating = client();
        }
        created = now;
        return creating;
    }

    private Reply reply(Ask ask, HttpClient http, Duration within) throws CallFault, InterruptedException {
        HttpResponse<byte[]> response = send(ask, http, upTo(ask.most()), within);
        if (response.body().length > ask.most()) {
            throw new CallFault(CallFault.Kind.TOO_LARGE, "the answer about " + ask.what() + " has no end");
        }
        return new Reply(response.statusCode(), response.headers(), response.body());
    }

    /** Sends with a body handler of the caller's. */
    <T> HttpResponse<T> send(Ask ask, BodyHandler<T> handler, Duration within) throws CallFault, InterruptedException {
        return send(ask, reading, handler, within);
    }

    private <T> HttpResponse<T> send(Ask ask, HttpClient http, BodyHandler<T> handler, Duration within)
            throws CallFault, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request(ask), handler);
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CallFault(
                    CallFault.Kind.NO_ANSWER, "no answer about " + ask.what() + " within " + within.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw fault(ask, e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request(Ask ask) throws CallFault {
        URI uri = ask.uri();
        if (!hosts.allows(uri)) {
            throw new CallFault(
                    CallFault.Kind.NOT_ALLOWED,
                    "the service names " + uri.getScheme() + "://" + uri.getAuthority() + " for " + ask.what()
                            + ", which is none of this instance's hosts; add it to the key hosts if it is right");
        }
        HttpRequest.Builder request = ask.request();
        if (hosts.own(uri)) {
            secrets.forEach(request::header);
        }
        return request.build();
    }

    private static CallFault fault(Ask ask, Throwable cause) {
        boolean never = cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnresolvedAddressException
                || cause instanceof SSLHandshakeException;
        return new CallFault(
                never ? CallFault.Kind.NOT_SENT : CallFault.Kind.NO_ANSWER,
                (never ? "the service cannot be reached about " : "the connection failed about ") + ask.what() + ": "
                        + cause.getClass().getSimpleName());
    }

    /** Keeps one byte more than is wanted, to tell; a stream of Java 17 would swallow the host's interrupt (JDK-8294047). */
    private static BodyHandler<byte[]> upTo(int most) {
        return response -> {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            return BodySubscribers.mapping(
                    BodySubscribers.ofByteArrayConsumer(chunk -> chunk.ifPresent(
                            bytes -> kept.write(bytes, 0, Math.min(bytes.length, most + 1 - kept.size())))),
                    nothing -> kept.toByteArray());
        };
    }
}
