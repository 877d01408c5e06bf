package org.mutoscope.backend.remote.standins;

import java.util.Map;

/** Runway's uploads: an address with fields of a form is asked for, then the file goes there. */
final class Uploads {
    private static final String SIGNATURE = "policy";

    private Uploads() {}

    static Map<String, Object> expect(Desk desk) {
        String id = Desk.hex();
        desk.things().put(id, "expected");
        return Answer.map(
                "uploadUrl", desk.url + "/upload",
                "fields", Answer.map("key", id, SIGNATURE, "paper"),
                "runwayUri", "runway://" + id);
    }

    static Answer store(Asked asked, Desk desk) {
        String key = "";
        String policy = "";
        int size = -1;
        for (Part part : asked.parts()) {
            if (part.name().equals("file")) {
                size = part.bytes().length;
            } else if (part.name().equals("key")) {
                key = part.text();
            } else if (part.name().equals(SIGNATURE)) {
                policy = part.text();
            }
        }
        if (!"expected".equals(desk.things().get(key)) || !policy.equals("paper") || size < 0) {
            throw new Refusal(403, "", "The fields that came with the address are missing, or it was used before.");
        }
        desk.things().put(key, size + " bytes");
        return Answer.empty(204);
    }
}
