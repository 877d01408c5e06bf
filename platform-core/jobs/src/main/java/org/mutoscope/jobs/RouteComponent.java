package org.mutoscope.jobs;

import java.util.Map;
import org.mutoscope.core.jobs.Candidate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One route as a component; the name behind the tilde of its file is the alias. A changed file makes another. */
@Component(
        service = RouteComponent.class,
        configurationPid = "org.mutoscope.jobs.route",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RouteConfig.class, factory = true)
public final class RouteComponent {
    private static final Logger LOG = LoggerFactory.getLogger(RouteComponent.class);

    private final String alias;
    private final Routes.Route route;

    /** Reads the route. A fault is logged, and the route left out: its name leads where the key {@code aliases} says. */
    @Activate
    public RouteComponent(RouteConfig config, Map<String, Object> properties) {
        String pid = String.valueOf(properties.get("service.pid"));
        alias = pid.substring(pid.indexOf('~') + 1);
        route = read(alias, config);
    }

    private static Routes.Route read(String alias, RouteConfig config) {
        try {
            if (!config.choice().equals("ordered") && !config.choice().equals("weighted")) {
                throw new IllegalArgumentException("choice is ordered or weighted, not \"" + config.choice() + "\"");
            }
            return new Routes.Route(
                    Candidate.list(String.join(",", config.candidates())),
                    config.choice().equals("weighted"));
        } catch (IllegalArgumentException e) {
            LOG.error("org.mutoscope.jobs.route~{}.cfg is left out: {}", alias, e.getMessage());
            return new Routes.Route(java.util.List.of(), false);
        }
    }

    String alias() {
        return alias;
    }

    Routes.Route route() {
        return route;
    }
}
