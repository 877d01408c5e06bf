/** What goes over the wire, whoever the service is: where it may go, how long and how large it may be, and what is known when it fails. */
package org.mutoscope.backend.remote.wire;
