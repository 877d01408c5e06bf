/**
 * What comes before an order: scripts that become storyboards, storyboards that are edited, better words for prompts. A bundle of its own beside the road, since
 * nothing here holds credits, makes a clip or has to be there for either: it may be replaced while films are made. The road takes what comes of it as
 * {@link org.mutoscope.core.road.Films.Film}, checked there as if a stranger had sent it.
 */
package org.mutoscope.storyboards;
