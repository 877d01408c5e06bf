package org.mutoscope.billing.appstore;

import com.apple.itunes.storekit.client.BearerTokenAuthenticator;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A configuration that was found sound.
 *
 * @param app whose purchases are read
 * @param environments which are read, in the order in which they are tried
 * @param root certificate that signatures go back to, PEM or DER
 * @param onlineChecks whether OCSP is asked
 * @param familySharing whether shared subscriptions count
 * @param api how the server is asked
 */
record Settings(
        App app,
        List<StoreEnvironment> environments,
        byte[] root,
        boolean onlineChecks,
        boolean familySharing,
        Api api) {
    /**
     * The app.
     *
     * @param bundleId as in App Store Connect
     * @param appleId its number; 0 if only the sandbox is read
     */
    record App(String bundleId, long appleId) {}

    /**
     * The server.
     *
     * @param tokens makes the tokens that Apple wants to see
     * @param server a paper App Store instead of Apple
     * @param patience longest wait for an answer
     */
    record Api(BearerTokenAuthenticator tokens, Optional<URI> server, Duration patience) {}
}
