/**
 * Brings {@code conf/*.cfg} to the components: read, checked against the metatype of the installed bundles, and only then
 * handed to the Configuration Admin service.
 *
 * <p>{@code Checker} and everything it uses know nothing of a running framework, so that the same rules can be applied to
 * files before a platform is started.
 */
package org.mutoscope.config;
