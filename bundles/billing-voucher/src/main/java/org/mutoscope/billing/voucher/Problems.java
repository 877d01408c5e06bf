package org.mutoscope.billing.voucher;

import java.util.ArrayList;
import java.util.List;

/** All that is wrong with a configuration, said at once. */
final class Problems {
    private final List<String> found = new ArrayList<>();

    void unless(boolean good, String problem) {
        if (!good) {
            found.add(problem);
        }
    }

    /** @throws IllegalArgumentException if there were any */
    void raise() {
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(VoucherConfig.PID + ": " + String.join("; ", found));
        }
    }
}
