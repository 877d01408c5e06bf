package org.mutoscope.tck;

import java.util.Map;

/** What has to be known of a kind of service to try its bundle in a framework. */
interface ServiceKind<S> {
    /** Its interface. */
    Class<S> type();

    /** Service property with the id of the partner's service. */
    String idKey();

    /** Form of that id, as a regular expression. */
    String idForm();

    /** The same in words. */
    String idWords();

    /** Configuration that the bundle needs to serve, by PID. */
    Map<String, Map<String, Object>> configuration();

    /** Names of threads that are not the bundle's, as a regular expression. */
    String standInThreads();

    /** How often the bundle is started and stopped. */
    default int cycles() {
        return 20;
    }

    /** A use outside the framework, so that the threads of the kit's own tools are there already. */
    void rehearse() throws Exception;

    /** How many may call at once. */
    int callers(S service);

    /** Uses the service once. @return what was wrong, empty if nothing */
    String use(S service) throws Exception;
}
