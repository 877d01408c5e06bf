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
        Settlement settlement) {
    Trip begin(Attempt attempt, Leased<VideoBackend> backend) throws Detour {
        return outfit.begin(attempt, backend);
    }
}
