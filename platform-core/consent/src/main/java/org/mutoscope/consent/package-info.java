/** Enrolment of people, and what is kept of them. */
package org.mutoscope.consent;
