package org.mutoscope.observe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.mutoscope.core.observe.Health;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Offers our looks as health checks beside those of others, has the executor run them, and puts what they find into words. */
@Component(service = Health.class)
public final class HealthDesk implements Health {
    /** The executor asks for all when it is told which to leave out. */
    private static final HealthCheckSelector ALL = HealthCheckSelector.tags("-left out");

    private static final int READY_MILLIS = 5_000;
    private static final int MILLIS = 30_000;
    /** How long a finding is good for another who asks; short, since the ready line waits for it. */
    private static final long FRESH_MILLIS = 50;

    private final HealthCheckExecutor executor;
    private final List<ServiceRegistration<?>> offered = new ArrayList<>();

    /** Offers the looks. */
    @Activate
    public HealthDesk(
            BundleContext context,
            @Reference HealthCheckExecutor executor,
            @Reference Parts parts,
            @Reference LastWords words,
            @Reference Tracing tracing) {
        this.executor = executor;
        Path data = Path.of(String.valueOf(context.getProperty("mutoscope.data")));
        Stream.of(
                        new HouseChecks(parts, data, words).all(),
                        new TradeChecks(parts, words).all(),
                        List.of(tracing.check(words)))
                .flatMap(List::stream)
                .forEach(check -> offer(context, check));
    }

    private void offer(BundleContext context, Check check) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(HealthCheck.NAME, check.name());
        properties.put(
                HealthCheck.TAGS,
                Stream.concat(Stream.of(check.name()), check.tags().stream())
                        .distinct()
                        .toArray(String[]::new));
        properties.put(HealthCheck.RESULT_CACHE_TTL_IN_MS, FRESH_MILLIS);
        offered.add(context.registerService(HealthCheck.class, check, properties));
    }

    /** Takes them back. */
    @Deactivate
    public void close() {
        offered.forEach(ServiceRegistration::unregister);
    }

    @Override
    public List<Finding> examine(String tag) {
        HealthCheckExecutionOptions options =
                new HealthCheckExecutionOptions().setOverrideGlobalTimeout(READY.equals(tag) ? READY_MILLIS : MILLIS);
        HealthCheckSelector selector = tag == null ? ALL : HealthCheckSelector.tags(tag);
        return executor.execute(selector, options).stream()
                .map(HealthDesk::finding)
                .sorted(Comparator.comparing(Finding::name))
                .toList();
    }

    /** In our words. A look that hangs is a fault by itself, whatever it would have said. */
    static Finding finding(HealthCheckExecutionResult result) {
        String name = result.getHealthCheckMetadata().getName();
        List<String> tags = result.getHealthCheckMetadata().getTags();
        if (result.hasTimedOut()) {
            String late = "There was no answer within " + result.getElapsedTimeInMs() + " ms: what it looks at hangs.";
            return new Finding(name, tags, State.WRONG, List.of(late), List.of(), null, result.getElapsedTimeInMs());
        }
        Result found = result.getHealthCheckResult();
        return new Finding(
                name,
                tags,
                Diagnosis.state(found),
                Diagnosis.sentences(found),
                Diagnosis.causes(found),
                Diagnosis.command(found).orElse(null),
                result.getElapsedTimeInMs());
    }
}
