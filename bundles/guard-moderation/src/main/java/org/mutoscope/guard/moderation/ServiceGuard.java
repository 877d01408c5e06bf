package org.mutoscope.guard.moderation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mutoscope.api.guard.PromptGuard;
import org.mutoscope.api.guard.Screening;
import org.mutoscope.api.guard.Verdict;

/** Asks one service about each text. Fails, and so blocks, where the service does not give a clear answer in time. Safe for use by several threads. */
final class ServiceGuard implements PromptGuard {
    private static final int LARGEST = 1 << 20;
    private static final int OK = 200;

    private final ModerationConfig config;
    private final Answers answers;
    private final URI url;
    private final Set<String> review;
    private final Set<String> ignored;
    private final HttpClient http;

    /** @throws IllegalArgumentException if the configuration lacks an address, or has one that cannot be */
    ServiceGuard(ModerationConfig config) {
        this.config = config;
        this.answers = Answers.named(config.answers());
        this.url = URI.create(config.url());
        if (url.getHost() == null || !Set.of("http", "https").contains(url.getScheme())) {
            throw new IllegalArgumentException("url must be a whole address, http or https");
        }
        this.review = categories(config.review());
        this.ignored = categories(config.ignore());
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofMillis(config.request_milliseconds()))
                .build();
    }

    private static Set<String> categories(String[] names) {
        return Stream.of(names)
                .filter(name -> !name.isBlank())
                .map(name -> Answers.category(name.strip()))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Verdict screen(Screening screening) throws InterruptedException {
        Set<String> broken = new TreeSet<>(ask(screening.text()));
        broken.removeAll(ignored);
        for (String category : broken) {
            if (!review.contains(category)) {
                return new Verdict.Block(
                        List.of(),
                        category,
                        "This prompt was found to be against the rules of this installation: " + category + ".");
            }
        }
        return broken.isEmpty()
                ? new Verdict.Pass(List.of())
                : new Verdict.Review(List.of(), "found by " + url.getHost() + ": " + String.join(", ", broken));
    }

    /** What the service says. Neither the text nor the answer stands in what it throws. */
    private Set<String> ask(String text) throws InterruptedException {
        CompletableFuture<byte[]> answer = null;
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(url)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            Json.question(config.model(), text, answers.isChat())));
            if (!config.key().isEmpty()) {
                request.header("Authorization", "Bearer " + config.key());
            }
            answer = http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                    .thenApplyAsync(ServiceGuard::body);
            return answers.broken(Json.read(answer.get(config.request_milliseconds(), TimeUnit.MILLISECONDS)));
        } catch (TimeoutException e) {
            throw new IllegalStateException(url.getHost() + " gave no answer in time");
        } catch (ExecutionException e) {
            throw new IllegalStateException(url.getHost() + " could not be asked: " + reason(e.getCause()));
        } catch (Answers.Unclear e) {
            throw new IllegalStateException(url.getHost() + ": " + e.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException(url.getHost() + " did not answer in JSON");
        } finally {
            if (answer != null) {
                answer.cancel(true);
            }
        }
    }

    private static String reason(Throwable cause) {
        return cause instanceof IllegalStateException
                ? cause.getMessage()
                : cause.getClass().getSimpleName();
    }

    private static byte[] body(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            if (response.statusCode() != OK) {
                throw new IllegalStateException("status " + response.statusCode());
            }
            byte[] body = in.readNBytes(LARGEST + 1);
            if (body.length > LARGEST) {
                throw new IllegalStateException("an answer of more than " + LARGEST + " bytes");
            }
            return body;
        } catch (IOException e) {
            throw new IllegalStateException("the answer broke off");
        }
    }
}
