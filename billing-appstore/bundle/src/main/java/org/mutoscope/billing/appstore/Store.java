package org.mutoscope.billing.appstore;

import com.apple.itunes.storekit.client.APIError;
import com.apple.itunes.storekit.client.APIException;
import com.apple.itunes.storekit.model.JWSTransactionDecodedPayload;
import com.apple.itunes.storekit.model.TransactionInfoResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.billing.BillingContext;

/** Apple's server for the time of one call by the host: asks, and sorts what goes wrong into "there is none" and {@link StoreSilent}. */
final class Store {
    private static final Set<APIError> NONE = Set.of(
            APIError.TRANSACTION_ID_NOT_FOUND,
            APIError.ORIGINAL_TRANSACTION_ID_NOT_FOUND,
            APIError.ACCOUNT_NOT_FOUND,
            APIError.INVALID_TRANSACTION_ID,
            APIError.INVALID_ORIGINAL_TRANSACTION_ID);

    private final Settings settings;
    private final Verifiers verifiers;
    private final BillingContext context;

    Store(Settings settings, Verifiers verifiers, BillingContext context) {
        this.settings = settings;
        this.verifiers = verifiers;
        this.context = context;
    }

    /** What is asked. */
    interface Question<T> {
        /** Asks. */
        T of(StoreApi api) throws APIException, IOException;
    }

    /** Whether it may stand in an address. */
    static boolean identifier(String id) {
        return id != null && id.matches("[0-9A-Za-z._-]{1,96}") && !id.matches("\\.+");
    }

    BillingContext context() {
        return context;
    }

    /**
     * Asks.
     *
     * @return empty if the environment has no such thing
     * @throws StoreSilent if there was no answer that makes sense
     */
    <T> Optional<T> ask(StoreEnvironment environment, Question<T> question) throws InterruptedException {
        try {
            return Optional.of(question.of(new StoreApi(settings.api(), environment, context.http())));
        } catch (APIException e) {
            if (e.getApiError() != null && NONE.contains(e.getApiError())) {
                return Optional.empty();
            }
            throw silent(e);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new StoreSilent("Apple's server did not answer: " + e, e);
        } catch (NullPointerException e) { // the library, and Optional, on an answer that is JSON and nothing else
            throw new StoreSilent("Apple's server answered nothing that can be read", e);
        }
    }

    private static StoreSilent silent(APIException e) {
        int status = e.getHttpStatusCode();
        if (status == 401) {
            return new StoreSilent("Apple's server refuses the key: check issuer.id, key.id, key and bundle.id", e);
        }
        boolean lasting =
                status >= 400 && status < 500 && status != 403 && status != 404 && status != 408 && status != 429;
        String number = e.getRawApiError() == null ? "" : ", error " + e.getRawApiError();
        return new StoreSilent("Apple's server answered with status " + status + number, lasting, e);
    }

    /** The present state of a transaction, in the first environment that knows it. */
    Optional<Signed<JWSTransactionDecodedPayload>> present(String id) throws Untrusted, InterruptedException {
        for (StoreEnvironment environment : settings.environments()) {
            Optional<Signed<JWSTransactionDecodedPayload>> found = present(id, environment);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The present state of a transaction. */
    Optional<Signed<JWSTransactionDecodedPayload>> present(String id, StoreEnvironment environment)
            throws Untrusted, InterruptedException {
        Optional<TransactionInfoResponse> answer = ask(environment, api -> api.getTransactionInfo(id));
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        JWSTransactionDecodedPayload transaction = inside(answer.get().getSignedTransactionInfo(), environment);
        if (!id.equals(transaction.getTransactionId())) {
            throw new StoreSilent("Apple's server answered with another transaction than the one asked for", null);
        }
        return Optional.of(new Signed<>(transaction, environment));
    }

    /** A transaction that came from the server. A bad signature is the server's fault, not the buyer's. */
    JWSTransactionDecodedPayload inside(String jws, StoreEnvironment environment) {
        try {
            Transactions.check(jws != null, "malformed", "there is no transaction in it");
            return verifiers.transaction(jws, environment);
        } catch (Untrusted e) {
            throw new StoreSilent(
                    "Apple's server answered with data that is not signed as it should be: " + e.code(), e);
        }
    }
}
