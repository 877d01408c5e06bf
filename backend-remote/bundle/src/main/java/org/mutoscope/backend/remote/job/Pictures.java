package org.mutoscope.backend.remote.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.mutoscope.backend.remote.wire.CallFault;

/** A first frame inside a JSON request. */
public final class Pictures {
    private Pictures() {}

    /** As base64. @throws CallFault if it is not there, before anything was sent */
    public static String base64(Path png) throws CallFault {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(png));
        } catch (IOException e) {
            throw new CallFault(CallFault.Kind.NOT_SENT, "the clip's picture is not there");
        }
    }

    /** As a {@code data:} address (RFC 2397). */
    public static String dataAddress(Path png) throws CallFault {
        return "data:image/png;base64," + base64(png);
    }
}
