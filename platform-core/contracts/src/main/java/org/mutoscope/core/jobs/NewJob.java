package org.mutoscope.core.jobs;

import java.util.List;
import java.util.Map;
import org.mutoscope.api.media.FrameSize;

/**
 * A job to queue.
 *
 * @param id {@code video_...}, made before anything is stored
 * @param accountId who pays
 * @param askedModel model name or alias as asked for
 * @param model the model it stands for
 * @param task one of the tasks of the model's offer
 * @param prompt what was asked, 1 to 32,000 characters
 * @param seconds length of what is to be rendered
 * @param size size of the clip
 * @param renderedSize size of the frames that the model will make
 * @param seed seed of the noise
 * @param parameters further parameters for the backend
 * @param remarks notes for the creator
 * @param obligations duties from the licences, and which policy set them
 * @param parent job this one was made from, or null
 * @param credits credits held
 */
public record NewJob(
        String id,
        String accountId,
        String askedModel,
        String model,
        String task,
        String prompt,
        int seconds,
        FrameSize size,
        FrameSize renderedSize,
        long seed,
        Map<String, String> parameters,
        List<String> remarks,
        Map<String, String> obligations,
        String parent,
        long credits) {
    /** Entry of the obligations of an extension: seconds of the clip that it goes on from, a whole number. */
    public static final String SOURCE_SECONDS = "source.seconds";

    /** Entry of the obligations: what was asked for, a {@link org.mutoscope.core.road.Studio.Verb} in lower case; the task is how the model goes about it. */
    public static final String VERB = "source.verb";

    /** Entry of the obligations: ids of the characters that were asked for, separated by commas. */
    public static final String CHARACTERS = "source.characters";

    /** Entry of the obligations of a film: seconds of each of its parts in order, separated by commas; {@link #task} is that of the first. */
    public static final String PARTS = "mutoscope.film.parts";

    /** Entry of the obligations of a film: what it is called; may be empty. */
    public static final String TITLE = "mutoscope.film.title";

    /** Entry of the obligations: header {@code traceparent} of the request, if it had one. */
    public static final String TRACE = "mutoscope.trace";

    /** Lengths of the parts that it is rendered in, one after the other; empty if it is rendered at once. */
    public List<Integer> parts() {
        String parts = obligations.getOrDefault(PARTS, "");
        return parts.isEmpty()
                ? List.of()
                : java.util.Arrays.stream(parts.split(","))
                        .map(Integer::valueOf)
                        .toList();
    }

    /** The same job as if one part were the whole of it. */
    public NewJob only(Part part) {
        return new NewJob(
                id,
                accountId,
                askedModel,
                model,
                part.task(),
                prompt,
                part.seconds(),
                size,
                renderedSize,
                seed,
                parameters,
                remarks,
                obligations,
                parent,
                credits);
    }

    /** Length of the clip that is delivered: of an extension with the clip it goes on from. */
    public int deliveredSeconds() {
        return seconds + Integer.parseInt(obligations.getOrDefault(SOURCE_SECONDS, "0"));
    }

    /** The same job, made by another model. */
    public NewJob madeBy(String other) {
        return new NewJob(
                id,
                accountId,
                askedModel,
                other,
                task,
                prompt,
                seconds,
                size,
                renderedSize,
                seed,
                parameters,
                remarks,
                obligations,
                parent,
                credits);
    }

    /** What was asked for: create, extend, edit or remix. */
    public String verb() {
        return obligations.getOrDefault(VERB, task.equals("extend") ? "extend" : "create");
    }

    /** Copies the collections. */
    public NewJob {
        parameters = Map.copyOf(parameters);
        remarks = List.copyOf(remarks);
        obligations = Map.copyOf(obligations);
    }
}
