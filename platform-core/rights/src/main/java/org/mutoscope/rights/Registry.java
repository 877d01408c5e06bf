package org.mutoscope.rights;

import java.util.function.Supplier;
import org.mutoscope.api.guard.NameCatalogue;
import org.mutoscope.api.guard.PictureCatalogue;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.rights.Following;
import org.mutoscope.core.rights.Licences;
import org.mutoscope.core.rights.Portraits;
import org.mutoscope.core.rights.Removals;
import org.mutoscope.core.rights.Rights;
import org.mutoscope.core.rights.Titles;
import org.mutoscope.core.storage.UnitOfWork;

/** All of this bundle, put together without a framework. Close it to end its thread. */
public final class Registry implements AutoCloseable {
    private final Sweep sweep;
    private final Catalogue catalogue;
    private final RightsDesk rights;
    private final LicenceDesk licences;
    private final PortraitDesk portraits;
    private final Titles titles;
    private final Removals removals;
    private final Following following;

    /** What it needs from other bundles. */
    public record Outside(UnitOfWork storage, Identity identity, Ledger ledger, JobBoard board) {}

    /** Puts it together and begins to look for jobs that must not go on. */
    public Registry(Outside outside, Supplier<RightsConfig> settings) {
        catalogue = new Catalogue(outside.storage());
        sweep = new Sweep(outside.storage(), outside.board(), catalogue);
        Office office = new Office(outside.storage(), outside.identity(), catalogue, sweep::soon, settings);
        rights = new RightsDesk(office);
        titles = new TitleDesk(office);
        removals = new RemovalDesk(office, outside.board());
        following = new ApprovedDesk(office);
        licences = new LicenceDesk(outside.storage(), settings);
        portraits = new PortraitDesk(outside.storage(), outside.identity(), catalogue);
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

    /** For parts of the platform that know who holds what. */
    public Titles titles() {
        return titles;
    }

    /** Clips that holders have removed. */
    public Removals removals() {
        return removals;
    }

    /** Whom holders approve. */
    public Following following() {
        return following;
    }

    /** For guards. */
    public NameCatalogue names() {
        return catalogue;
    }

    /** For holders. */
    public Portraits portraits() {
        return portraits;
    }

    /** For guards. */
    public PictureCatalogue pictures() {
        return portraits;
    }

    @Override
    public void close() {
        sweep.close();
    }
}
