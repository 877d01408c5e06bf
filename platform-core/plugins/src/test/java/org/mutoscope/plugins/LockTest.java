package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

/** Which line says what to go back to. */
class LockTest {
    private static Lock.Line line(Lock.State state, String version, char digit) {
        return new Lock.Line(
                state,
                "acme.veo",
                Version.parseVersion(version),
                String.valueOf(digit).repeat(64),
                "veo-" + version + ".jar",
                null);
    }

    /** Where the folder cannot be written, what was removed is switched off; it is the way back all the same. */
    @Test
    void whatCouldNotBeDeletedIsTheWayBack() {
        Lock lock = new Lock(java.util.List.of(line(Lock.State.ON, "1.0.0", '1')));
        lock = lock.retired(line(Lock.State.BACK, "1.0.0", '1'))
                .with(line(Lock.State.OFF, "1.0.0", '1'))
                .with(line(Lock.State.ON, "2.0.0", '2'));
        assertEquals(
                Version.parseVersion("1.0.0"),
                lock.back("acme.veo").orElseThrow().version());
    }

    @Test
    void whatRanBeforeGoesBeforeWhatWasSwitchedOff() {
        Lock lock = Lock.EMPTY
                .with(line(Lock.State.OFF, "3.0.0", '3'))
                .with(line(Lock.State.OFF, "0.9.0", '9'))
                .retired(line(Lock.State.BACK, "1.0.0", '1'));
        assertEquals(
                Version.parseVersion("1.0.0"),
                lock.back("acme.veo").orElseThrow().version());
        Lock off = lock.without(l -> l.state() == Lock.State.BACK);
        assertEquals(
                Version.parseVersion("3.0.0"),
                off.back("acme.veo").orElseThrow().version(),
                "the newest");
        assertTrue(off.back("acme.kling").isEmpty());
    }
}
