package org.mutoscope.billing.googleplay;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.billing.NoticeRefused;

/** Checks the token that Pub/Sub puts on a push (Google: Authentication for push subscriptions). Remembers Google's keys for an hour. */
final class PushTokens {
    private static final Set<String> ISSUERS = Set.of("https://accounts.google.com", "accounts.google.com");
    private static final long SKEW = 300;
    private static final long LIFE = 3600;
    /** Not to be asked for keys by whoever invents key ids. */
    private static final long PAUSE = 60;

    private final Settings settings;
    private Keys keys = new Keys(Map.of(), Instant.EPOCH);

    private record Keys(Map<String, PublicKey> byId, Instant readAt) {}

    PushTokens(Settings settings) {
        this.settings = settings;
    }

    /**
     * @param received when the notice came, which is when its token had to be valid
     * @throws NoticeRefused if it is not of the operator's subscription
     */
    void check(String authorization, Instant received, Web web, Instant now)
            throws NoticeRefused, InterruptedException {
        Settings.Push push = settings.push()
                .orElseThrow(() -> new NoticeRefused(
                        "push.audience and push.email are not configured: no notification is believed"));
        String text = authorization == null ? "" : authorization.replaceFirst("(?i)^bearer ", "");
        Jwt token =
                Jwt.read(text).orElseThrow(() -> new NoticeRefused("the notification carries no token of Google's"));
        // What costs nothing to see comes first.
        JsonNode claims = token.claims();
        require(claims.path("aud").asText().equals(push.audience()), "its token is for another audience");
        require(
                claims.path("email").asText().equals(push.email())
                        && claims.path("email_verified").asBoolean(),
                "its token is of another sender");
        require(ISSUERS.contains(claims.path("iss").asText()), "its token is not issued by Google");
        long at = received.getEpochSecond();
        require(
                claims.path("exp").isIntegralNumber()
                        && claims.path("exp").asLong() > at - SKEW
                        && claims.path("iat").isIntegralNumber()
                        && claims.path("iat").asLong() < at + SKEW,
                "its token was not valid when it came");
        PublicKey key = key(token.keyId(), web, now);
        require(token.signedWith(key), "its token has a bad signature");
    }

    private static void require(boolean good, String problem) throws NoticeRefused {
        if (!good) {
            throw new NoticeRefused("the notification is not believed: " + problem);
        }
    }

    private PublicKey key(String id, Web web, Instant now) throws NoticeRefused, InterruptedException {
        Keys known;
        synchronized (this) {
            known = keys;
        }
        boolean old = known.readAt.plusSeconds(LIFE).isBefore(now);
        if (old
                || !known.byId.containsKey(id)
                        && known.readAt.plusSeconds(PAUSE).isBefore(now)) {
            known = new Keys(read(web), now);
            synchronized (this) {
                keys = known;
            }
        }
        return Optional.ofNullable(known.byId.get(id))
                .orElseThrow(
                        () -> new NoticeRefused("the notification is not believed: Google has no key of that name"));
    }

    private Map<String, PublicKey> read(Web web) throws InterruptedException {
        Web.Answer answer = web.get(settings.certificates(), "", "its keys");
        Map<String, PublicKey> read = new HashMap<>();
        for (JsonNode key : answer.body().path("keys")) {
            try {
                if (key.path("kty").asText().equals("RSA")) {
                    read.put(
                            key.path("kid").asText(),
                            KeyFactory.getInstance("RSA")
                                    .generatePublic(
                                            new RSAPublicKeySpec(number(key.path("n")), number(key.path("e")))));
                }
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new StoreSilent("Google's list of keys makes no sense");
            }
        }
        if (answer.status() != 200 || read.isEmpty()) {
            throw new StoreSilent("Google does not tell its keys (HTTP " + answer.status() + ")", answer.status());
        }
        return Map.copyOf(read);
    }

    private static BigInteger number(JsonNode text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(text.asText()));
    }
}
