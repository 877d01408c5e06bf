/** Runway's API, version 2024-11-06. */
package org.mutoscope.backend.remote.runway;
