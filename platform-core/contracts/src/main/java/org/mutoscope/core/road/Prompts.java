package org.mutoscope.core.road;

import java.util.List;
import org.mutoscope.api.creation.PromptAdviser;
import org.osgi.annotation.versioning.ProviderType;

/** Suggests better words for prompts. Never changes one: the creator sees what would change and sends it or not. Safe for use by several threads. */
@ProviderType
public interface Prompts {
    /** Adviser: the model's own list of words. */
    String WORDS = "words";

    /**
     * Suggests other words. Asks a {@link PromptAdviser} if one is there, which may take a minute and costs the operator what it costs; else looks for the nearest words of
     * those that the model knows, if it has a list of them.
     *
     * @param prompt 1 to 32,000 characters
     * @param model name or alias of who will make the clip; null for the default
     * @param adviser id of a {@link PromptAdviser}, {@link #WORDS}, or null for the best there is
     * @throws org.mutoscope.core.problem.Problem {@code missing_prompt}, {@code prompt_too_long}, {@code invalid_prompt}, {@code model_not_found},
     *     {@code writer_not_found}, {@code writer_failed}, {@code writer_refused}, {@code writer_limit}
     */
    Advice assist(String accountId, String prompt, String model, String adviser);

    /**
     * A suggestion.
     *
     * @param suggestion the whole prompt in other words; equal to the original if there is nothing to say
     * @param changes what differs, in the order of the prompt
     * @param unknown words of the suggestion that the model does not know; empty where it has no list of words
     * @param by who suggests it: id of a {@link PromptAdviser}, or {@link #WORDS}
     * @param remarks what the creator should know about it
     */
    record Advice(
            String original,
            String suggestion,
            List<PromptAdviser.Change> changes,
            List<String> unknown,
            String by,
            List<String> remarks) {
        /** Copies the lists. */
        public Advice {
            changes = List.copyOf(changes);
            unknown = List.copyOf(unknown);
            remarks = List.copyOf(remarks);
        }
    }
}
