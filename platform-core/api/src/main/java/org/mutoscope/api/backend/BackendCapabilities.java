package org.mutoscope.api.backend;

import java.util.List;
import java.util.Map;

/**
 * What a backend offers.
 *
 * @param slots how many clips it renders at once, 1 to 1,024
 * @param device what it renders on, for people: {@code "CPU, 2 threads"}, {@code "NVIDIA H200"}, {@code "api.example.com"}
 * @param models its models; at least one
 * @param attributes the {@code BUDGET_} names below, and further facts in names with the partner's prefix ({@code acme.motion.brush=true}), which are
 *     shown in listings and else ignored
 */
public record BackendCapabilities(int slots, String device, List<ModelOffer> models, Map<String, String> attributes) {
    /**
     * Attribute of a backend that spends money: a whole number, how many standard clips (4 seconds, 720x1280) what is left of its budget pays
     * for until the budget begins anew. Counts as capacity when the free allowance is worked out. Register the service anew when it has changed by
     * a tenth or more; without it the backend counts by its slots.
     */
    public static final String BUDGET_CLIPS = "mutoscope.budget.clips";

    /**
     * Attribute of a backend that spends money: the most it may spend in a day of UTC, a whole number of millionths of a US dollar. The host
     * reserves the {@linkplain Estimate#cost() estimate} of every job from it before it takes the job, and gives the backend none that would exceed it.
     * Absent: no limit.
     */
    public static final String BUDGET_DAY = "mutoscope.budget.day.micros";

    /** The same for a calendar month of UTC. */
    public static final String BUDGET_MONTH = "mutoscope.budget.month.micros";

    /** Copies the collections. @throws IllegalArgumentException if {@code slots} is out of range or there is no model */
    public BackendCapabilities {
        models = List.copyOf(models);
        attributes = Map.copyOf(attributes);
        if (slots < 1 || slots > 1024 || models.isEmpty()) {
            throw new IllegalArgumentException("a backend has 1 to 1,024 slots and at least one model");
        }
    }
}
