package org.mutoscope.credits;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** The rules of the quota as the configuration has them now, and the factor on prices in force. Safe for use by several threads. */
@Component(service = QuotaBook.class, configurationPid = QuotaBook.PID)
@Designate(ocd = QuotaConfig.class)
public final class QuotaBook {
    static final String PID = "org.mutoscope.credits.quota";
    static final String MIDNIGHT = "midnight";

    private volatile QuotaConfig config;
    private volatile TreeMap<Integer, Integer> ramp;
    private volatile int demand = 100;
    private final List<Runnable> ticks = new CopyOnWriteArrayList<>();

    @Activate
    public QuotaBook(QuotaConfig config) {
        modified(config);
    }

    /** Takes changed rules; lots that are open keep their size and their end. */
    @Modified
    void modified(QuotaConfig changed) {
        if (!changed.day().equals("rolling") && !changed.day().equals(MIDNIGHT)) {
            throw new IllegalArgumentException("day is rolling or midnight, not " + changed.day());
        }
        ramp = ramp(changed.age_ramp());
        boolean tick = config != null && config.tick_seconds() != changed.tick_seconds();
        config = changed;
        if (tick) {
            ticks.forEach(Runnable::run);
        }
    }

    /** Has somebody told when the tick changes. */
    void onTick(Runnable listener) {
        ticks.add(listener);
    }

    void offTick(Runnable listener) {
        ticks.remove(listener);
    }

    QuotaConfig config() {
        return config;
    }

    /** Factor on prices, in percent. */
    int demand() {
        return demand;
    }

    void demand(int percent) {
        demand = percent;
    }

    boolean hasRamp() {
        return !ramp.isEmpty();
    }

    /** Most standard clips a day for an account so many days old; no bound if no line of the ramp fits. */
    int rampAt(long days) {
        Map.Entry<Integer, Integer> line = ramp.floorEntry((int) Math.min(Math.max(0, days), Integer.MAX_VALUE));
        return line == null ? Integer.MAX_VALUE : line.getValue();
    }

    private static TreeMap<Integer, Integer> ramp(String... lines) {
        TreeMap<Integer, Integer> ramp = new TreeMap<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.strip().matches("[0-9]{1,5}:[0-9]{1,6}")) {
                throw new IllegalArgumentException("age.ramp has '" + line + "'; write day:clips, for example 0:5");
            }
            if (!line.isBlank()) {
                String[] parts = line.strip().split(":");
                ramp.put(Integer.valueOf(parts[0]), Integer.valueOf(parts[1]));
            }
        }
        return ramp;
    }
}
