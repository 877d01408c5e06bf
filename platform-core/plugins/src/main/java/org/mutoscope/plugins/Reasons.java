package org.mutoscope.plugins;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.core.plugins.Plugins.Reason;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Explains why a plugin does not run or does not serve: from the jar, the resolver, the component runtime, and the calls into it. */
final class Reasons {
    private final BundleContext context;
    private final Installation installation;
    private final Components components;
    private final GuardedCalls calls;

    Reasons(BundleContext context, Installation installation, GuardedCalls calls) {
        this.context = context;
        this.installation = installation;
        this.components = new Components(context);
        this.calls = calls;
    }

    /** What is the matter with one bundle. @param raw or null */
    record Finding(String words, String raw) {}

    Reason of(String nameAndVersion) {
        Deployed entry = installation
                .find(nameAndVersion)
                .orElseThrow(() -> new Problem(
                        Code.PLUGIN_NOT_FOUND,
                        "There is no plugin " + nameAndVersion + "; see `mutoscope plugin list`."));
        Optional<Finding> found = finding(entry);
        if (found.isEmpty()) {
            return new Reason(
                    "All is well with " + entry.called() + ". "
                            + Described.of(entry, installation.runner()).sentence(),
                    null,
                    List.of(),
                    null);
        }
        List<String> chain = new ArrayList<>();
        String root = follow(entry, found.get(), chain, new HashSet<>());
        String words = found.get().words();
        return new Reason(Why.sentence(words), Why.fix(root), chain, found.get().raw());
    }

    /** From bundle to bundle, down to the one that lacks something nobody has. @return the words about that one */
    private String follow(Deployed entry, Finding found, List<String> chain, Set<Deployed> seen) {
        chain.add(entry.called() + ": " + found.words());
        seen.add(entry);
        String wanted = Why.wantedPackage(found.raw());
        for (Deployed other : installation.all()) {
            if (wanted == null || other.facts == null || !other.facts.exports().contains(wanted)) {
                continue;
            }
            if (seen.contains(other)) {
                return "They need each other in a circle, and a plugin has to be able to start alone; move what they"
                        + " share into a third bundle.";
            }
            Optional<Finding> next = finding(other);
            if (next.isPresent()) {
                return follow(other, next.get(), chain, seen);
            }
        }
        return found.words();
    }

    private Optional<Finding> finding(Deployed entry) {
        Bundle bundle = entry.bundle;
        if (bundle == null) {
            return Optional.of(notRunning(entry));
        }
        if (bundle.getState() != Bundle.ACTIVE) {
            BundleException fault = DryRun.resolve(bundle);
            return Optional.of(
                    fault == null
                            ? new Finding("It was stopped by hand; `mutoscope plugin enable` it.", null)
                            : new Finding(new Why(context.getBundles()).sentence(fault), fault.getMessage()));
        }
        if (entry.failure != null) {
            return Optional.of(
                    new Finding("The file's new content is refused, what ran goes on: " + entry.failure, null));
        }
        if (entry.draining) {
            return Optional.of(
                    new Finding("It gets no more work, because it was drained; `mutoscope plugin enable` it.", null));
        }
        return components.finding(bundle).or(() -> calls.lastFault(entry.called())
                .map(fault ->
                        new Finding("It serves, but " + fault + "; it gets no work until that is mended.", fault)));
    }

    private static Finding notRunning(Deployed entry) {
        String raw = entry.cause == null ? null : String.valueOf(entry.cause.getMessage());
        if (entry.off && entry.quarantine != null) {
            return new Finding(Described.quarantined(entry), raw);
        }
        if (entry.off) {
            return new Finding("It is switched off; `mutoscope plugin enable` it.", raw);
        }
        return new Finding(
                entry.failure == null ? "It is still being copied or started; ask again in a moment." : entry.failure,
                raw);
    }
}
