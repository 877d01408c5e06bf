package org.mutoscope.billing.appstore;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.paper.Order;
import org.mutoscope.paper.PaperStore;
import org.mutoscope.paper.Product;
import org.mutoscope.tck.LentContext;
import org.mutoscope.tck.SentProof;

/** How many fresh proofs one thread verifies in a second, with OCSP (answers are kept 15 minutes) and without. */
class VerifyBench {
    private static final int SECONDS = 10;

    @Test
    void oneThread() throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target"), "bench");
        try (PaperStore store = new PaperStore(ConfigOf.APP, 0)) {
            String proof = store.shop().signed(store.shop().buy(Order.of(Product.pack("pack100", 4000), null)));
            for (boolean online : new boolean[] {true, false, true, false}) {
                Map<String, Object> values = ConfigOf.trusting(store, store.chain(), folder);
                values.put("online_checks", online);
                System.out.printf("online checks %s: %d/s%n", online, rate(ConfigOf.provider(values), proof));
            }
        }
    }

    private static long rate(AppStoreProvider provider, String proof) throws Exception {
        LentContext lent = new LentContext();
        long count = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < SECONDS * 1_000_000_000L) {
            if (!(provider.verify(new SentProof("acct_test", proof), lent) instanceof ProofOutcome.Verified)) {
                throw new IllegalStateException("a good proof was not verified");
            }
            count++;
        }
        return count / SECONDS;
    }
}
