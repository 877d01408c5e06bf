package org.mutoscope.rights;

import java.util.function.Supplier;
import org.mutoscope.api.guard.NameCatalogue;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.rights.Licences;
import org.mutoscope.core.rights.Rights;
import org.mutoscope.core.storage.UnitOfWork;

/** All of this bundle, put together without a framework. Close it to end its thread. */
public final class Registry implements AutoCloseable {
    private final Sweep sweep;
    private final Catalogue catalogue;
    private final RightsDesk rights;
    private final LicenceDesk licences;

    /** What it needs from other bundles. */
    public record Outside(UnitOfWork storage, Identity identity, Ledger ledger, JobBoard board) {}

    /** Puts it together and begins to look for jobs that must not go on. */
    public Registry(Outside outside, Supplier<RightsConfig> settings) {
        sweep = new Sweep(outside.storage(), outside.board());
        catalogue = new Catalogue(outside.storage());
        rights = new RightsDesk(new Office(outside.storage(), outside.identity(), catalogue, sweep::soon, settings));
        licences = new LicenceDesk(outside.storage(), settings);
        sweep.every(settings.get().sweep_seconds());
    }

    /** For holders, creators and operators. */
    public Rights rights() {
        return rights;
    }

    /** For the road. */
    public Licences licences() {
        return licences;
    }

    /** For guards. */
    public NameCatalogue names() {
        return catalogue;
    }

    @Override
    public void close() {
        sweep.close();
    }
}
