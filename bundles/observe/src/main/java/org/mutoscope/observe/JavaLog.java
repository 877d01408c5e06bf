package org.mutoscope.observe;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Carries {@code java.util.logging}, which the JDK and partners' libraries use, to slf4j. The launcher keeps Java's own root logger at WARNING until logback can
 * decide; from here on INFO passes too, while FINE and below stay off, since each such line would be built before logback could refuse it.
 */
@Component(
        service = {},
        immediate = true)
public final class JavaLog {

    private final Level before = root().getLevel();

    /** Takes the place of the console handler. */
    @Activate
    public JavaLog() {
        root().setLevel(Level.INFO);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /** Leaves Java's own logging without a handler. */
    @Deactivate
    public void stop() {
        SLF4JBridgeHandler.uninstall();
        root().setLevel(before);
    }

    private static Logger root() {
        return Logger.getLogger("");
    }
}
