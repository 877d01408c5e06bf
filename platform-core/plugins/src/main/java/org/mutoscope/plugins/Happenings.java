package org.mutoscope.plugins;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.plugins.Plugins.Step;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/** Notes what the framework tells of bundles that start and stop while a change is being done: the proof of its plan. */
final class Happenings implements SynchronousBundleListener {
    static final String START = "START";
    static final String STOP = "STOP";
    static final String RESTART = "RESTART";

    private final Map<String, List<String>> told = new LinkedHashMap<>();

    /** Does something and listens meanwhile; what it noted adds up over several times. */
    <E extends Exception> void during(BundleContext context, Act<E> act) throws E {
        context.addBundleListener(this);
        try {
            act.run();
        } finally {
            context.removeBundleListener(this);
        }
    }

    @Override
    public synchronized void bundleChanged(BundleEvent event) {
        String what =
                event.getType() == BundleEvent.STARTED ? START : event.getType() == BundleEvent.STOPPED ? STOP : null;
        if (what != null) {
            String bundle = event.getBundle().getSymbolicName() + "@"
                    + event.getBundle().getVersion();
            told.computeIfAbsent(bundle, b -> new ArrayList<>()).add(what);
        }
    }

    /** What it comes to for each bundle: one that stopped and runs again restarted, one that started and stopped again is left out. */
    synchronized List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        told.forEach((bundle, events) -> {
            String first = events.get(0);
            String last = events.get(events.size() - 1);
            if (first.equals(last)) {
                steps.add(new Step(first, bundle));
            } else if (last.equals(START)) {
                steps.add(new Step(RESTART, bundle));
            }
        });
        return steps;
    }

    /** Something that may fail. */
    interface Act<E extends Exception> {
        void run() throws E;
    }
}
