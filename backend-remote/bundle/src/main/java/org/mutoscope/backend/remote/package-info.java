/** Backends that ask services elsewhere, one for each configuration. */
package org.mutoscope.backend.remote;
