package org.mutoscope.billing;

import org.mutoscope.core.plugins.PartnerFault;

/** Something that is done for one provider, in small portions. */
interface Chore {
    /**
     * Does a portion of what is due.
     *
     * @return whether something was done, so that there may be more
     * @throws PartnerFault if the provider failed; what was due is due again later
     * @throws InterruptedException if the thread was interrupted
     */
    boolean portion(String provider) throws PartnerFault, InterruptedException;
}
