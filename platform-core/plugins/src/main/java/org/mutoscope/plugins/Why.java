package org.mutoscope.plugins;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** Turns what the framework says into one plain sentence: what is missing, what is there; and after its last semicolon, what to do. */
final class Why {
    private static final Pattern PACKAGE = Pattern.compile("osgi\\.wiring\\.package=([\\w.]+)\\)");
    private static final Pattern BUNDLE = Pattern.compile("osgi\\.wiring\\.bundle=([\\w.-]+)\\)");
    private static final Pattern SERVICE = Pattern.compile("osgi\\.service[;\\]].*?objectClass=([\\w.]+)\\)");
    private static final Pattern EXTENDER = Pattern.compile("osgi\\.extender=([\\w.]+)\\)");
    private static final Pattern JAVA = Pattern.compile("osgi\\.ee=JavaSE\\)\\(version=(\\d+)");
    private static final Pattern NATIVE = Pattern.compile("osgi\\.native");
    private static final Pattern FROM = Pattern.compile("\\(version>=([\\d.]+)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([\\d.]+)\\)\\)");
    private static final Pattern USES =
            Pattern.compile("package '([\\w.]+)' from resources? (\\S+).*? and (\\S+)", Pattern.DOTALL);

    private final Bundle[] bundles;

    /** @param bundles all bundles there are, to say what is offered instead */
    Why(Bundle[] bundles) {
        this.bundles = bundles.clone();
    }

    /** What is the matter, without what to do. */
    static String sentence(String words) {
        int at = words.lastIndexOf("; ");
        return at < 0 ? words : words.substring(0, at) + ".";
    }

    /** What is the matter, to be said within a sentence. */
    static String told(String words) {
        String all = sentence(words);
        String bare = all.endsWith(".") ? all.substring(0, all.length() - 1) : all;
        return bare.isEmpty() ? bare : bare.substring(0, 1).toLowerCase(Locale.ROOT) + bare.substring(1);
    }

    /** What to do; null if the words do not say. */
    static String fix(String words) {
        int at = words.lastIndexOf("; ");
        return at < 0 ? null : words.substring(at + 2, at + 3).toUpperCase(Locale.ROOT) + words.substring(at + 3);
    }

    /** The package that was missing, if it was one. @param raw words of the framework, or null */
    static String wantedPackage(String raw) {
        String missing = raw == null ? null : lastRequirement(raw);
        Matcher m = missing == null ? null : PACKAGE.matcher(missing);
        return m != null && m.find() ? m.group(1) : null;
    }

    /** Whether another bundle could bring what is missing, or the bundle's own code threw. */
    static Refusal.Kind kind(BundleException fault) {
        String missing = lastRequirement(Objects.toString(fault.getMessage(), ""));
        if (missing == null) {
            return fault.getType() == BundleException.ACTIVATOR_ERROR ? Refusal.Kind.THREW : Refusal.Kind.WRONG;
        }
        return JAVA.matcher(missing).find() ? Refusal.Kind.WRONG : Refusal.Kind.LACKS;
    }

    /** Says why a bundle did not start. */
    String sentence(BundleException fault) {
        String text = Objects.toString(fault.getMessage(), "");
        if (text.contains("Uses constraint violation")) {
            return conflict(text);
        }
        String missing = lastRequirement(text);
        if (missing == null) {
            Throwable cause = fault.getCause() == null ? fault : fault.getCause();
            return "It stopped while starting: " + cause + "; see the log, mend the bundle and install it again.";
        }
        return explain(missing);
    }

    private static String conflict(String text) {
        Matcher m = USES.matcher(text);
        String what = m.find()
                ? "two different copies of package " + m.group(1) + ", one from " + m.group(2) + " and one from "
                        + m.group(3)
                : "different copies of one package from two bundles";
        return "It would get " + what + "; import both from the same bundle, or embed them privately.";
    }

    private String explain(String missing) {
        Matcher m = JAVA.matcher(missing);
        if (m.find()) {
            return "It needs Java " + m.group(1) + " and this platform runs on Java "
                    + Runtime.version().feature() + "; compile it with --release 17, or run the platform on Java "
                    + m.group(1) + ".";
        }
        m = PACKAGE.matcher(missing);
        if (m.find()) {
            return "It needs package " + m.group(1) + range(missing) + offered(m.group(1));
        }
        m = BUNDLE.matcher(missing);
        if (m.find()) {
            return "It needs bundle " + m.group(1) + range(missing)
                    + ", which is not here; install that bundle as well.";
        }
        m = SERVICE.matcher(missing);
        if (m.find()) {
            return "It needs a service " + m.group(1)
                    + ", which no bundle here promises; install a bundle that provides it.";
        }
        m = EXTENDER.matcher(missing);
        if (m.find()) {
            return "It needs the extender " + m.group(1)
                    + ", which this platform does not have in that version; build it with the partner parent POM.";
        }
        if (NATIVE.matcher(missing).find()) {
            return "Its native code is for other systems than this one (" + System.getProperty("os.name") + ", "
                    + System.getProperty("os.arch") + "); get the jar for this system.";
        }
        return "It needs " + missing + ", which no bundle here offers; install a bundle that does.";
    }

    /** The framework names the root cause last when one bundle's need hides another's. */
    private static String lastRequirement(String text) {
        int at = text.lastIndexOf("missing requirement ");
        if (at < 0) {
            return null;
        }
        String rest = text.substring(at);
        int end = rest.indexOf(" Unresolved requirements");
        return end < 0 ? rest : rest.substring(0, end);
    }

    /** The package that a requirement names; null if it is about something else. */
    static String packageIn(String requirement) {
        Matcher m = PACKAGE.matcher(requirement);
        return m.find() ? m.group(1) : null;
    }

    /** The Java that a requirement names; null if it is about something else. */
    static String javaIn(String requirement) {
        Matcher m = JAVA.matcher(requirement);
        return m.find() ? m.group(1) : null;
    }

    /** Versions that a requirement allows, in words that begin with a space; empty if it does not say. */
    static String range(String requirement) {
        Matcher from = FROM.matcher(requirement);
        if (!from.find()) {
            return "";
        }
        Matcher below = BELOW.matcher(requirement);
        return " " + from.group(1) + (below.find() ? " up to below " + below.group(1) : " or later");
    }

    private String offered(String name) {
        List<BundleCapability> here = Arrays.stream(bundles)
                .map(b -> b.adapt(BundleRevision.class))
                .filter(Objects::nonNull)
                .flatMap(r -> r.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream())
                .filter(c -> name.equals(c.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .sorted(Comparator.comparing(c -> c.getRevision().getSymbolicName()))
                .toList();
        if (here.isEmpty()) {
            return ", which no bundle here offers; embed it in the bundle, or install one that exports it.";
        }
        BundleCapability found = here.get(0);
        return ", and here it is " + found.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE)
                + " (bundle "
                + found.getRevision().getSymbolicName() + "); "
                + (name.startsWith("org.mutoscope.api.")
                        ? "build it against this platform's API version."
                        : "install a bundle that offers the version it wants.");
    }
}
