/** What holders earn: captures shared by exchangeable models, splits, hold-back, clawback, gifts, suspense. */
package org.mutoscope.revenue;
