/**
 * The web studio: files for browsers, which speak to the same API as everybody else and can do nothing that it would not let them. No library, no other address, no
 * build step: what stands in the folder of resources is what is sent.
 */
package org.mutoscope.studio;
