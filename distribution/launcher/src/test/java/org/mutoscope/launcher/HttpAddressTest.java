package org.mutoscope.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class HttpAddressTest {
    @Test
    void portZeroBecomesAFreePort() throws LaunchException {
        assertNotEquals(0, HttpAddress.claim("127.0.0.1", 0).port());
    }

    @Test
    void aTakenPortIsRefusedBeforeAnythingStarts() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();

            LaunchException refusal = assertThrows(LaunchException.class, () -> HttpAddress.claim("127.0.0.1", port));

            assertEquals(ExitCode.PORT_TAKEN, refusal.exitCode());
        }
    }

    @Test
    void theUrlWorksOnThisMachine() {
        assertEquals("http://127.0.0.1:1", new HttpAddress("0.0.0.0", 1).url());
        assertEquals("http://[::1]:1", new HttpAddress("::1", 1).url());
        assertEquals("http://video.local:1", new HttpAddress("video.local", 1).url());
    }
}
