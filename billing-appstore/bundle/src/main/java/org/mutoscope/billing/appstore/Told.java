package org.mutoscope.billing.appstore;

import com.apple.itunes.storekit.model.Data;
import com.apple.itunes.storekit.model.JWSRenewalInfoDecodedPayload;
import com.apple.itunes.storekit.model.JWSTransactionDecodedPayload;
import com.apple.itunes.storekit.model.ResponseBodyV2DecodedPayload;
import java.time.Instant;
import java.util.Optional;

/** A notice with a good signature, and what it carries: each part is signed by itself and checked here, in the notice's environment. */
final class Told {
    private final Signed<ResponseBodyV2DecodedPayload> notice;
    private final Verifiers verifiers;
    private final Instant signedAt;

    Told(Signed<ResponseBodyV2DecodedPayload> notice, Verifiers verifiers, Instant signedAt) {
        this.notice = notice;
        this.verifiers = verifiers;
        this.signedAt = signedAt;
    }

    ResponseBodyV2DecodedPayload payload() {
        return notice.payload();
    }

    StoreEnvironment environment() {
        return notice.environment();
    }

    Instant signedAt() {
        return signedAt;
    }

    /** The transaction it is about. @throws Untrusted if there is none, or a rotten one */
    Signed<JWSTransactionDecodedPayload> transaction() throws Untrusted {
        Data data = notice.payload().getData();
        Transactions.check(
                data != null && data.getSignedTransactionInfo() != null,
                "malformed",
                "The notice is about a transaction and carries none.");
        return new Signed<>(verifiers.transaction(data.getSignedTransactionInfo(), environment()), environment());
    }

    /** Whether {@link #transaction} will find something. */
    boolean hasTransaction() {
        Data data = notice.payload().getData();
        return data != null && data.getSignedTransactionInfo() != null;
    }

    /** What it says of the next renewal. */
    Optional<JWSRenewalInfoDecodedPayload> renewal() throws Untrusted {
        Data data = notice.payload().getData();
        return data == null || data.getSignedRenewalInfo() == null
                ? Optional.empty()
                : Optional.of(verifiers.renewal(data.getSignedRenewalInfo(), environment()));
    }

    /** Apple's id of the app's installation it is about. */
    Optional<String> appTransaction() throws Untrusted {
        if (notice.payload().getAppData() == null
                || notice.payload().getAppData().getSignedAppTransactionInfo() == null) {
            return Optional.empty();
        }
        String jws = notice.payload().getAppData().getSignedAppTransactionInfo();
        return Optional.ofNullable(verifiers.app(jws, environment()).getAppTransactionId())
                .filter(Store::identifier);
    }
}
