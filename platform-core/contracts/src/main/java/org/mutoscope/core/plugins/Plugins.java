package org.mutoscope.core.plugins;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Installs and removes bundles while the platform runs. Command line, REST and the watcher of {@code deploy/} are skins over it. */
@ProviderType
public interface Plugins {
    /** What the file name of a jar looks like, as a regular expression; a path is none. */
    String FILE_NAME = "[A-Za-z0-9][A-Za-z0-9._+@-]{0,195}\\.jar";

    /** Bundles that came through {@code deploy/} or {@link #install}, newest version first within a name. */
    List<Plugin> list();

    /** One of them, by symbolic name, or {@code name@version}; the newest if the version is not given. Also a file in {@code deploy/} that could not be installed, by its file name. */
    Optional<Plugin> find(String nameAndVersion);

    /**
     * Puts a jar into {@code deploy/} and waits until it serves or is known not to.
     *
     * @param fileName as {@link #FILE_NAME}
     * @throws org.mutoscope.core.problem.Problem {@code plugin_refused} with one sentence
     */
    Plugin install(String fileName, InputStream jar);

    /**
     * Removes a bundle: it gets no new work, running work ends or is handed over, then it goes, its file too.
     *
     * @param drainSeconds how long running work may take to end, 0 to 3,600
     * @throws org.mutoscope.core.problem.Problem {@code plugin_not_found}
     */
    Plugin remove(String nameAndVersion, int drainSeconds);

    /**
     * A bundle.
     *
     * @param name symbolic name, or the file name if it has none
     * @param version or null
     * @param file file in {@code deploy/}
     * @param state COPYING, ACTIVE, DRAINING, FAILED, REMOVED
     * @param sentence one plain sentence: what it does, or why it does not and what to do
     * @param services stable names of what it offers
     * @param sha256 digest of the file
     * @param inUse leases on its services
     * @param tested what its maker's run of the test kit found; null if the jar holds no readable report
     */
    record Plugin(
            String name,
            String version,
            String file,
            String state,
            String sentence,
            List<String> services,
            String sha256,
            int inUse,
            TestReport tested) {}

    /**
     * The report of the test kit that lies in a bundle. Its maker wrote it: it is a statement, no proof.
     *
     * @param kit name and version of the kit
     * @param suite which contracts
     * @param passed contracts that held
     * @param failed contracts that did not
     * @param notDeclared contracts about what the bundle does not offer
     * @param date day of the run, ISO 8601
     * @param ofThisCode whether the classes that were tested are those of the jar
     */
    record TestReport(
            String kit, String suite, int passed, int failed, int notDeclared, String date, boolean ofThisCode) {}
}
