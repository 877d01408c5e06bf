/**
 * Diffusion pipelines over model packages of format 2: what the Python pipelines of diffusers do, step for step. Everything here is used by the
 * inference thread alone, unless it says otherwise.
 */
package org.mutoscope.worker.diffusion;
