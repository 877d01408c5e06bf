package org.mutoscope.pipeline;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Studio.Submission;

/** The first stage: a request becomes an order, or is told which of its parts is at fault and what would do. */
final class Limits {
    private static final int MOST_PROMPT = 32_000;
    private static final int MOST_PARAMETERS = 50;
    private static final int MOST_NAME = 100;
    /** Names and values together: the column takes 60,000, and escaping may double a character. */
    private static final int MOST_IN_ALL = 16_000;

    static final String SEED = "seed";

    private final Models models;
    private final Sources sources;
    private final Entitlement entitlement;
    private final Supplier<PipelineConfig> settings;

    Limits(Models models, Sources sources, Entitlement entitlement, Supplier<PipelineConfig> settings) {
        this.models = models;
        this.sources = sources;
        this.entitlement = entitlement;
        this.settings = settings;
    }

    /** @param passed candidates that it is not for */
    Order check(Submission asked, Routing.Passed passed) {
        String prompt = prompt(asked.prompt());
        Source source = sources.of(asked);
        List<Models.Choice> choices = sources.choices(asked.model(), source, passed.steady() ? draw(asked) : null);
        Routing.Found found = routing(choices, passed, asked.accountId()).choose(model -> shape(asked, source, model));
        Map<String, String> parameters = parameters(asked.parameters());
        OptionalLong seed = seed(parameters.remove(SEED));
        return new Order(
                Ids.next("video_"),
                asked.accountId(),
                askedModel(asked.model(), source),
                found.model().id(),
                prompt,
                found.shape().seconds(),
                found.shape().size(),
                seed,
                Map.copyOf(parameters),
                asked.quoteId(),
                asked.repeat(),
                source,
                found.shape().way(),
                found.routed(),
                null,
                Licensing.checked(asked.licensing()));
    }

    Routing routing(List<Models.Choice> choices, Routing.Passed passed, String accountId) {
        return new Routing(choices, passed, () -> entitlement.planOf(accountId));
    }

    /** What makes two requests the same to a weighted route. */
    private static String draw(Submission asked) {
        return String.join("\n", asked.accountId(), asked.prompt(), asked.seconds(), asked.size());
    }

    private Routing.Shape shape(Submission asked, Source source, Models.Model model) {
        Way way = sources.wayOrDrawn(source, model);
        int seconds = seconds(Sources.seconds(asked.seconds(), source, model.offer()), model.offer());
        Sources.requireLength(seconds, source);
        return new Routing.Shape(way, seconds, size(Sources.size(asked.size(), source), model.offer()));
    }

    private String askedModel(String asked, Source source) {
        if (asked != null && !asked.isBlank()) {
            return asked;
        }
        return source.clip() == null ? models.defaultName() : source.clip().askedModel();
    }

    static String prompt(String prompt) {
        if (prompt == null || prompt.isBlank()) {
            throw bad(Code.MISSING_PROMPT, "Say in prompt what the clip shall show.", "prompt");
        }
        if (prompt.length() > MOST_PROMPT) {
            throw bad(
                    Code.PROMPT_TOO_LONG,
                    "prompt has " + prompt.length() + " characters; " + MOST_PROMPT + " is the most.",
                    "prompt");
        }
        if (!Texts.storable(prompt)) {
            throw bad(
                    Code.INVALID_PROMPT,
                    "prompt holds characters that are no text (NUL, or half of a surrogate pair).",
                    "prompt");
        }
        return prompt;
    }

    int seconds(String asked, ModelOffer offer) {
        String text = asked == null ? String.valueOf(nearest(settings.get().default_seconds(), offer)) : asked;
        int seconds = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (offer.seconds().isEmpty()
                ? seconds < 1 || seconds > 120
                : !offer.seconds().contains(seconds)) {
            String allowed = offer.seconds().isEmpty()
                    ? "1 to 120"
                    : new TreeSet<>(offer.seconds())
                            .stream().map(String::valueOf).collect(Collectors.joining(", "));
            throw bad(
                    Code.INVALID_SECONDS,
                    "seconds is " + Texts.shown(text) + "; " + offer.id() + " makes clips of " + allowed + ".",
                    "seconds");
        }
        return seconds;
    }

    /** The length for who names none: the usual one, or what the model has that comes next to it. */
    private static int nearest(int usual, ModelOffer offer) {
        return offer.seconds().isEmpty() || offer.seconds().contains(usual)
                ? usual
                : offer.seconds().stream()
                        .min(Comparator.comparingInt((Integer length) -> Math.abs(length - usual))
                                .thenComparing(Comparator.naturalOrder()))
                        .orElse(usual);
    }

    /** The size for who names none: the usual one, or what the model has that is most like it. */
    private static String nearest(String usual, ModelOffer offer) {
        FrameSize wanted = FrameSize.parse(usual);
        return offer.sizes().isEmpty() || offer.sizes().contains(wanted)
                ? usual
                : offer.sizes().stream()
                        .min(Comparator.comparing((FrameSize size) -> upright(size) != upright(wanted))
                                .thenComparingInt(size ->
                                        Math.abs(size.width() * size.height() - wanted.width() * wanted.height()))
                                .thenComparing(FrameSize::toString))
                        .map(FrameSize::toString)
                        .orElse(usual);
    }

    private static boolean upright(FrameSize size) {
        return size.height() >= size.width();
    }

    FrameSize size(String asked, ModelOffer offer) {
        String text = asked == null ? nearest(settings.get().default_size(), offer) : asked;
        try {
            FrameSize size = FrameSize.parse(text);
            boolean even = size.width() % 2 == 0 && size.height() % 2 == 0;
            if (offer.sizes().isEmpty() ? even : offer.sizes().contains(size)) {
                return size;
            }
        } catch (IllegalArgumentException e) {
            throw wrongSize(text, offer);
        }
        throw wrongSize(text, offer);
    }

    private static Problem wrongSize(String text, ModelOffer offer) {
        String allowed = offer.sizes().isEmpty()
                ? "any even size up to " + FrameSize.MAX_SIDE + "x" + FrameSize.MAX_SIDE
                : offer.sizes().stream().map(FrameSize::toString).sorted().collect(Collectors.joining(", "));
        return bad(
                Code.INVALID_SIZE,
                "size is " + Texts.shown(text) + "; " + offer.id() + " makes clips of " + allowed + ".",
                "size");
    }

    static Map<String, String> parameters(Map<String, String> asked) {
        if (asked.size() > MOST_PARAMETERS) {
            throw bad(
                    Code.INVALID_REQUEST,
                    "The request has " + asked.size() + " further parameters; " + MOST_PARAMETERS + " is the most.",
                    null);
        }
        long all = 0;
        for (Map.Entry<String, String> entry : asked.entrySet()) {
            String name = entry.getKey();
            if (name.isBlank() || name.length() > MOST_NAME) {
                throw bad(
                        Code.INVALID_REQUEST,
                        "A further parameter is called " + Texts.shown(name) + "; its name has 1 to " + MOST_NAME
                                + " characters.",
                        null);
            }
            if (!Texts.storable(name) || !Texts.storable(entry.getValue())) {
                throw bad(Code.INVALID_REQUEST, "A parameter holds characters that are no text.", null);
            }
            all += name.length() + entry.getValue().length();
        }
        if (all > MOST_IN_ALL) {
            throw bad(
                    Code.INVALID_REQUEST,
                    "The further parameters have " + all + " characters in all; " + MOST_IN_ALL + " is the most.",
                    null);
        }
        return new HashMap<>(asked);
    }

    static OptionalLong seed(String text) {
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            if (text.matches("[0-9]{1,19}")) {
                return OptionalLong.of(Long.parseLong(text));
            }
        } catch (NumberFormatException e) {
            throw badSeed(text);
        }
        throw badSeed(text);
    }

    private static Problem badSeed(String text) {
        return bad(
                Code.INVALID_REQUEST,
                "seed is " + Texts.shown(text) + "; a whole number from 0 to " + Long.MAX_VALUE + " is wanted.",
                SEED);
    }

    private static Problem bad(Code code, String message, String param) {
        return new Problem(code, message, param, null);
    }
}
