/**
 * Remote services on paper: they speak the wire of the real ones, the odd parts too, on loopback only; they can be told to misbehave and
 * they keep book of what they were asked and of what they would have charged. Nothing here is part of a bundle.
 */
package org.mutoscope.backend.remote.standins;
