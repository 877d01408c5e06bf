package org.mutoscope.billing.googleplay;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** The access token of the service account, kept until shortly before its end (Google: OAuth 2.0 for server to server applications). */
final class Access {
    private static final String SCOPE = "https://www.googleapis.com/auth/androidpublisher";
    private static final long LIFE = 3600;
    private static final long EARLY = 120;

    private final Settings settings;
    private Token token = new Token("", Instant.EPOCH);

    private record Token(String value, Instant until) {}

    Access(Settings settings) {
        this.settings = settings;
    }

    /** @throws StoreSilent if there is none to be had */
    String token(Web web, Instant now) throws InterruptedException {
        synchronized (this) {
            if (now.isBefore(token.until)) {
                return token.value;
            }
        }
        Token fresh = ask(web, now); // two threads may ask at once: both tokens are good
        synchronized (this) {
            token = fresh;
        }
        return fresh.value;
    }

    /** The API did not take it. */
    synchronized void forget() {
        token = new Token("", Instant.EPOCH);
    }

    private Token ask(Web web, Instant now) throws InterruptedException {
        long seconds = now.getEpochSecond();
        String assertion = Jwt.sign(
                Map.of(
                        "iss",
                        settings.account().email(),
                        "scope",
                        SCOPE,
                        "aud",
                        settings.tokens().toString(),
                        "iat",
                        seconds,
                        "exp",
                        seconds + LIFE),
                settings.account().key());
        String form =
                "grant_type=" + URLEncoder.encode("urn:ietf:params:oauth:grant-type:jwt-bearer", StandardCharsets.UTF_8)
                        + "&assertion=" + assertion;
        Web.Answer answer = web.postForm(settings.tokens(), form, "an access token");
        String value = answer.body().path("access_token").asText();
        long life = answer.body().path("expires_in").asLong();
        if (answer.status() != 200 || !value.matches("[\\x21-\\x7e]{1,4096}") || life <= 0) {
            throw new StoreSilent(
                    "Google gives the service account no access token (HTTP " + answer.status()
                            + "): does its key still exist, and is this machine's clock right?",
                    answer.status());
        }
        return new Token(value, now.plusSeconds(Math.max(1, Math.min(life, LIFE) - EARLY)));
    }
}
