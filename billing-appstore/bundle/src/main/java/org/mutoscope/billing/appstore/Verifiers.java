package org.mutoscope.billing.appstore;

import com.apple.itunes.storekit.model.AppTransaction;
import com.apple.itunes.storekit.model.JWSRenewalInfoDecodedPayload;
import com.apple.itunes.storekit.model.JWSTransactionDecodedPayload;
import com.apple.itunes.storekit.model.ResponseBodyV2DecodedPayload;
import com.apple.itunes.storekit.verification.SignedDataVerifier;
import com.apple.itunes.storekit.verification.VerificationException;
import com.apple.itunes.storekit.verification.VerificationStatus;
import java.io.ByteArrayInputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Apple's verifiers, one for each environment. App Review buys in the sandbox of a production app, so data may be of either. Thread-safe. */
final class Verifiers {
    private final Map<StoreEnvironment, SignedDataVerifier> byEnvironment = new EnumMap<>(StoreEnvironment.class);

    Verifiers(Settings settings) {
        Long appleId = settings.app().appleId() == 0 ? null : settings.app().appleId();
        for (StoreEnvironment environment : settings.environments()) {
            byEnvironment.put(
                    environment,
                    new SignedDataVerifier(
                            Set.of(new ByteArrayInputStream(settings.root())),
                            settings.app().bundleId(),
                            appleId,
                            environment.apples(),
                            settings.onlineChecks()));
        }
    }

    private interface Check<T> {
        T by(SignedDataVerifier verifier) throws VerificationException;
    }

    /** A transaction of any environment. */
    Signed<JWSTransactionDecodedPayload> transaction(String jws) throws Untrusted {
        return any(verifier -> verifier.verifyAndDecodeTransaction(jws));
    }

    /** A notice of any environment. What it carries is signed by itself and not checked here. */
    Signed<ResponseBodyV2DecodedPayload> notice(String jws) throws Untrusted {
        return any(verifier -> verifier.verifyAndDecodeNotification(jws));
    }

    /** A transaction that has to be of the environment. */
    JWSTransactionDecodedPayload transaction(String jws, StoreEnvironment environment) throws Untrusted {
        return one(environment, verifier -> verifier.verifyAndDecodeTransaction(jws));
    }

    /** Renewal information that has to be of the environment. */
    JWSRenewalInfoDecodedPayload renewal(String jws, StoreEnvironment environment) throws Untrusted {
        return one(environment, verifier -> verifier.verifyAndDecodeRenewalInfo(jws));
    }

    /** An app's own transaction that has to be of the environment. */
    AppTransaction app(String jws, StoreEnvironment environment) throws Untrusted {
        return one(environment, verifier -> verifier.verifyAndDecodeAppTransaction(jws));
    }

    /** Production first. The first verifier's answer counts unless a later one accepts. */
    private <T> Signed<T> any(Check<T> check) throws Untrusted {
        VerificationException first = null;
        for (Map.Entry<StoreEnvironment, SignedDataVerifier> each : byEnvironment.entrySet()) {
            try {
                return new Signed<>(check.by(each.getValue()), each.getKey());
            } catch (VerificationException e) {
                first = first == null || first.getStatus() == VerificationStatus.INVALID_ENVIRONMENT ? e : first;
                if (e.getStatus() != VerificationStatus.INVALID_ENVIRONMENT
                        && e.getStatus() != VerificationStatus.INVALID_APP_IDENTIFIER) {
                    break; // no other environment makes a bad signature good
                }
            }
        }
        throw refused(first);
    }

    private <T> T one(StoreEnvironment environment, Check<T> check) throws Untrusted {
        SignedDataVerifier verifier = byEnvironment.get(environment);
        if (verifier == null) {
            throw new Untrusted("wrong_environment", "The " + environment.word() + " environment is not read here.");
        }
        try {
            return check.by(verifier);
        } catch (VerificationException e) {
            throw refused(e);
        }
    }

    /** @throws StoreSilent if Apple's OCSP responder did not answer */
    private static Untrusted refused(VerificationException e) {
        switch (e.getStatus()) {
            case RETRYABLE_VERIFICATION_FAILURE:
                throw new StoreSilent("Apple could not be asked whether its certificates were revoked (OCSP)", e);
            case INVALID_APP_IDENTIFIER:
                return new Untrusted("wrong_app", "This was bought in another app.");
            case INVALID_ENVIRONMENT:
                return new Untrusted("wrong_environment", "This comes from a test environment that is not read here.");
            case INVALID_CHAIN:
            case INVALID_CHAIN_LENGTH:
            case INVALID_CERTIFICATE:
                // Honest devices send data whose certificates have expired; a sync with the store cures it. Nobody is
                // punished for it.
                return new Untrusted(
                        "chain_invalid",
                        "Its certificates are not Apple's, or no longer good. Open the app and restore purchases, then try again.");
            default:
                return new Untrusted(
                        "signature_invalid",
                        "This is not signed by the App Store. Send the signed transaction unchanged.");
        }
    }
}
