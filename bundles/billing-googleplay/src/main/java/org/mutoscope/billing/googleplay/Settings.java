package org.mutoscope.billing.googleplay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A configuration that was found sound.
 *
 * @param packageName the app
 * @param account who asks the API
 * @param push whose notifications are read; empty: nobody's
 * @param server address of the API
 * @param patience longest wait for one answer
 */
record Settings(String packageName, Account account, Optional<Push> push, URI server, Duration patience) {
    private static final String GOOGLE = "https://androidpublisher.googleapis.com";
    private static final String LOOPBACK = "http://(127\\.0\\.0\\.1|localhost|\\[::1]):[0-9]{1,5}";
    private static final String PAPER = "paper.";

    /** A service account. @param email its name @param key its key */
    record Account(String email, PrivateKey key) {}

    /** A push subscription. @param audience what its tokens are for @param email who it is */
    record Push(String audience, String email) {}

    /** Whether a stand-in takes Google's place. */
    boolean standIn() {
        return !server.toString().equals(GOOGLE);
    }

    /** Where access tokens come from. */
    URI tokens() {
        return URI.create(standIn() ? server + "/token" : "https://oauth2.googleapis.com/token");
    }

    /** Where the keys are that push tokens are signed with. */
    URI certificates() {
        return URI.create(standIn() ? server + "/certs" : "https://www.googleapis.com/oauth2/v3/certs");
    }

    /** Whether nothing is configured at all. */
    static boolean empty(GooglePlayConfig config) {
        return (config.package_name() + config.service_account() + config.push_audience() + config.push_email())
                        .isBlank()
                && config.server().equals(GOOGLE);
    }

    /** @throws IllegalArgumentException if there are problems, all of them in the message */
    static Settings of(GooglePlayConfig config) {
        List<String> problems = new ArrayList<>();
        boolean standIn = !config.server().equals(GOOGLE);
        if (standIn && !config.server().matches(LOOPBACK)) {
            problems.add("server is " + GOOGLE + ", or a stand-in on this machine like http://127.0.0.1:8497");
        }
        if (!config.package_name().matches("[A-Za-z][A-Za-z0-9_.]{1,149}")) {
            problems.add("package.name is the app's, like com.example.studio");
        }
        if (standIn != config.package_name().startsWith(PAPER)) {
            problems.add("package.name begins with " + PAPER + " with a stand-in, and only there");
        }
        if (config.request_seconds() < 1 || config.request_seconds() > 60) {
            problems.add("request.seconds is from 1 to 60, not " + config.request_seconds());
        }
        if (config.push_audience().isBlank() != config.push_email().isBlank()) {
            problems.add("push.audience and push.email are both needed for notifications, or neither");
        }
        Optional<Account> account = account(config.service_account());
        if (account.isEmpty()) {
            problems.add(
                    "service.account is no JSON key of a service account; write service.account=${file:/path/to/key.json}");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(GooglePlayConfig.PID + ": " + String.join("; ", problems));
        }
        Optional<Push> push = config.push_audience().isBlank()
                ? Optional.empty()
                : Optional.of(new Push(
                        config.push_audience().strip(), config.push_email().strip()));
        return new Settings(
                config.package_name(),
                account.orElseThrow(),
                push,
                URI.create(config.server()),
                Duration.ofSeconds(config.request_seconds()));
    }

    /** Says nothing of what is wrong with a key: it would be part of it. */
    private static Optional<Account> account(String text) {
        try {
            JsonNode json = new ObjectMapper().readTree(text);
            String pem = json.path("private_key").asText().replaceAll("-----[A-Z ]+-----|\\s", "");
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
            String email = json.path("client_email").asText();
            return email.contains("@") ? Optional.of(new Account(email, key)) : Optional.empty();
        } catch (JsonProcessingException | GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
