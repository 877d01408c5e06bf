/** What the platform tells the outside, and how it reaches addresses that users give. */
package org.mutoscope.events;
