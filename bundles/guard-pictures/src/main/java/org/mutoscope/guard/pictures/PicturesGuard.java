package org.mutoscope.guard.pictures;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.mutoscope.api.guard.PictureCatalogue;
import org.mutoscope.api.guard.PictureGuard;
import org.mutoscope.api.guard.PictureHash;
import org.mutoscope.api.guard.PictureScreening;
import org.mutoscope.api.guard.Verdict;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which registered subjects a picture looks like, and blocks none of them: the licensing policies decide. Blocks what it cannot compare, when pictures are known to
 * exist and their catalogue has been away for longer than its grace.
 */
@Component(
        immediate = true,
        configurationPid = PicturesConfig.PID,
        property = {PictureGuard.ID + "=pictures", PictureGuard.ORDER + ":Integer=100"})
@Designate(ocd = PicturesConfig.class)
public final class PicturesGuard implements PictureGuard {
    private static final Logger LOG = LoggerFactory.getLogger(PicturesGuard.class);

    private volatile PicturesConfig config;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile PictureCatalogue catalogue;

    private Album album = Album.EMPTY;
    private PictureCatalogue from; // the catalogue that the revision is of
    private long revision;
    private long fresh = System.nanoTime(); // when the album was last known to be current
    private boolean failed;

    /** Called by the component runtime. */
    @Activate
    public PicturesGuard(PicturesConfig config) {
        this.config = config;
    }

    /** Called by the component runtime. */
    @Modified
    public void change(PicturesConfig changed) {
        config = changed;
    }

    @Override
    public Verdict screen(PictureScreening screening) {
        OptionalLong hash = PictureHash.of(screening.size(), screening.rgb());
        Album known = album();
        if (known == null) {
            return new Verdict.Block(
                    List.of(),
                    "unchecked",
                    "The picture could not be compared with what is registered. Nothing was charged; try again later.");
        }
        return new Verdict.Pass(hash.isEmpty() ? List.of() : known.like(hash.getAsLong(), config.most_distance()));
    }

    /** @return null if there are pictures, and they cannot be had */
    private synchronized Album album() {
        PictureCatalogue asked = catalogue;
        if (asked != null) {
            try {
                long now = asked.revision();
                if (asked != from || now != revision || failed) {
                    album = new Album(asked.pictures());
                    from = asked;
                    revision = now;
                }
                failed = false;
                fresh = System.nanoTime();
                return album;
            } catch (RuntimeException | LinkageError e) { // a foreign bundle may fail in any way
                if (!failed) {
                    LOG.warn("pictures of registered subjects cannot be read, pictures are blocked if this lasts", e);
                }
                failed = true;
            }
        }
        boolean away = failed || !album.isEmpty(); // without a registry nobody registers anything
        boolean old = System.nanoTime() - fresh > TimeUnit.SECONDS.toNanos(config.grace_seconds());
        return away && old ? null : album;
    }
}
