package org.mutoscope.billing.appstore.legacy;

import com.apple.itunes.storekit.migration.ReceiptUtility;
import java.io.IOException;
import java.util.function.Function;
import org.osgi.service.component.annotations.Component;

/**
 * Finds the id of a transaction in a base64 receipt, of an app (PKCS #7) or of a transaction (older still). It verifies nothing: the id is good for asking
 * Apple's server and for nothing else. Offered as a function of the JDK, so that no package has to be shared. Safe for use by several threads.
 */
@Component(service = Function.class, property = LegacyReceipts.PROPERTY + "=true")
public final class LegacyReceipts implements Function<String, String> {
    /** Service property by which the App Store bundle finds it. */
    static final String PROPERTY = "mutoscope.appstore.receipts";

    /**
     * @param receipt as the app has it
     * @return the id, as the receipt claims it; null if it holds no purchase
     * @throws IllegalArgumentException if it is no receipt
     */
    @Override
    public String apply(String receipt) {
        ReceiptUtility reader = new ReceiptUtility();
        String bare = receipt.replaceAll("\\s", "");
        try {
            return bare.startsWith("M") // an ASN.1 sequence
                    ? reader.extractTransactionIdFromAppReceipt(bare)
                    : reader.extractTransactionIdFromTransactionReceipt(bare);
        } catch (IOException
                | RuntimeException
                | StackOverflowError e) { // whatever the readers throw at what is no receipt
            throw new IllegalArgumentException("this is no receipt of the App Store", e);
        }
    }
}
