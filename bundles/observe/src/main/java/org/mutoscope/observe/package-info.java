/** What an operator sees of the running platform: logs, health, and the line that says it is ready. */
package org.mutoscope.observe;
