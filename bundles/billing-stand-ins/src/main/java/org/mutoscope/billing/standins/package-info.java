/** Payment services on paper: they answer as the real ones do, well or badly, on loopback only. Nothing here is part of a bundle. */
package org.mutoscope.billing.standins;
