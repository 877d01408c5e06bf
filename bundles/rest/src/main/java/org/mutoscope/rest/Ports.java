package org.mutoscope.rest;

/**
 * Listeners beside the first one.
 *
 * @param tls port of the listener with TLS; 0 if there is none
 * @param admin whether administration has a listener of its own, and so is not found at the others
 */
record Ports(int tls, boolean admin) {
    static final Ports NONE = new Ports(0, false);

    /** Attribute of requests that came through the listener for administration. */
    static final String ADMIN = "org.mutoscope.listener.admin";
}
