package org.mutoscope.revenue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.api.revenue.CaptureShare;
import org.mutoscope.api.revenue.Share;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.plugins.Services;

/** Asks the installed models for the shares of a capture, one after the other, and believes none of them. Runs outside of any transaction. */
final class Models {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final int MOST_SHARES = 1_000;
    private static final int LONGEST_CAUSE = 160;

    private final Services<CaptureShare> services;
    private final PartnerCalls calls;
    /** How many more may be late; for the one thread that asks. */
    private int patience;

    Models(Services<CaptureShare> services, PartnerCalls calls) {
        this.services = services;
        this.calls = calls;
    }

    /** @param late how many calls may be late from now on */
    void patience(int late) {
        patience = late;
    }

    boolean patient() {
        return patience > 0;
    }

    /** A share and whose word it is. @param by {@code bundle@version} */
    record Said(Share share, String by) {}

    /** What a capture cannot be shared by; for the operator. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message);
        }
    }

    /** @throws Fault if one of them is wrong, or none shares what holders are owed */
    List<Said> ask(CaptureFacts facts) throws Fault, InterruptedException {
        long left = facts.credits();
        List<Said> said = new ArrayList<>();
        for (Offered<CaptureShare> model : services.newest()) {
            for (Share share : ask(model, facts)) {
                left -= share.amount();
                if (left < 0) {
                    throw new Fault(by(model) + " shared more than was left of " + facts.credits() + " credits.");
                }
                said.add(new Said(share, model.bundle() + "@" + model.version()));
            }
        }
        requireOwed(facts, said);
        return said;
    }

    private List<Share> ask(Offered<CaptureShare> model, CaptureFacts facts) throws Fault, InterruptedException {
        Optional<Leased<CaptureShare>> lease = model.lease();
        if (lease.isEmpty()) {
            throw new Fault(by(model) + " went away while it was to be asked.");
        }
        try (Leased<CaptureShare> leased = lease.get()) {
            List<Share> shares = calls.call(leased, "split", DEADLINE, s -> List.copyOf(s.split(facts)));
            if (shares.size() > MOST_SHARES) {
                throw new Fault(by(model) + " made " + shares.size() + " shares of one capture; " + MOST_SHARES
                        + " are the most.");
            }
            for (Share share : shares) {
                // A share below 1 or with a word missing cannot be made; the sum is checked against what is left.
                if (share.amount() > facts.credits() || share.cause().length() > LONGEST_CAUSE) {
                    throw new Fault(by(model) + " made a share that makes no sense: " + share.amount() + " of "
                            + facts.credits() + " credits.");
                }
            }
            return shares;
        } catch (PartnerFault e) {
            patience -= e.late() ? 1 : 0;
            throw new Fault(by(model) + " failed: " + e.getMessage());
        }
    }

    private static void requireOwed(CaptureFacts facts, List<Said> said) throws Fault {
        if (facts.kind().equals(CaptureFacts.TIP) && said.isEmpty()) {
            throw new Fault("No installed model shares gifts. Install one, such as mutoscope-revenue-tips.");
        }
        Set<String> shared = new HashSet<>();
        said.forEach(one -> shared.add(one.share().cause()));
        for (LicenceFee fee : facts.fees()) {
            if (!shared.contains(fee.grantId())) {
                throw new Fault("No installed model shared the fee of " + fee.grantId()
                        + ". Install one that shares licence fees, such as mutoscope-revenue-fees.");
            }
        }
    }

    private static String by(Offered<?> model) {
        return model.id() + " (" + model.bundle() + "@" + model.version() + ")";
    }
}
