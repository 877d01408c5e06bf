package org.mutoscope.pipeline;

import java.nio.file.Path;
import java.util.Optional;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.PartnerFault;

/** Thumbnail and sprite sheet. A clip without them is still a clip: what cannot be made is noted. */
final class Stills {
    private final Kinds kinds;

    Stills(Kinds kinds) {
        this.kinds = kinds;
    }

    void make(Trip trip) throws InterruptedException {
        long begun = System.nanoTime();
        trip.attempt.progress(0.97, "stills");
        make(trip, "thumbnail", "thumbnail.webp");
        make(trip, "spritesheet", "spritesheet.jpg");
        trip.took("stills", begun);
    }

    private void make(Trip trip, String kind, String name) throws InterruptedException {
        trip.goOn();
        Optional<Leased<MediaReader>> lease =
                kinds.readers().all().stream().findFirst().flatMap(reader -> reader.lease());
        if (lease.isEmpty()) {
            trip.fact(kind, "no media reader installed");
            return;
        }
        Path target = trip.folder.resolve(name);
        try (Leased<MediaReader> reader = lease.get()) {
            String type = kinds.calls().run(reader, "still", r -> r.still(trip.clip.file(), kind, target));
            trip.pictures.add(new Trip.Picture(kind, target, type));
        } catch (PartnerFault e) {
            trip.goOn();
            trip.fact(kind, "could not be made: " + e.getMessage());
        }
    }
}
