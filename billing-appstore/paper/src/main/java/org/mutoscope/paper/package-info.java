/**
 * The paper App Store: mints its own certificates, signs what it is told, answers like the App Store Server API and sends notices, well or badly.
 * For tests, the demo and partners. What it signs is worth nothing wherever Apple's roots are trusted.
 */
package org.mutoscope.paper;
