package org.mutoscope.billing.appstore;

import com.apple.itunes.storekit.client.BearerTokenAuthenticator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a configuration and finds all its problems at once. What keeps a paper App Store from making money by accident stands in {@link #paper}:
 * three keys have to agree, and none of them works with a real app.
 */
final class SettingsReader {
    private static final String PAPER_APP = "paper.";

    private final AppStoreConfig config;
    private final List<String> problems = new ArrayList<>();

    SettingsReader(AppStoreConfig config) {
        this.config = config;
    }

    /** Whether nothing is configured at all. */
    boolean empty() {
        return config.bundle_id().isBlank()
                && config.app_apple_id() == 0
                && (config.issuer_id() + config.key_id() + config.key()).isBlank()
                && (config.paper_root() + config.paper_server()).isBlank()
                && config.trust().equals("apple");
    }

    /** @throws IllegalArgumentException if there are problems, all of them in the message */
    Settings read() {
        Set<StoreEnvironment> environments = environments();
        check(
                config.bundle_id().matches("[A-Za-z0-9.-]{1,155}"),
                "bundle.id is the app's bundle id: letters, digits, dots and dashes");
        check(
                config.app_apple_id() > 0 || !environments.contains(StoreEnvironment.PRODUCTION),
                "app.apple.id is needed for production: the app's Apple ID in App Store Connect, a number");
        check(!config.issuer_id().isBlank(), "issuer.id is needed: App Store Connect, Users and Access, Integrations");
        check(!config.key_id().isBlank(), "key.id is needed: the Key ID beside the In-App Purchase key");
        check(
                config.request_seconds() >= 1 && config.request_seconds() <= 60,
                "request.seconds is from 1 to 60, not " + config.request_seconds());
        Optional<BearerTokenAuthenticator> tokens = tokens();
        Optional<byte[]> root = config.trust().equals("apple") ? apple() : paper(environments);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(AppStoreConfig.PID + ": " + String.join("; ", problems));
        }
        Optional<URI> server =
                Optional.of(config.paper_server()).filter(s -> !s.isBlank()).map(URI::create);
        return new Settings(
                new Settings.App(config.bundle_id(), config.app_apple_id()),
                List.copyOf(environments),
                root.orElseThrow(),
                config.online_checks(),
                config.family_sharing(),
                new Settings.Api(tokens.orElseThrow(), server, Duration.ofSeconds(config.request_seconds())));
    }

    private void check(boolean good, String problem) {
        if (!good) {
            problems.add(problem);
        }
    }

    /** Production first, whatever the order in the file: a sandbox purchase must never be tried as if it were the usual case. */
    private Set<StoreEnvironment> environments() {
        Set<StoreEnvironment> chosen = EnumSet.noneOf(StoreEnvironment.class);
        for (String word : config.environments()) {
            Optional<StoreEnvironment> known = Arrays.stream(StoreEnvironment.values())
                    .filter(e -> e.word().equals(word.strip().toLowerCase(Locale.ROOT)))
                    .findFirst();
            known.ifPresent(chosen::add);
            check(
                    known.isPresent(),
                    "environments are production and sandbox, not " + word
                            + ": what Xcode and local tests make is not signed, anybody could make it");
        }
        check(!chosen.isEmpty(), "environments names at least one: production, sandbox");
        return chosen;
    }

    private Optional<BearerTokenAuthenticator> tokens() {
        try {
            return Optional.of(new BearerTokenAuthenticator(
                    config.key().strip(), config.key_id(), config.issuer_id(), config.bundle_id()));
        } catch (
                RuntimeException
                        e) { // whatever the library throws at a wrong key; its message may show part of the key
            problems.add("key is not the content of a .p8 file of App Store Connect; write key=${file:/path/to/it}");
            return Optional.empty();
        }
    }

    private Optional<byte[]> apple() {
        check(
                (config.paper_root() + config.paper_server()).isBlank(),
                "paper.root and paper.server are for trust=paper; with trust=apple only Apple's root certificate counts");
        return Optional.of(Roots.apple());
    }

    private Optional<byte[]> paper(Set<StoreEnvironment> environments) {
        boolean money = config.trust().equals("paper-money");
        check(money || config.trust().equals("paper"), "trust is apple, paper or paper-money, not " + config.trust());
        check(
                config.bundle_id().startsWith(PAPER_APP),
                "bundle.id begins with " + PAPER_APP + " where a paper App Store is trusted: never a real app's id");
        check(
                money || !environments.contains(StoreEnvironment.PRODUCTION),
                "with trust=paper, environments is sandbox alone: paper purchases are play credits");
        check(
                loopback(config.paper_server()),
                "paper.server is an address of this machine, like http://127.0.0.1:8499");
        try {
            return Optional.of(Roots.paper(Path.of(config.paper_root())));
        } catch (IllegalArgumentException e) {
            problems.add("paper.root: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean loopback(String server) {
        return server.matches("http://(127\\.0\\.0\\.1|localhost|\\[::1]):[0-9]{1,5}");
    }
}
