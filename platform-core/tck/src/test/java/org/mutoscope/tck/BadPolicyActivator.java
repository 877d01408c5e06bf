package org.mutoscope.tck;

import java.util.Hashtable;
import java.util.Map;
import org.mutoscope.api.licensing.LicensingPolicy;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Puts the bad policy into a framework; which fault it has stands in the manifest. */
public final class BadPolicyActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        PolicyFault fault = PolicyFault.valueOf(context.getBundle().getHeaders().get(BadJar.HEADER));
        String id = fault == PolicyFault.serviceHasAnId ? "Bad Policy" : "bad";
        context.registerService(
                LicensingPolicy.class, new BadPolicy(fault), new Hashtable<>(Map.of(LicensingPolicy.ID, id)));
    }

    @Override
    public void stop(BundleContext context) {}
}
