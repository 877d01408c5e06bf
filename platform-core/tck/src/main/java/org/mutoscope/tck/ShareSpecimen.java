package org.mutoscope.tck;

import java.util.List;
import java.util.Map;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.api.revenue.CaptureShare;

/** The revenue model under test: the one thing a partner writes. */
public interface ShareSpecimen {
    /** A new model, as after a restart. */
    CaptureShare model();

    /** Captures that it shares; at least one. */
    List<CaptureFacts> shared();

    /** Accounts that it pays although no fee of the capture names them; none for most models. */
    default List<String> holders() {
        return List.of();
    }

    /** Names of the threads of your own stand-ins, as a regular expression: they are no threads that the bundle left behind. */
    default String standInThreads() {
        return "";
    }

    /** Configuration that the bundle needs to serve, by PID; {@code PID~NAME} for one of several. */
    default Map<String, Map<String, Object>> configuration() {
        return Map.of();
    }
}
