package org.mutoscope.billing.appstore;

import com.apple.itunes.storekit.model.Environment;
import java.time.Duration;

/** The two environments whose data is signed. Apple's verifier knows two more, which it believes without a signature: they are not here. */
enum StoreEnvironment {
    /** Purchases for money; notices are kept for 180 days. */
    PRODUCTION("production", Environment.PRODUCTION, Duration.ofDays(180)),
    /** Purchases of testers and of App Review; notices are kept for 30 days. */
    SANDBOX("sandbox", Environment.SANDBOX, Duration.ofDays(30));

    private final String word;
    private final Environment apples;
    private final Duration kept;

    StoreEnvironment(String word, Environment apples, Duration kept) {
        this.word = word;
        this.apples = apples;
        this.kept = kept;
    }

    /** As facts and the configuration say it. */
    String word() {
        return word;
    }

    /** As Apple's library says it. */
    Environment apples() {
        return apples;
    }

    /** How far back the store lists its notices. */
    Duration kept() {
        return kept;
    }
}
