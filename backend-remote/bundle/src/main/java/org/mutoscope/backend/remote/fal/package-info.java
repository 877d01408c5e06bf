/** fal's queue: one protocol for hundreds of models, each with its own names for the same things. */
package org.mutoscope.backend.remote.fal;
