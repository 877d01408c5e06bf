package org.mutoscope.pipeline;

import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.jobs.Attempt;
import org.mutoscope.core.plugins.Leased;

/** The stages of the road, in order. */
record Stages(
        Repeats repeats,
        Limits limits,
        Room room,
        Guards guards,
        Policies policies,
        Tariff tariff,
        Inputs inputs,
        Estimates estimates,
        Admission admission,
        Outfit outfit,
        Rendering rendering,
        Provenance provenance,
        Stills stills,
        Storing storing,
        Settlement settlement,
        OfFilms films) {
    /** Those of films alone. */
    record OfFilms(FilmLimits limits, Shooting shooting, Cutting cutting, ShotFiles files) {
        /** Deletes what the shots have left; whatever is left after this is swept. */
        void clean(Trip trip) {
            if (!trip.job().parts().isEmpty()) {
                files.delete(trip.job().id());
            }
        }
    }

    Trip begin(Attempt attempt, Leased<VideoBackend> backend) throws Detour {
        return outfit.begin(attempt, backend);
    }
}
