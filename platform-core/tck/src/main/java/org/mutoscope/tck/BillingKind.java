package org.mutoscope.tck;

import java.util.Map;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.ProofOutcome;

/**
 * Billing providers: used by verifying the good proof.
 *
 * @param bench where the specimen is
 * @param cycles how often the bundle is started and stopped
 */
record BillingKind(Bench bench, int cycles) implements ServiceKind<BillingProvider> {
    private static final int CALLERS = 4;

    @Override
    public Class<BillingProvider> type() {
        return BillingProvider.class;
    }

    @Override
    public String idKey() {
        return BillingProvider.ID;
    }

    @Override
    public String idForm() {
        return "[a-z0-9-]{1,16}";
    }

    @Override
    public String idWords() {
        return "1 to 16 lower-case letters, digits and dashes";
    }

    @Override
    public Map<String, Map<String, Object>> configuration() {
        return bench.specimen.configuration();
    }

    @Override
    public String standInThreads() {
        return bench.specimen.standInThreads();
    }

    @Override
    public void rehearse() throws Exception {
        bench.verify(bench.specimen.goodProof());
    }

    @Override
    public int callers(BillingProvider service) {
        return CALLERS;
    }

    @Override
    public String use(BillingProvider provider) throws Exception {
        ProofOutcome outcome = provider.verify(new SentProof("acct_one", bench.specimen.goodProof()), bench.context);
        String wanted = bench.specimen.goodFact().purchaseId();
        return Outcomes.fact(outcome).purchaseId().equals(wanted) ? "" : "it took a good proof for another purchase";
    }
}
