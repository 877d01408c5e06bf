/** A guard that finds the names of registered likenesses, characters and works in prompts, also where they are disguised. */
package org.mutoscope.guard.names;
