package org.mutoscope.revenue.views;

import java.util.List;
import java.util.Map;
import org.mutoscope.api.revenue.PeriodFacts;
import org.mutoscope.api.revenue.PeriodShare;
import org.mutoscope.api.revenue.Share;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** Shares the pool of a month by valid views; as {@link ViewsConfig#model} says. */
@Component(
        configurationPid = ViewsConfig.PID,
        property = {PeriodShare.ID + "=views", PeriodShare.POOL + "=views"})
@Designate(ocd = ViewsConfig.class)
public final class ViewsShare implements PeriodShare {
    private volatile Model model;

    /** Called by the component runtime. @throws IllegalArgumentException if there is no such model: the bundle then offers nothing, and the pool waits */
    @Activate
    public ViewsShare(ViewsConfig config) {
        change(config);
    }

    /** Called by the component runtime. */
    @Modified
    public void change(ViewsConfig config) {
        model = Model.of(config.model());
    }

    @Override
    public List<Share> allocate(PeriodFacts facts) {
        Model now = model;
        Map<String, Long> parts = now.divide(facts);
        return parts.entrySet().stream()
                .map(part -> new Share(part.getKey(), part.getValue(), now.reason()))
                .toList();
    }
}
