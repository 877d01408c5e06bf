package org.mutoscope.rest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;

/** From which clips a clip was made, and which were made from it. All of one account, since only its own clips can be worked on. */
final class Lineage {
    private static final int MOST = 100;

    private final JobBoard jobs;

    Lineage(JobBoard jobs) {
        this.jobs = jobs;
    }

    Map<String, Object> of(Job job) {
        return Json.object("id", job.id()).and("ancestors", ancestors(job)).and("descendants", descendants(job));
    }

    /** The nearest first. One that was deleted is named and ends the list: nothing is known of it any more. */
    private List<Object> ancestors(Job job) {
        List<Object> ancestors = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String parent = job.asked().parent();
        while (parent != null && ancestors.size() < MOST && seen.add(parent)) {
            Optional<Job> found = jobs.find(parent);
            ancestors.add(
                    found.map(Lineage::shown).orElse(Json.object("id", parent).and("deleted", true)));
            parent = found.map(there -> there.asked().parent()).orElse(null);
        }
        return ancestors;
    }

    /** Generation after generation, the oldest first; at most 100. */
    private List<Object> descendants(Job job) {
        List<Object> descendants = new ArrayList<>();
        List<String> generation = List.of(job.id());
        while (!generation.isEmpty() && descendants.size() < MOST) {
            List<String> next = new ArrayList<>();
            for (String id : generation) {
                for (Job child : jobs.madeFrom(id, MOST)) {
                    if (descendants.size() < MOST) {
                        descendants.add(shown(child));
                        next.add(child.id());
                    }
                }
            }
            generation = next;
        }
        return descendants;
    }

    private static Map<String, Object> shown(Job job) {
        return Json.object("id", job.id())
                .and("parent", job.asked().parent())
                .and("verb", job.asked().verb())
                .and("task", job.asked().task())
                .and("model", job.asked().model())
                .and("state", job.state().word())
                .and("seconds", job.asked().deliveredSeconds())
                .and("created_at", Json.moment(job.createdAt()))
                .and("deleted", false);
    }
}
