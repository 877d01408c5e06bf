package org.mutoscope.plugins;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** Says whether this platform has the API and the Java that a bundle in an index needs. What else it needs the plan says, once its jar is here. */
final class Fitness {
    private static final String API = "org.mutoscope.api.";
    private static final String JAVA = "osgi.ee";
    private static final String FITS = "It fits this platform.";

    /** Versions of the API's packages here. */
    private final Map<String, List<Version>> packages = new TreeMap<>();

    Fitness(Bundle[] bundles) {
        for (Bundle bundle : bundles) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision == null) {
                continue;
            }
            for (BundleCapability one : revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
                String name = Objects.toString(one.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE), "");
                if (name.startsWith(API)) {
                    packages.computeIfAbsent(name, n -> new ArrayList<>())
                            .add((Version) one.getAttributes().get(Constants.VERSION_ATTRIBUTE));
                }
            }
        }
    }

    /** What is lacking, or that nothing is. */
    record Finding(boolean fits, String sentence) {}

    Finding of(IndexItem item) {
        for (IndexItem.Need need : item.needs()) {
            String lacking = lacking(need);
            if (lacking != null) {
                return new Finding(false, lacking);
            }
        }
        return new Finding(true, FITS);
    }

    private String lacking(IndexItem.Need need) {
        try {
            return switch (need.namespace()) {
                case PackageNamespace.PACKAGE_NAMESPACE -> api(need.filter());
                case JAVA -> java(need.filter());
                default -> null;
            };
        } catch (InvalidSyntaxException e) {
            return "What it needs cannot be read (" + need.filter() + "); the index has to be written again.";
        }
    }

    private String api(String filter) throws InvalidSyntaxException {
        String name = Why.packageIn(filter);
        if (name == null || !name.startsWith(API)) {
            return null;
        }
        List<Version> here = packages.getOrDefault(name, List.of());
        for (Version version : here) {
            Map<String, Object> offered = new HashMap<>();
            offered.put(PackageNamespace.PACKAGE_NAMESPACE, name);
            offered.put(Constants.VERSION_ATTRIBUTE, version);
            if (FrameworkUtil.createFilter(filter).matches(offered)) {
                return null;
            }
        }
        return "It needs " + name + Why.range(filter)
                + (here.isEmpty()
                        ? ", which this platform does not have; take an older version of it, or a newer Mutoscope."
                        : ", and this platform has " + here.get(0) + "; "
                                + (newer(filter, here.get(0))
                                        ? "take an older version of it, or a newer Mutoscope."
                                        : "take a newer version of it."));
    }

    /** Whether it wants more than there is, rather than less. */
    private static boolean newer(String filter, Version here) {
        String from = Why.range(filter).strip().split(" ", 2)[0];
        return !from.isEmpty() && Version.parseVersion(from).compareTo(here) > 0;
    }

    private static String java(String filter) {
        String wanted = Why.javaIn(filter);
        int runs = Runtime.version().feature();
        return wanted != null && Integer.parseInt(wanted) > runs
                ? "It needs Java " + wanted + " and this platform runs on Java " + runs + "; run the platform on Java "
                        + wanted + "."
                : null;
    }
}
