/**
 * The HTTP face: the OpenAI Videos API under {@code /v1}, our own API under {@code /api/v1}, health and the API's description. {@link
 * org.mutoscope.rest.Door} is where a request comes in.
 */
package org.mutoscope.rest;
