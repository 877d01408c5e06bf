/** ComfyUI as a worker: one or two prompts at a time, since its queue is in memory and ours is not. */
package org.mutoscope.backend.remote.comfyui;
