/**
 * Encoder and reader of media files on ffmpeg, which runs in child processes only: a fault in it costs one attempt of
 * one job, never the platform.
 */
package org.mutoscope.media.ffmpeg;
