package org.mutoscope.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;

/** Which rows of the outbox become which events. Those of the Videos API go to the account that ordered the clip, uses of what somebody holds to its holder, those of the house to operators who ask. */
final class EventTypes {
    static final String COMPLETED = "video.completed";
    static final String FAILED = "video.failed";

    /** A holder of something in a clip had it removed. */
    static final String REMOVED = "mutoscope.video.removed";

    static final String USED = "mutoscope.rights.used";

    private static final List<String> VIDEO = List.of(COMPLETED, FAILED, REMOVED);
    private static final List<String> OF_ACCOUNTS = List.of(COMPLETED, FAILED, REMOVED, USED);
    private static final Map<String, String> OF_TOPIC = new LinkedHashMap<>();

    static {
        OF_TOPIC.put("job.completed", COMPLETED);
        OF_TOPIC.put("job.failed", FAILED);
        OF_TOPIC.put("job.cancelled", FAILED);
        OF_TOPIC.put("clip.removed", REMOVED);
        OF_TOPIC.put("rights.used", USED);
        OF_TOPIC.put("backend.budget_spent", "mutoscope.backend.budget_spent");
        OF_TOPIC.put("backend.cost_mismatch", "mutoscope.backend.cost_mismatch");
    }

    private EventTypes() {}

    static List<String> topics() {
        return List.copyOf(OF_TOPIC.keySet());
    }

    static String ofTopic(String topic) {
        return OF_TOPIC.get(topic);
    }

    static boolean isVideo(String type) {
        return VIDEO.contains(type);
    }

    /** Whether it goes to the account that it is about, and to no other. */
    static boolean isOfAccount(String type) {
        return OF_ACCOUNTS.contains(type);
    }

    static List<String> visibleTo(Caller caller) {
        List<String> types = new ArrayList<>(OF_ACCOUNTS);
        if (caller.may(Role.OPERATOR)) {
            OF_TOPIC.values().stream().filter(type -> !isOfAccount(type)).forEach(types::add);
        }
        return types;
    }
}
