/** The command line: a client of the HTTP API, and two commands that work on a stopped installation ({@code demo}, {@code restore}). */
package org.mutoscope.cli;
