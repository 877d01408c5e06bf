package org.mutoscope.revenue;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;

/** The settings of revenue for parts of this bundle that have settings of their own beside them: a component has one configuration. */
@Component(service = RevenueSettings.class, configurationPid = RevenueConfig.PID)
public final class RevenueSettings {
    private volatile RevenueConfig config;

    @Activate
    @Modified
    void change(RevenueConfig settings) {
        config = settings;
    }

    RevenueConfig get() {
        return config;
    }
}
