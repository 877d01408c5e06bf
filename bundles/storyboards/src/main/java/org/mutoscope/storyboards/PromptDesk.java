package org.mutoscope.storyboards;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.creation.PromptAdviser;
import org.mutoscope.api.creation.PromptAdviser.Change;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.Services;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Prompts;

/** Advice on prompts: by a service if one is there, else by the words that the model knows. */
final class PromptDesk implements Prompts {
    private static final int MOST = 32_000;
    /** Words that are changed, or named; more are no help. */
    private static final int MOST_TOLD = 100;

    private final Models models;
    private final Services<PromptAdviser> advisers;
    private final Asking asking;

    PromptDesk(Models models, Services<PromptAdviser> advisers, Asking asking) {
        this.models = models;
        this.advisers = advisers;
        this.asking = asking;
    }

    @Override
    public Advice assist(String accountId, String prompt, String model, String adviser) {
        require(prompt);
        ModelOffer offer = models.resolve(model).offer();
        Asking.Choice<PromptAdviser> choice = Asking.choose(advisers, Asking.Kind.PROMPT, adviser, WORDS);
        List<String> remarks = new ArrayList<>();
        if (choice.service().isPresent()) {
            Offered<PromptAdviser> service = choice.service().get();
            try {
                return advised(accountId, prompt, offer, service);
            } catch (Problem e) {
                boolean unable = e.code() == Code.WRITER_FAILED || e.code() == Code.WRITER_LIMIT;
                if (!choice.fallback() || !unable) {
                    throw e;
                }
                remarks.add("The adviser " + service.id() + " did not advise: "
                        + (e.code() == Code.WRITER_LIMIT ? "it may not be asked now." : "it could not."));
            }
        }
        return byWords(prompt, offer, remarks);
    }

    private static void require(String prompt) {
        if (prompt == null || prompt.isBlank()) {
            throw new Problem(Code.MISSING_PROMPT, "Say in \"prompt\" what the clip is to show.", "prompt", null);
        }
        if (prompt.length() > MOST) {
            throw new Problem(
                    Code.PROMPT_TOO_LONG,
                    "The prompt has " + prompt.length() + " characters; " + MOST + " is the most.",
                    "prompt",
                    null);
        }
        if (!Texts.storable(prompt)) {
            throw new Problem(
                    Code.INVALID_PROMPT,
                    "The prompt holds half a character (a lone surrogate) or a NUL.",
                    "prompt",
                    null);
        }
    }

    private Advice advised(String accountId, String prompt, ModelOffer offer, Offered<PromptAdviser> service) {
        PromptAdviser.Request request =
                new PromptAdviser.Request("prompt-" + UUID.randomUUID(), prompt, offer, asking.patience());
        PromptAdviser.Advice advice = asking.ask(
                service,
                new Asking.Inquiry(accountId, Asking.Kind.PROMPT, prompt),
                (PromptAdviser adviser) -> adviser.advise(request));
        String suggestion = advice.suggestion().strip();
        if (suggestion.isEmpty() || suggestion.length() > MOST || !Texts.storable(suggestion)) {
            throw Asking.failed(service.id(), Asking.Kind.PROMPT, null);
        }
        List<Change> changes = Difference.of(prompt, suggestion, advice.changes());
        return new Advice(
                prompt, suggestion, changes, unknown(suggestion, KnownWords.of(offer)), service.id(), List.of());
    }

    private static List<String> unknown(String text, Optional<KnownWords> words) {
        Set<String> unknown = new LinkedHashSet<>();
        words.ifPresent(known -> known.unknown(text).forEach(spot -> unknown.add(spot.word())));
        return unknown.stream().limit(MOST_TOLD).toList();
    }

    /** Puts the nearest known word in the place of each unknown one; all else stays as it was written. */
    private static Advice byWords(String prompt, ModelOffer offer, List<String> remarks) {
        Optional<KnownWords> known = KnownWords.of(offer);
        if (known.isEmpty()) {
            remarks.add(offer.title() + " takes any words, and no adviser is installed: there is nothing to suggest.");
            return new Advice(prompt, prompt, List.of(), List.of(), WORDS, remarks);
        }
        StringBuilder suggestion = new StringBuilder();
        List<Change> changes = new ArrayList<>();
        int at = 0;
        for (KnownWords.Spot spot : known.get().unknown(prompt)) {
            Optional<String> nearest = changes.size() < MOST_TOLD ? known.get().nearest(spot.word()) : Optional.empty();
            if (nearest.isPresent()) {
                String word = prompt.substring(spot.from(), spot.to());
                String instead = like(word, nearest.get());
                suggestion.append(prompt, at, spot.from()).append(instead);
                at = spot.to();
                changes.add(new Change(
                        word,
                        instead,
                        offer.title() + " does not know this word; of those it knows, this is spelt most like it."));
            }
        }
        suggestion.append(prompt.substring(at));
        if (suggestion.length() > MOST) {
            remarks.add("The prompt is too long for other words.");
            return new Advice(prompt, prompt, List.of(), unknown(prompt, known), WORDS, remarks);
        }
        return new Advice(
                prompt, suggestion.toString(), changes, unknown(suggestion.toString(), known), WORDS, remarks);
    }

    /** With a capital letter where the other had one. */
    private static String like(String word, String instead) {
        return Character.isUpperCase(word.codePointAt(0))
                ? instead.substring(0, 1).toUpperCase(Locale.ROOT) + instead.substring(1)
                : instead;
    }
}
