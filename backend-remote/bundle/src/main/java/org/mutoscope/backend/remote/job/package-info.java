/** A job at a service, whoever it is: the ticket that outlives the platform, what it costs, how it is followed, and what its end means. */
package org.mutoscope.backend.remote.job;
