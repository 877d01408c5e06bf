/** Keeps finished files in a folder of the machine. */
package org.mutoscope.assets.fs;
