package ${package};

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mutoscope.api.billing.BillingContext;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.NoticeRefused;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.ProviderNotice;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.PurchaseProof;
import org.osgi.service.component.annotations.Component;

/** Vouchers worth one pack. A voucher is {@code production/V-1/SIGNATURE}: an environment, a number, and the HMAC-SHA256 of both under the operator's key. */
@Component(property = BillingProvider.ID + "=${billingId}")
public final class VoucherProvider implements BillingProvider {
    private static final Pattern VOUCHER = Pattern.compile("((production|sandbox)/(V-[A-Z0-9]{1,40}))/([0-9a-f]{64})");
    private static final Pattern ID = Pattern.compile("V-[A-Z0-9]{1,40}");

    @Override
    public ProofOutcome verify(PurchaseProof proof, BillingContext context) {
        Optional<String> key = context.secret("key");
        if (key.isEmpty()) {
            return new ProofOutcome.Unknown("the secret ${billingId}.key is not set");
        }
        Matcher voucher = VOUCHER.matcher(proof.content());
        if (!voucher.matches() || !signed(voucher.group(1), voucher.group(4), key.get())) {
            return new ProofOutcome.Rejected("not_a_voucher", "This is no voucher of ours; copy all of it, from production/ on.");
        }
        context.write(voucher.group(3), voucher.group(2)); // so that lookup knows it
        return verified(voucher.group(3), voucher.group(2), context);
    }

    @Override
    public ProofOutcome lookup(String purchaseId, BillingContext context) {
        Optional<String> environment = ID.matcher(purchaseId).matches() ? context.read(purchaseId) : Optional.empty();
        return environment.isPresent()
                ? verified(purchaseId, environment.get(), context)
                : new ProofOutcome.Rejected("not_redeemed", "No voucher with this number was redeemed.");
    }

    private static ProofOutcome verified(String id, String environment, BillingContext context) {
        return new ProofOutcome.Verified(new PurchaseFact(
                id, environment, "${groupId}.pack100", 1, Optional.empty(), 400, "USD", 0, context.clock().instant()));
    }

    private static boolean signed(String text, String signature, String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] right = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(right, HexFormat.of().parseHex(signature)); // takes the same time for each wrong one
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    @Override
    public NoticeReading interpret(ProviderNotice notice, BillingContext context) throws NoticeRefused {
        throw new NoticeRefused("vouchers send no notices");
    }
}
