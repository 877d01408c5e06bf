package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * Reads what a client still sends after it has been answered. Closing at once would reset the connection, and a client in the middle of an
 * upload would see a broken pipe in place of the 413 that explains it. There are bounds, or it would be a way to keep us busy.
 */
final class Leftover {
    private static final long BYTES_OF_A_STRANGER = 1_048_576;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(30);

    private Leftover() {}

    static void read(HttpServletRequest request, Call call, Settings settings) {
        if (request.getContentLengthLong() <= 0 && request.getHeader("transfer-encoding") == null) {
            return;
        }
        long left = call.caller() == null ? BYTES_OF_A_STRANGER : 4 * settings.maxUploadBytes();
        long end = System.nanoTime() + NANOS;
        byte[] nowhere = new byte[8192];
        try {
            InputStream body = request.getInputStream();
            int got = body.read(nowhere);
            while (got >= 0 && left > 0 && System.nanoTime() - end < 0) {
                left -= got;
                got = body.read(nowhere);
            }
        } catch (IOException | RuntimeException e) {
            // The client went away or sends nonsense: it has its answer, there is nothing more to do for it.
            return;
        }
    }
}
