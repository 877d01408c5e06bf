/** Servers that speak the OpenAI Videos API, each with its own oddities. */
package org.mutoscope.backend.remote.openai;
