package org.mutoscope.core.road;

import java.nio.file.Path;
import java.util.Map;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.ledger.Prices;
import org.osgi.annotation.versioning.ProviderType;

/** The front end of the road: takes requests for clips. Safe for use by several threads. */
@ProviderType
public interface Studio {
    /**
     * Admits a request: account, guards, licences, price, hold, queue; durable on return. A request that was seen before (same
     * idempotency key, or a client's own retry) gives the job it made then.
     *
     * @throws org.mutoscope.core.problem.Problem any of the user's errors; nothing was stored then
     */
    Submitted submit(Submission submission);

    /** Fixes a price without submitting. */
    Prices.Quote quote(Submission submission);

    /** Why no job can be admitted now, sentences for the operator; empty when one can. */
    java.util.List<String> obstacles();

    /** What of disk space is short for another clip, a sentence for the operator; empty when there is room. One of the {@link #obstacles}. */
    java.util.Optional<String> shortage();

    /**
     * A request for a clip.
     *
     * @param accountId who pays
     * @param model name or alias; null for the default
     * @param prompt what to show
     * @param seconds length, null for the default
     * @param size {@code WIDTHxHEIGHT}, null for the default
     * @param parameters what the platform does not know itself, {@code seed} included
     * @param quoteId price to hold to, or null
     * @param repeat how to recognise a repetition
     * @param given what the clip is made from besides words
     * @param licensing what it is for, and which licences it accepts
     */
    record Submission(
            String accountId,
            String model,
            String prompt,
            String seconds,
            String size,
            Map<String, String> parameters,
            String quoteId,
            Repeat repeat,
            Given given,
            Licensing licensing) {
        /** Copies the map. */
        public Submission {
            parameters = Map.copyOf(parameters);
        }

        /** A request that accepts no licence. */
        public Submission(
                String accountId,
                String model,
                String prompt,
                String seconds,
                String size,
                Map<String, String> parameters,
                String quoteId,
                Repeat repeat,
                Given given) {
            this(accountId, model, prompt, seconds, size, parameters, quoteId, repeat, given, Licensing.PERSONAL);
        }

        /** A request for a clip from words alone. */
        public Submission(
                String accountId,
                String model,
                String prompt,
                String seconds,
                String size,
                Map<String, String> parameters,
                String quoteId,
                Repeat repeat) {
            this(accountId, model, prompt, seconds, size, parameters, quoteId, repeat, Given.WORDS);
        }
    }

    /**
     * What a clip is for, and which licences its request accepts.
     *
     * @param purpose one of {@link org.mutoscope.api.licensing.LicenceTerms#PURPOSES}
     * @param accepted ids of offers, at most {@link #MOST}; those that turn out not to be needed are not taken
     * @param territory where it will be shown, ISO 3166-1 alpha-2; empty if that is not said
     */
    record Licensing(String purpose, java.util.List<String> accepted, java.util.Set<String> territory) {
        /** Most offers that one request accepts. */
        public static final int MOST = 20;

        /** For oneself, with no licence. */
        public static final Licensing PERSONAL = new Licensing("personal", java.util.List.of());

        /** Copies the collections. */
        public Licensing {
            accepted = java.util.List.copyOf(accepted);
            territory = java.util.Set.copyOf(territory);
        }

        /** Where it will be shown is not said. */
        public Licensing(String purpose, java.util.List<String> accepted) {
            this(purpose, accepted, java.util.Set.of());
        }
    }

    /** What is asked for. */
    enum Verb {
        /** A clip from words, or one that begins with a picture. */
        CREATE,
        /** What comes after the end of a clip; the two become one. */
        EXTEND,
        /** A clip, changed as the words say. */
        EDIT,
        /** Another clip by other words, made from a clip as far as the model can. */
        REMIX;

        /** Its name in notes and in the table: lower case. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * What a clip is made from besides words.
     *
     * @param verb what is asked for
     * @param file a file that nobody has looked into, readable until the request was answered: of {@link Verb#CREATE} a picture to be the first frame, else the
     *     clip to work on; or null
     * @param video id of a clip of the same account to work on, or null; {@link Verb#CREATE} has none, the others have this or a file
     * @param characters ids of the characters that shall appear
     */
    record Given(Verb verb, Path file, String video, java.util.List<String> characters) {
        /** Words alone. */
        public static final Given WORDS = new Given(Verb.CREATE, null, null, java.util.List.of());

        /** @throws IllegalArgumentException if the verb does not go with what is given */
        public Given {
            characters = java.util.List.copyOf(characters);
            boolean fits = verb == Verb.CREATE ? video == null : (file == null) != (video == null);
            if (!fits) {
                throw new IllegalArgumentException(
                        verb + " of " + (video == null ? "no video" : "a video") + (file == null ? "" : " and a file"));
            }
        }

        /** A first frame (or null), or a clip that is made longer. */
        public Given(Path picture, String video) {
            this(video == null ? Verb.CREATE : Verb.EXTEND, picture, video, java.util.List.of());
        }
    }

    /**
     * How to recognise a repetition.
     *
     * @param idempotencyKey the client's key, 1 to 255 characters, or null
     * @param clientRetry whether the client says that it sends this again
     * @param contentHash SHA-256 of the request's content without its encoding, 64 hexadecimal digits
     */
    record Repeat(String idempotencyKey, boolean clientRetry, String contentHash) {}

    /** What came of it. @param repeated whether it is the job of an earlier request */
    record Submitted(Job job, boolean repeated) {}
}
