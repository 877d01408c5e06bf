/** A guard that holds prompts against the operator's own words and patterns. */
package org.mutoscope.guard.rules;
