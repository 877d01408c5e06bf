package org.mutoscope.payout.stripe;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A configuration that was found sound.
 *
 * @param secrets that the webhook is signed with
 * @param comeBack page that holders are led back to
 * @param server address of the API
 * @param patience longest wait for one answer
 */
record Settings(String key, List<String> secrets, String comeBack, URI server, Duration patience) {
    private static final String STRIPE = "https://api.stripe.com";
    private static final String LOOPBACK = "http://(127\\.0\\.0\\.1|localhost|\\[::1]):[0-9]{1,5}";

    /** Whether a stand-in takes Stripe's place. */
    boolean standIn() {
        return !server.toString().equals(STRIPE);
    }

    /** Whether only play money moves. */
    boolean test() {
        return key.contains("_test_");
    }

    /** @throws IllegalArgumentException if there are problems, all of them in the message */
    static Settings of(StripeConfig config) {
        List<String> problems = new ArrayList<>();
        boolean standIn = !config.server().equals(STRIPE);
        if (standIn && !config.server().matches(LOOPBACK)) {
            problems.add("server is " + STRIPE + ", or a stand-in on this machine like http://127.0.0.1:8498");
        }
        String prefix = standIn ? "sk_paper_" : "(sk|rk)_(live|test)_";
        if (!config.key().strip().matches(prefix + "[A-Za-z0-9_]{4,200}")) {
            problems.add("key begins with " + prefix + "; a stand-in never gets a real key");
        }
        List<String> secrets =
                Arrays.stream(config.webhook_secrets()).map(String::strip).toList();
        if (!secrets.stream().allMatch(s -> s.matches("whsec_[A-Za-z0-9+/=_]{8,200}"))) {
            problems.add("webhook.secrets begin with whsec_");
        }
        if (!config.return_url().matches("https://[^\\s\"<>]{1,500}" + (standIn ? "|" + LOOPBACK + "/.*" : ""))) {
            problems.add("return.url is an https page that holders are led back to");
        }
        if (config.request_seconds() < 1 || config.request_seconds() > 60) {
            problems.add("request.seconds is from 1 to 60, not " + config.request_seconds());
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(StripeConfig.PID + ": " + String.join("; ", problems));
        }
        return new Settings(
                config.key().strip(),
                secrets,
                config.return_url(),
                URI.create(config.server()),
                Duration.ofSeconds(config.request_seconds()));
    }
}
