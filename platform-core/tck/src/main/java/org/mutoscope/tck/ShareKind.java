package org.mutoscope.tck;

import java.util.Map;
import org.mutoscope.api.revenue.CaptureShare;

/**
 * Revenue models: used by sharing a capture.
 *
 * @param specimen what the partner wrote
 */
record ShareKind(ShareSpecimen specimen) implements ServiceKind<CaptureShare> {
    private static final int CALLERS = 4;

    @Override
    public Class<CaptureShare> type() {
        return CaptureShare.class;
    }

    @Override
    public String idKey() {
        return CaptureShare.ID;
    }

    @Override
    public String idForm() {
        return "[a-z0-9-]{1,40}";
    }

    @Override
    public String idWords() {
        return "1 to 40 lower-case letters, digits and dashes";
    }

    @Override
    public Map<String, Map<String, Object>> configuration() {
        return specimen.configuration();
    }

    @Override
    public String standInThreads() {
        return specimen.standInThreads();
    }

    @Override
    public void rehearse() {}

    @Override
    public int callers(CaptureShare service) {
        return CALLERS;
    }

    @Override
    public String use(CaptureShare model) {
        return model.split(specimen.shared().get(0)).isEmpty() ? "what it shares was not shared" : "";
    }
}
