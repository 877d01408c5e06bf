package org.mutoscope.billing.stripe;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A configuration that was found sound.
 *
 * @param accounts live first, then test; at least one
 * @param server address of the API
 * @param patience longest wait for one answer
 */
record Settings(List<Account> accounts, URI server, Duration patience) {
    private static final String STRIPE = "https://api.stripe.com";
    private static final String LOOPBACK = "http://(127\\.0\\.0\\.1|localhost|\\[::1]):[0-9]{1,5}";

    /**
     * One of Stripe's two worlds.
     *
     * @param live whether real money moves in it
     * @param key for its API
     * @param secrets that its webhooks are signed with
     */
    record Account(boolean live, String key, List<String> secrets) {
        String environment() {
            return live ? "production" : "sandbox";
        }
    }

    /** Whether a stand-in takes Stripe's place. */
    boolean standIn() {
        return !server.toString().equals(STRIPE);
    }

    /** Whether nothing is configured at all. */
    static boolean empty(StripeConfig config) {
        return (config.key() + config.test_key()).isBlank()
                && config.webhook_secrets().length + config.test_webhook_secrets().length == 0
                && config.server().equals(STRIPE);
    }

    /** @throws IllegalArgumentException if there are problems, all of them in the message */
    static Settings of(StripeConfig config) {
        List<String> problems = new ArrayList<>();
        boolean standIn = !config.server().equals(STRIPE);
        if (standIn && !config.server().matches(LOOPBACK)) {
            problems.add("server is " + STRIPE + ", or a stand-in on this machine like http://127.0.0.1:8498");
        }
        if (config.request_seconds() < 1 || config.request_seconds() > 60) {
            problems.add("request.seconds is from 1 to 60, not " + config.request_seconds());
        }
        List<Account> accounts = new ArrayList<>();
        if (!(config.key().isBlank() && config.webhook_secrets().length == 0)) {
            check(problems, "key", config.key(), standIn ? "sk_paper_" : "(sk|rk)_live_");
            accounts.add(new Account(true, config.key().strip(), secrets(problems, "", config.webhook_secrets())));
        }
        if (!(config.test_key().isBlank() && config.test_webhook_secrets().length == 0)) {
            check(problems, "test.key", config.test_key(), standIn ? "sk_paper_" : "(sk|rk)_test_");
            accounts.add(new Account(
                    false, config.test_key().strip(), secrets(problems, "test.", config.test_webhook_secrets())));
        }
        if (accounts.isEmpty()) {
            problems.add("key or test.key is needed");
        } else if (accounts.size() == 2 && shared(accounts)) {
            problems.add(
                    "webhook.secrets and test.webhook.secrets have nothing in common: test purchases would be money");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(StripeConfig.PID + ": " + String.join("; ", problems));
        }
        return new Settings(
                List.copyOf(accounts), URI.create(config.server()), Duration.ofSeconds(config.request_seconds()));
    }

    private static void check(List<String> problems, String name, String key, String prefix) {
        if (!key.strip().matches(prefix + "[A-Za-z0-9_]{4,200}")) {
            problems.add(name + " begins with " + prefix + "; a test key never stands for a live one, nor the reverse,"
                    + " and a stand-in never gets a real key");
        }
    }

    private static List<String> secrets(List<String> problems, String prefix, String[] secrets) {
        List<String> all = Arrays.stream(secrets).map(String::strip).toList();
        if (all.isEmpty() || !all.stream().allMatch(s -> s.matches("whsec_[A-Za-z0-9+/=_]{8,200}"))) {
            problems.add(prefix + "webhook.secrets are one or more, each begins with whsec_");
        }
        return all;
    }

    private static boolean shared(List<Account> accounts) {
        return accounts.get(0).secrets().stream().anyMatch(accounts.get(1).secrets()::contains);
    }
}
