package org.mutoscope.billing.appstore;

import java.util.Optional;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Receipts of the time before StoreKit 2. Who can read them is a bundle of its own, which may come and go; it finds a transaction's id and proves
 * nothing. So what Apple's server says of that id counts only for the account that the transaction itself names.
 */
final class Receipts {
    private static final String READERS = "(mutoscope.appstore.receipts=true)";
    /** Base64 of an ASN.1 sequence or of a property list in the old style; a signed transaction has dots. */
    private static final String FORM = "(M|ew)[A-Za-z0-9+/=\\s]{60,}";

    private final BundleContext bundles;

    Receipts(BundleContext bundles) {
        this.bundles = bundles;
    }

    static boolean looksLike(String proof) {
        return proof.strip().matches(FORM);
    }

    /** @return id of a transaction, as the receipt claims it @throws Untrusted if there is none */
    String transaction(String receipt) throws Untrusted {
        ServiceReference<?> reference = reader().orElseThrow(
                        () -> new Untrusted(
                                "legacy_receipt",
                                "This is a receipt of the time before StoreKit 2, which is not read here. Send the signed transaction (jwsRepresentation)."));
        Object service = bundles.getService(reference);
        try {
            Object id = service instanceof Function<?, ?> reader ? asked(reader, receipt) : null;
            Transactions.check(
                    id instanceof String text && Store.identifier(text),
                    "malformed",
                    "There is no purchase in this receipt. Send the signed transaction (jwsRepresentation).");
            return (String) id;
        } catch (IllegalArgumentException e) {
            throw new Untrusted("malformed", "This is no receipt of the App Store, or a part of it is missing.");
        } finally {
            bundles.ungetService(reference);
        }
    }

    @SuppressWarnings("unchecked")
    private static Object asked(Function<?, ?> reader, String receipt) {
        return ((Function<String, ?>) reader).apply(receipt.strip());
    }

    private Optional<ServiceReference<?>> reader() {
        try {
            for (ServiceReference<?> one : bundles.getServiceReferences(Function.class, READERS)) {
                return Optional.of(one);
            }
            return Optional.empty();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // it is a constant
        }
    }
}
