package org.mutoscope.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;

/** Collects why bundles did not start, and says it in one sentence each: the framework's own words fill a screen. */
final class BootProblems implements FrameworkListener {
    /** Felix: {@code missing requirement [bundle [7](R 7.0)] namespace; filter Unresolved requirements: ...}. */
    private static final Pattern MISSING = Pattern.compile(
            "missing requirement \\[.*?\\)\\] (\\S+; (.*?))(?: Unresolved requirements| \\[caused by|$)");

    private static final Pattern PACKAGE = Pattern.compile("\\(?&?\\(?osgi\\.wiring\\.package=([^)]+)\\)(.*)");

    private final Map<Long, Throwable> causes = new ConcurrentHashMap<>();

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR && event.getThrowable() != null) {
            causes.putIfAbsent(event.getBundle().getBundleId(), event.getThrowable());
        }
    }

    /** One sentence for each of these bundles that does not run. */
    List<String> sentences(List<Bundle> bundles) {
        List<String> sentences = new ArrayList<>();
        for (Bundle bundle : bundles) {
            if (!runs(bundle)) {
                Throwable cause = causes.get(bundle.getBundleId());
                sentences.add("bundle " + bundle.getSymbolicName() + " " + bundle.getVersion() + " did not start: "
                        + (cause == null ? "the framework gave no reason" : reason(cause)));
            }
        }
        return sentences;
    }

    private static boolean runs(Bundle bundle) {
        boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
        return bundle.getState() == (fragment ? Bundle.RESOLVED : Bundle.ACTIVE)
                || !fragment && bundle.getState() == Bundle.STARTING; // lazy activation
    }

    /** The innermost reason, with a missing package or capability spelled out. */
    static String reason(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage()).replaceAll("\\s+", " ");
        Matcher missing = MISSING.matcher(message);
        if (missing.find()) {
            Matcher wanted = PACKAGE.matcher(missing.group(2));
            return wanted.find()
                    ? "it needs the package " + wanted.group(1) + versions(wanted.group(2))
                            + ", which no installed bundle exports"
                    : "it needs " + missing.group(1) + ", which nothing installed offers";
        }
        return root.getClass().getSimpleName() + ": " + message;
    }

    private static String versions(String filter) {
        String bounds = filter.replaceFirst("\\)$", "").strip();
        return bounds.isEmpty() ? "" : " " + bounds;
    }
}
