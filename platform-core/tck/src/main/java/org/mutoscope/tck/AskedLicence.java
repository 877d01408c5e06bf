package org.mutoscope.tck;

import java.time.Instant;
import java.util.List;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.licensing.LicenceGrant;
import org.mutoscope.api.licensing.LicenceOffer;
import org.mutoscope.api.licensing.LicenceQuery;

/**
 * A query of a licensing policy, as the host makes it. Immutable.
 *
 * @param accountId who asks
 * @param prompt what for
 * @param model that will render
 * @param purpose of the clip
 * @param findings of the guards
 * @param grants that the account holds
 * @param offers of holders
 * @param at when it was asked
 */
public record AskedLicence(
        String accountId,
        String prompt,
        String model,
        String purpose,
        List<Finding> findings,
        List<LicenceGrant> grants,
        List<LicenceOffer> offers,
        Instant at)
        implements LicenceQuery {
    /** Copies the lists. */
    public AskedLicence {
        findings = List.copyOf(findings);
        grants = List.copyOf(grants);
        offers = List.copyOf(offers);
    }

    /** A query about words alone. */
    public static AskedLicence about(String prompt) {
        return new AskedLicence(
                "acct_one",
                prompt,
                "model-1",
                "personal",
                List.of(),
                List.of(),
                List.of(),
                Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** The same with other words. */
    public AskedLicence prompt(String text) {
        return new AskedLicence(accountId, text, model, purpose, findings, grants, offers, at);
    }

    /** The same of another account. */
    public AskedLicence by(String account) {
        return new AskedLicence(account, prompt, model, purpose, findings, grants, offers, at);
    }
}
