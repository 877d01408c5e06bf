package org.mutoscope.storage.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Asserts on named errors. */
final class Problems {
    private Problems() {}

    static Problem assertUnavailable(Executable call) {
        return assertCode(Code.STORAGE_UNAVAILABLE, call);
    }

    static Problem assertCode(Code code, Executable call) {
        Problem problem = assertThrows(Problem.class, call);
        assertEquals(code, problem.code());
        return problem;
    }
}
