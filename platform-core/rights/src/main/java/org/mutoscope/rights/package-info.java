/** The registry of rights: subjects and their names, claims, offers, grants, and each use by a job. */
package org.mutoscope.rights;
