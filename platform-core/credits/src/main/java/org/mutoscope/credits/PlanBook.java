package org.mutoscope.credits;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.core.ledger.Plan;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** The plans there are, as the configuration has them now. Safe for use by several threads. */
@Component(service = PlanBook.class, configurationPid = PlanBook.PID)
@Designate(ocd = PlansConfig.class)
public final class PlanBook {
    static final String PID = "org.mutoscope.credits.plans";

    private volatile Map<String, Plan> plans = Map.of();
    private volatile Plan paid;

    @Activate
    public PlanBook(PlansConfig config) {
        modified(config);
    }

    /** Takes changed plans; accounts keep theirs by name. */
    @Modified
    void modified(PlansConfig config) {
        Map<String, Plan> read = new LinkedHashMap<>();
        add(read, Plan.FREE, config.plan_free());
        add(read, "low-price", config.plan_low_price());
        add(read, "standard", config.plan_standard());
        add(read, "education", config.plan_education());
        add(read, "non-profit", config.plan_non_profit());
        for (String further : config.plans()) {
            int colon = further.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("plans has '" + further + "'; write id: words");
            }
            add(read, further.substring(0, colon).strip(), further.substring(colon + 1));
        }
        if (!read.get(Plan.FREE).verification().isEmpty()) {
            throw new IllegalArgumentException("the plan free is everybody's and asks for no verification");
        }
        if (!read.containsKey(config.paid_queue())) {
            throw new IllegalArgumentException("paid.queue names " + config.paid_queue() + ", which is no plan");
        }
        paid = read.get(config.paid_queue());
        plans = read;
    }

    private static void add(Map<String, Plan> read, String id, String line) {
        if (read.put(id, PlanWords.read(id, line, 0)) != null) {
            throw new IllegalArgumentException("the plan " + id + " stands there twice");
        }
    }

    List<Plan> all() {
        return List.copyOf(plans.values());
    }

    Optional<Plan> find(String id) {
        return Optional.ofNullable(plans.get(id));
    }

    /** In whose place paid clips of accounts on free wait. */
    Plan paidQueue() {
        return paid;
    }

    Plan free() {
        return plans.get(Plan.FREE);
    }
}
