package org.mutoscope.pipeline;

import java.util.Map;
import org.mutoscope.core.ledger.Plan;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** What the account's plan lets it order, and what a job keeps of the plan it was ordered on. */
final class Entitlement {
    private final Plans plans;
    private final UnitOfWork storage;

    /** @param plans null where there are none: then everybody may order everything */
    Entitlement(Plans plans, UnitOfWork storage) {
        this.storage = storage;
        this.plans = plans;
    }

    /** Id of the plan of an account; empty without plans. */
    String planOf(String accountId) {
        return plans == null
                ? ""
                : storage.read(tx -> plans.planOf(tx, accountId)).plan().id();
    }

    /** Refuses an order that is beyond the plan. */
    void require(Transaction tx, Order order) {
        if (plans != null) {
            require(plans.planOf(tx, order.accountId()).plan(), order);
        }
    }

    private static void require(Plan plan, Order order) {
        if (!plan.allows(order.size())) {
            throw new Problem(
                    Code.PLAN_LIMIT,
                    "The plan " + plan.id() + " allows clips of at most as many pixels as " + plan.largest() + " has; "
                            + order.size() + " is more. Ask for a smaller size. Nothing was charged.",
                    "size",
                    null);
        }
    }

    /** For the job's record. @param paid whether bought credits pay for it */
    Map<String, String> record(Transaction tx, Order order, boolean paid) {
        if (plans == null) {
            return Map.of();
        }
        Plan plan = plans.planOf(tx, order.accountId()).plan();
        require(plan, order);
        return Map.of(
                Plan.JOB_PLAN,
                plan.id(),
                Plan.JOB_CLASS,
                plans.queueOf(plan, paid).id(),
                Plan.JOB_WATERMARK,
                plan.watermark() ? "yes" : "no",
                Plan.JOB_COMMERCIAL,
                plan.commercial() ? "yes" : "no");
    }
}
