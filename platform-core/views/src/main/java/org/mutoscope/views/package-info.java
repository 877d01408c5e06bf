/** Views of finished clips: tokens and events, the guard that decides what counts, and the counts. */
package org.mutoscope.views;
