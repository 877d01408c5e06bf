/** Guards that ask a moderation service or a chat model. */
package org.mutoscope.guard.moderation;
