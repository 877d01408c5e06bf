package org.mutoscope.billing;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.jobs.doubles.Configs;

/** The real plans of the credits bundle, with lots of 500 and 2,000 credits. */
final class PaperPlans {
    final Plans plans;
    private final UnitOfWork storage;

    PaperPlans(UnitOfWork storage, Ledger ledger) {
        this.storage = storage;
        try {
            Class<?> plansConfig = Class.forName("org.mutoscope.credits.PlansConfig");
            Class<?> book = Class.forName("org.mutoscope.credits.PlanBook");
            Class<?> config = Class.forName("org.mutoscope.credits.CreditsConfig");
            Map<String, Object> lines = new HashMap<>();
            lines.put("plan_standard", "monthly=500");
            lines.put("plans", new String[] {"pro: monthly=2000"});
            Object all = book.getConstructor(plansConfig).newInstance(configured(plansConfig, lines));
            plans = (Plans) Class.forName("org.mutoscope.credits.PlanService")
                    .getConstructor(book, Ledger.class, config)
                    .newInstance(all, ledger, Configs.of(config, new HashMap<>()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The interface is the other bundle's own, so its proxy has to live there. */
    private static Object configured(Class<?> type, Map<String, Object> values) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    Optional<Instant> until(String account) {
        return Optional.ofNullable(standing(account).until());
    }

    String planOf(String account) {
        return standing(account).plan().id();
    }

    private Plans.Standing standing(String account) {
        return storage.read(tx -> plans.planOf(tx, account));
    }
}
