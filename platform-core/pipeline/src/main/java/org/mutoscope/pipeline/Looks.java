package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.mutoscope.api.guard.PictureHash;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.road.Sights;

/** Decodes what a clip is to be made from, small, for the eyes of picture guards. */
final class Looks implements Sights {
    private final Pictures pictures;
    private final Depot depot;

    Looks(Pictures pictures, Depot depot) {
        this.pictures = pictures;
        this.depot = depot;
    }

    /** A picture of an order. @param purpose as of the api */
    record Seen(String purpose, Pictures.Small picture) {}

    /** First frames, first pictures of clips, and of each character once. @throws Problem {@code invalid_picture}, {@code invalid_video} */
    List<Seen> of(Order order) {
        List<Seen> seen = new ArrayList<>();
        Source source = order.source();
        try {
            if (source.picture() != null) {
                seen.add(new Seen("first_frame", pictures.small(source.picture())));
            }
            if (source.footage() != null && source.footage().file() != null) {
                seen.add(new Seen("clip", first(source.footage().file())));
            }
            cast(order, seen);
            return seen;
        } catch (IOException | PartnerFault e) {
            throw new Problem(
                    Code.STORING_FAILED,
                    "What the clip begins with could not be read. Nothing was charged; try again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(Code.STARTING, "The platform is stopping. Nothing was charged; send it again.");
        }
    }

    private void cast(Order order, List<Seen> seen) throws IOException, PartnerFault, InterruptedException {
        Set<CastDesk.Known> all = new LinkedHashSet<>(order.source().cast());
        if (order.film() != null) {
            order.film().takes().forEach(take -> all.addAll(take.cast()));
        }
        if (all.isEmpty()) {
            return;
        }
        Path folder = depot.folder(order.jobId());
        try {
            for (CastDesk.Known known : all) {
                Clips.Clip clip = known.clip().stored();
                Path here = folder.resolve("seen-" + seen.size());
                depot.fetch(clip.store(), clip.key(), here);
                seen.add(new Seen("character", first(here)));
            }
        } finally {
            Trip.empty(folder);
        }
    }

    private Pictures.Small first(Path clip) throws IOException, InterruptedException {
        try {
            return pictures.smallOf(clip);
        } catch (PartnerFault e) {
            throw Uploads.bad(Uploads.reason(e));
        }
    }

    @Override
    public long hash(Path picture) {
        try {
            Pictures.Small small = pictures.small(picture);
            OptionalLong hash = PictureHash.of(small.size(), small.rgb());
            return hash.orElseThrow(() -> new Problem(
                    Code.INVALID_PICTURE, "A picture of nearly one colour cannot be known again.", "picture", null));
        } catch (IOException e) {
            throw new Problem(Code.STORING_FAILED, "The picture could not be read; try again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(Code.STARTING, "The platform is stopping; send it again.");
        }
    }
}
