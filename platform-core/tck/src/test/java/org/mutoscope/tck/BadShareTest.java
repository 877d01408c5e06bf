package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kit can fail: each fault of a revenue model breaks the contract about it. */
class BadShareTest {
    @AfterEach
    void clear() {
        BadShareContract.fault = ShareFault.none;
    }

    /** A model whose shares depend on the order, or on who asks, is not pure either. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "none")
    void thatContractFails(ShareFault fault) {
        BadShareContract.fault = fault;
        KitRun run = KitRun.of(BadShareContract.class);
        assertTrue(run.broken().contains(fault.name()), run.told());
    }

    @Test
    void eachContractHasItsFault() {
        KitRun run = KitRun.of(BadShareContract.class);
        assertEquals(Set.of(), run.broken(), run.told());
        Set<String> faults = Arrays.stream(ShareFault.values())
                .filter(f -> f != ShareFault.none)
                .map(Enum::name)
                .collect(Collectors.toSet());
        assertEquals(faults, run.passed(), "contracts and faults");
    }
}
