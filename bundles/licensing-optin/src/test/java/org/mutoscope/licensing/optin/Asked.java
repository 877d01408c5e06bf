package org.mutoscope.licensing.optin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.licensing.LicenceGrant;
import org.mutoscope.api.licensing.LicenceOffer;
import org.mutoscope.api.licensing.LicenceQuery;

/** Queries about characters, with what there is for them. */
final class Asked {
    static final String HOLDER = "acct_holder";
    static final Instant AT = Instant.parse("2026-06-01T12:00:00Z");

    private Asked() {}

    /** A query of the test kit that can be given grants and offers. */
    static Given asked(String... subjects) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < subjects.length; i++) {
            findings.add(new Finding("character", subjects[i], 10 * i, 10 * i + 5, 900_000));
        }
        return new Given("personal", findings, List.of(), List.of());
    }

    static LicenceGrant grant(String id, String subject, Map<String, String> terms) {
        return new LicenceGrant(id, subject, terms);
    }

    static LicenceOffer offer(String id, String subject, long credits, Map<String, String> terms) {
        return new LicenceOffer(id, subject, credits, terms);
    }

    /** A query. */
    record Given(String purpose, List<Finding> findings, List<LicenceGrant> grants, List<LicenceOffer> offers)
            implements LicenceQuery {
        Given with(LicenceGrant grant) {
            List<LicenceGrant> more = new ArrayList<>(grants);
            more.add(grant);
            return new Given(purpose, findings, List.copyOf(more), offers);
        }

        Given with(LicenceOffer offer) {
            List<LicenceOffer> more = new ArrayList<>(offers);
            more.add(offer);
            return new Given(purpose, findings, grants, List.copyOf(more));
        }

        Given with(Finding finding) {
            List<Finding> more = new ArrayList<>(findings);
            more.add(finding);
            return new Given(purpose, List.copyOf(more), grants, offers);
        }

        Given purpose(String other) {
            return new Given(other, findings, grants, offers);
        }

        @Override
        public String accountId() {
            return "acct_one";
        }

        @Override
        public String prompt() {
            return "two animals that somebody has drawn";
        }

        @Override
        public String model() {
            return "model-1";
        }

        @Override
        public Instant at() {
            return AT;
        }
    }

    /** A query that says where the clip will be shown, and how large it is. */
    record Told(LicenceQuery like, Set<String> territory, int lines) implements LicenceQuery {
        @Override
        public String accountId() {
            return like.accountId();
        }

        @Override
        public String prompt() {
            return like.prompt();
        }

        @Override
        public String model() {
            return like.model();
        }

        @Override
        public String purpose() {
            return like.purpose();
        }

        @Override
        public List<Finding> findings() {
            return like.findings();
        }

        @Override
        public List<LicenceGrant> grants() {
            return like.grants();
        }

        @Override
        public List<LicenceOffer> offers() {
            return like.offers();
        }

        @Override
        public Instant at() {
            return like.at();
        }
    }
}
