/**
 * Bundles that come and go: the watcher of {@code deploy/}, the one way in, the view on the services they bring, and the one crossing
 * into their code.
 */
package org.mutoscope.plugins;
