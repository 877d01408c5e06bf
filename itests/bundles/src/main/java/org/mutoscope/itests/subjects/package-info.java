/** A throw-away bundle for tests. */
package org.mutoscope.itests.subjects;
