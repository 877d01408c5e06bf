package org.mutoscope.pipeline;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.jobs.Part;

/**
 * What an order of a film says beyond that of a clip.
 *
 * @param title may be empty
 * @param speaker who is to speak its narration
 * @param takes at least one
 */
record Reel(String title, Narration.Speaker speaker, List<Take> takes) {
    private static final String LANGUAGE = "mutoscope.film.language";
    private static final String VOICE = "mutoscope.film.voice";

    Reel {
        takes = List.copyOf(takes);
    }

    List<Part> parts() {
        return takes.stream().map(Take::part).toList();
    }

    /** For the job's record. */
    Map<String, String> record() {
        Map<String, String> record = new TreeMap<>();
        record.put(
                NewJob.PARTS,
                parts().stream().map(part -> String.valueOf(part.seconds())).collect(Collectors.joining(",")));
        record.put(NewJob.TITLE, title);
        if (speaker.language() != null) {
            record.put(LANGUAGE, speaker.language());
        }
        if (speaker.voice() != null) {
            record.put(VOICE, speaker.voice());
        }
        return record;
    }

    /** Who is to speak, from a job's record. */
    static Narration.Speaker speaker(NewJob job) {
        return new Narration.Speaker(
                job.obligations().get(LANGUAGE), job.obligations().get(VOICE));
    }
}
