/** What comes before a clip, made by models with an OpenAI-style API: pictures, storyboards. */
package org.mutoscope.backend.remote.creation;
