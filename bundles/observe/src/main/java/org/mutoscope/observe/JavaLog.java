package org.mutoscope.observe;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Carries {@code java.util.logging}, which Jersey and the JDK use, to slf4j. */
@Component(
        service = {},
        immediate = true)
public final class JavaLog {

    /** Takes the place of the console handler. */
    @Activate
    public JavaLog() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /** Leaves Java's own logging without a handler. */
    @Deactivate
    public void stop() {
        SLF4JBridgeHandler.uninstall();
    }
}
