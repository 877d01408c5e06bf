package org.mutoscope.plugins;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Finds out from the component runtime why a bundle that runs does not serve, and follows what it waits for down to the leaf. */
final class Components {
    private static final String API = "org.mutoscope.api.";

    private final BundleContext context;

    Components(BundleContext context) {
        this.context = context;
    }

    /** Empty if it serves. */
    Optional<Reasons.Finding> finding(Bundle bundle) {
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        if (reference != null) {
            ServiceComponentRuntime runtime = context.getService(reference);
            try {
                for (ComponentDescriptionDTO component : sorted(runtime.getComponentDescriptionDTOs(bundle))) {
                    Optional<String> why = why(runtime, component, new HashSet<>());
                    if (why.isPresent()) {
                        return why.map(words -> new Reasons.Finding("Its component " + words, raw(runtime, component)));
                    }
                }
            } finally {
                context.ungetService(reference);
            }
        }
        return nameless(bundle).or(() -> nothing(bundle)).map(words -> new Reasons.Finding(words, null));
    }

    /** A component of it threw when it was activated. */
    Optional<String> threw(Bundle bundle) {
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        if (reference == null) {
            return Optional.empty();
        }
        ServiceComponentRuntime runtime = context.getService(reference);
        try {
            return sorted(runtime.getComponentDescriptionDTOs(bundle)).stream()
                    .flatMap(component -> runtime.getComponentConfigurationDTOs(component).stream())
                    .filter(one -> one.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                    .map(one -> "Its component " + one.description.name + threw(one))
                    .findFirst();
        } finally {
            context.ungetService(reference);
        }
    }

    private static String threw(ComponentConfigurationDTO one) {
        return " threw when it was activated: " + first(one.failure) + "; mend it, or what it was configured with.";
    }

    private static List<ComponentDescriptionDTO> sorted(java.util.Collection<ComponentDescriptionDTO> components) {
        return components.stream().sorted(Comparator.comparing(c -> c.name)).toList();
    }

    private Optional<String> why(ServiceComponentRuntime runtime, ComponentDescriptionDTO component, Set<String> seen) {
        if (!seen.add(component.bundle.symbolicName + component.name)) {
            return Optional.of(
                    component.name + " waits, in a circle, for itself; break the circle with an optional reference.");
        }
        List<ComponentConfigurationDTO> configurations = List.copyOf(runtime.getComponentConfigurationDTOs(component));
        if (configurations.isEmpty()) {
            return runtime.isComponentEnabled(component) && !required(component)
                    ? Optional.empty()
                    : Optional.of(component.name + waitsForConfiguration(component));
        }
        for (ComponentConfigurationDTO one : configurations) {
            switch (one.state) {
                case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION:
                    return Optional.of(component.name + waitsForConfiguration(component));
                case ComponentConfigurationDTO.UNSATISFIED_REFERENCE:
                    return Optional.of(component.name + waitsForService(runtime, component, one, seen));
                case ComponentConfigurationDTO.FAILED_ACTIVATION:
                    return Optional.of(component.name + threw(one));
                default:
                    break;
            }
        }
        return Optional.empty();
    }

    private static boolean required(ComponentDescriptionDTO component) {
        return "require".equals(component.configurationPolicy);
    }

    private static String waitsForConfiguration(ComponentDescriptionDTO component) {
        String pid = component.configurationPid.length == 0 ? component.name : component.configurationPid[0];
        return " waits for its configuration; write conf/" + pid + ".cfg.";
    }

    private String waitsForService(
            ServiceComponentRuntime runtime,
            ComponentDescriptionDTO component,
            ComponentConfigurationDTO one,
            Set<String> seen) {
        UnsatisfiedReferenceDTO missing = one.unsatisfiedReferences[0];
        ReferenceDTO reference = Arrays.stream(component.references)
                .filter(r -> r.name.equals(missing.name))
                .findFirst()
                .orElseThrow();
        String wanted = reference.interfaceName + (missing.target == null ? "" : " with " + missing.target);
        for (ComponentDescriptionDTO other : sorted(runtime.getComponentDescriptionDTOs())) {
            if (Arrays.asList(other.serviceInterfaces).contains(reference.interfaceName)) {
                Optional<String> deeper = why(runtime, other, seen);
                if (deeper.isPresent()) {
                    return " waits for a service " + wanted + " of " + other.bundle.symbolicName + ", whose component "
                            + deeper.get();
                }
            }
        }
        return " waits for a service " + wanted
                + ", which nobody offers now; install or enable a bundle that offers it.";
    }

    private static String first(String failure) {
        return failure == null
                ? "it does not say what"
                : failure.lines().findFirst().orElse("").strip();
    }

    private static String raw(ServiceComponentRuntime runtime, ComponentDescriptionDTO component) {
        List<String> all = new ArrayList<>();
        runtime.getComponentConfigurationDTOs(component)
                .forEach(one -> all.add(one.failure == null ? one.toString() : one.failure));
        return all.isEmpty() ? component.toString() : String.join("\n", all);
    }

    /** A service of the partner API without the property that its interface names by a constant {@code ID} is left out. */
    static Optional<String> nameless(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        return Stream.of(services == null ? new ServiceReference<?>[0] : services)
                .flatMap(s -> Stream.of((String[]) s.getProperty(Constants.OBJECTCLASS))
                        .filter(type -> type.startsWith(API) && lacks(s, type)))
                .map(type -> "It offers a " + type
                        + " without the property that names it, so it is left out; set the constant ID of that"
                        + " interface, and register it again.")
                .findFirst();
    }

    private static boolean lacks(ServiceReference<?> service, String type) {
        try {
            Object key = service.getBundle().loadClass(type).getField("ID").get(null);
            return service.getProperty(String.valueOf(key)) == null;
        } catch (ReflectiveOperationException | LinkageError e) {
            return false; // such services go by the name of their component
        }
    }

    private static Optional<String> nothing(Bundle bundle) {
        return BundleRunner.names(bundle).isEmpty()
                ? Optional.of("It runs and offers nothing: it has neither a component that waits nor a service; check"
                        + " Service-Component and Bundle-Activator in its manifest.")
                : Optional.empty();
    }
}
