package org.mutoscope.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.mutoscope.core.outward.Outward;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Reaches addresses through the guard: no redirect by itself, no cookies, no proxy, a new connection each time, and a limit on the whole of it. */
final class GuardedClient implements Outward, AutoCloseable {
    private static final int MOST_REDIRECTS = 3;
    private static final int MOST_CONNECTIONS = 256;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int OK = 200;
    private static final int CHUNK = 16_384;

    private final AddressGuard guard;
    private final Supplier<EventsConfig> settings;
    private final CloseableHttpClient http;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "mutoscope-outward-watch");
        thread.setDaemon(true);
        return thread;
    });

    GuardedClient(AddressGuard guard, Supplier<EventsConfig> settings) {
        this.guard = guard;
        this.settings = settings;
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(guard)
                        .setMaxConnTotal(MOST_CONNECTIONS)
                        .setMaxConnPerRoute(MOST_CONNECTIONS)
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .setUserAgent("Mutoscope")
                .build();
    }

    @Override
    public void check(URI address) {
        guard.check(address);
    }

    @Override
    public int post(URI address, Map<String, String> headers, byte[] body) throws IOException {
        AddressGuard.requireForm(address);
        HttpPost request = new HttpPost(address);
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        return exchange(request, Duration.ofSeconds(settings.get().answer_seconds()), ClassicHttpResponse::getCode);
    }

    @Override
    public long fetch(URI address, Path target) {
        EventsConfig limits = settings.get();
        if (!limits.fetch_enabled()) {
            throw new Problem(
                    Code.FETCHING_OFF,
                    "This installation fetches nothing from other servers. Send the picture itself, as a file or a data: address.",
                    "image_url",
                    null);
        }
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(limits.fetch_seconds());
        try {
            URI next = address;
            for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
                AddressGuard.requireForm(next);
                URI from = next;
                Duration left = Duration.ofNanos(Math.max(1, until - System.nanoTime()));
                Object answer = exchange(
                        new HttpGet(next), left, response -> read(response, from, target, limits.fetch_max_bytes()));
                if (answer instanceof Long bytes) {
                    return bytes;
                }
                next = (URI) answer;
            }
            throw failed("it redirects more than " + MOST_REDIRECTS + " times", null);
        } catch (IOException e) {
            drop(target);
            throw failed(e.getMessage(), e);
        } catch (Problem e) {
            drop(target);
            throw e;
        }
    }

    /** @return where it redirects to, or how many bytes were written */
    private static Object read(ClassicHttpResponse response, URI from, Path target, long most) throws IOException {
        int status = response.getCode();
        Header location = response.getFirstHeader(HttpHeaders.LOCATION);
        if (REDIRECTS.contains(status) && location != null) {
            try {
                return from.resolve(location.getValue());
            } catch (IllegalArgumentException e) {
                throw new IOException("it redirects to what is no address", e);
            }
        }
        if (status != OK || response.getEntity() == null) {
            throw new IOException("its server answered " + status);
        }
        try (InputStream in = response.getEntity().getContent();
                OutputStream out = Files.newOutputStream(target)) {
            byte[] chunk = new byte[CHUNK];
            long bytes = 0;
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                bytes += n;
                if (bytes > most) {
                    throw new IOException("it has more than " + most + " bytes");
                }
                out.write(chunk, 0, n);
            }
            return bytes;
        }
    }

    /** Makes something of an answer. */
    private interface Reading<T> {
        T of(ClassicHttpResponse response) throws IOException;
    }

    /** One request; whatever its server does, it ends in time, and what is left of its answer is not waited for. */
    private <T> T exchange(HttpUriRequestBase request, Duration limit, Reading<T> reading) throws IOException {
        long until = System.nanoTime() + limit.toNanos();
        ScheduledFuture<?> end = watch.schedule(() -> request.cancel(), limit.toMillis() + 1, TimeUnit.MILLISECONDS);
        try (ClassicHttpResponse response = http.executeOpen(null, request, null)) {
            T answer = reading.of(response);
            request.cancel();
            return answer;
        } catch (AddressGuard.Refused e) {
            throw AddressGuard.refused(e.getMessage(), e);
        } catch (IOException e) {
            // by the clock: the task that cancels may not have returned yet
            boolean late = System.nanoTime() - until >= 0;
            throw late ? new IOException("there was no answer within " + limit.toSeconds() + " s", e) : told(e);
        } finally {
            end.cancel(false);
        }
    }

    /** The client's own words name addresses that the user did not give. */
    private static IOException told(IOException e) {
        if (e instanceof java.net.UnknownHostException) {
            return new IOException("its name leads nowhere", e);
        }
        if (e instanceof java.net.ConnectException) {
            return new IOException("its server cannot be connected to", e);
        }
        if (e instanceof javax.net.ssl.SSLException) {
            return new IOException("its server has no certificate that is trusted here, or speaks no TLS", e);
        }
        return e.getClass() == IOException.class ? e : new IOException("the connection broke", e);
    }

    private static Problem failed(String why, Exception cause) {
        return new Problem(Code.FETCH_FAILED, "The picture could not be fetched: " + why + ".", "image_url", cause);
    }

    private static void drop(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // the folder of uploads is swept at the next start
            return;
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
        http.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }
}
