package org.mutoscope.plugins;

import java.util.List;
import org.mutoscope.core.plugins.Plugins.Plugin;
import org.osgi.framework.Bundle;

/** Says what is known of a plugin. */
final class Described {
    private Described() {}

    static Plugin of(Deployed entry, BundleRunner runner) {
        Bundle bundle = entry.bundle;
        JarFacts facts = entry.facts;
        List<String> offers = BundleRunner.names(bundle);
        return new Plugin(
                facts == null ? entry.fileName() : facts.name(),
                facts == null ? null : facts.version().toString(),
                entry.fileName(),
                state(entry, bundle),
                sentence(entry, bundle),
                offers,
                facts == null ? null : facts.sha256(),
                runner.inUse(bundle),
                facts == null ? null : facts.tested(),
                facts == null || !facts.signature().signed()
                        ? null
                        : Signature.called(facts.signature().leaf().getSubjectX500Principal()));
    }

    private static String state(Deployed entry, Bundle bundle) {
        if (bundle != null) {
            return entry.draining ? "DRAINING" : bundle.getState() == Bundle.ACTIVE ? "ACTIVE" : "FAILED";
        }
        String coming = entry.facts == null ? "COPYING" : "STARTING";
        return entry.off ? off(entry) : entry.failure == null ? coming : "FAILED";
    }

    private static String off(Deployed entry) {
        return entry.quarantine == null ? "DISABLED" : "QUARANTINED";
    }

    /** What is said of one that did harm. */
    static String quarantined(Deployed entry) {
        return "It is in quarantine and runs again only after `mutoscope plugin enable`. " + entry.quarantine;
    }

    private static String sentence(Deployed entry, Bundle bundle) {
        if (bundle == null && entry.off && entry.quarantine != null) {
            return quarantined(entry);
        }
        if (bundle == null) {
            return entry.off
                    ? "It is switched off; `mutoscope plugin enable` runs it."
                    : entry.failure == null ? coming(entry) : entry.failure;
        }
        String refused = entry.failure == null ? "" : " The file's new content is refused: " + entry.failure;
        return bundle.getState() == Bundle.ACTIVE
                ? Changes.sentence(bundle) + refused
                : "What it needs has gone; `mutoscope plugin why` names it." + refused;
    }

    private static String coming(Deployed entry) {
        return entry.facts == null ? "It is still being copied." : "It is starting.";
    }
}
