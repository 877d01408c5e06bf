package org.mutoscope.worker.wire;

import java.io.IOException;

/** The other side said something that is not in the protocol. Nothing it says later can be trusted. */
public final class GarbledException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message what was wrong, without content that a user gave */
    public GarbledException(String message) {
        super(message);
    }
}
