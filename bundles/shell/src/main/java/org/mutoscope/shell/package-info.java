/** Commands for Gogo, started with {@code mutoscope up --shell}. */
package org.mutoscope.shell;
