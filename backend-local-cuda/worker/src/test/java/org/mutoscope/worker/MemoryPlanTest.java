package org.mutoscope.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.mutoscope.worker.device.Device;
import org.mutoscope.worker.model.ModelManifest.Memory;
import org.mutoscope.worker.model.PackageProblem;

class MemoryPlanTest {
    private final MemoryPlan plan = new MemoryPlan(1000, 400, 200);

    @Test
    void whatFitsIsLetThrough() throws PackageProblem {
        plan.checkNow(new Memory(400, 200));
        plan.checkNow(new Memory(0, 0));
        new MemoryPlan(1000, 400, 0).check(new Memory(1, 9999));
    }

    @Test
    void whatDoesNotFitIsNamed() throws PackageProblem {
        refused(new Memory(1001, 0));
        refused(new Memory(1, 201));
        plan.check(new Memory(401, 0));
        assertFalse(plan.fitsNow(new Memory(401, 0)));
        assertEquals(
                "model_needs_memory",
                assertThrows(PackageProblem.class, () -> plan.checkNow(new Memory(401, 0)))
                        .code());
    }

    @Test
    void thisMachineHasMemory() {
        MemoryPlan now = MemoryPlan.now(new Device("cpu", "CPU", ""), 7);
        assertTrue(now.hostTotal() >= now.hostFree() && now.hostFree() > 0, now.toString());
        assertEquals(0, now.device());
    }

    private void refused(Memory needed) {
        PackageProblem problem = assertThrows(PackageProblem.class, () -> plan.check(needed));
        assertEquals("model_needs_memory", problem.code());
    }
}
