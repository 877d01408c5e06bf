/**
 * The way of a request through the house. Begin with {@link org.mutoscope.pipeline.Road}: its two methods are the road, a line per stage,
 * and each stage is a class of its own.
 */
package org.mutoscope.pipeline;
