package org.mutoscope.api.licensing;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mutoscope.api.guard.Finding;

/**
 * The licence profile: the terms that offers and grants may have, a closed subset of ODRL 2.2 (W3C, 2018) and a few of our own that
 * begin with {@code x:}. Whoever meets a term that is not here must not permit what it is about; {@link #refusal} does so and names it.
 * Lists are separated by commas. Stateless; safe for use by several threads.
 */
public final class LicenceTerms {
    /** Account of who is paid; written by the host. */
    public static final String HOLDER = "compensatedParty";

    /** Credits for one use, a whole number from 0 to {@link #MOST_CREDITS}; written by the host. */
    public static final String PRICE = "payAmount";

    /** Unit of the price: {@code credits}; written by the host. */
    public static final String UNIT = "unit";

    /** Most uses of one grant, 1 to 1,000,000; the host counts. */
    public static final String COUNT = "count";

    /** First moment of use, ISO 8601 with a zone. */
    public static final String FROM = "dateTime.gteq";

    /** Last moment of use, ISO 8601 with a zone. What was admitted before may be finished after. */
    public static final String UNTIL = "dateTime.lteq";

    /** What clips may be for: some of {@link #PURPOSES}; without it {@code personal} alone. */
    public static final String PURPOSE = "purpose";

    /** Where a clip may be shown, ISO 3166-1 alpha-2: permits what the request says will be shown there alone, and nothing to a request that does not say. */
    public static final String WHERE = "spatial";

    /** Accounts that may use it; without it any. */
    public static final String WHO = "assignee";

    /**
     * {@code before}: the holder agrees to each use before anything is rendered. {@code after}: the holder sees the finished clip before it is released, and agrees;
     * the host keeps to it. {@code given}: the holder has agreed before.
     */
    public static final String CONSENT = "obtainConsent";

    /** Value of {@link #CONSENT}: to be asked for. */
    public static final String BEFORE = "before";

    /** Value of {@link #CONSENT}: to be asked for when the clip is there. A duty, carried out by the host. Since 1.2. */
    public static final String AFTER = "after";

    /** Value of {@link #CONSENT}: written by the host where the holder has agreed, or to find out what would hold then. */
    public static final String GIVEN = "given";

    /** Words that must go with the clip. A duty. */
    public static final String CREDIT = "attribute";

    /** {@code holder}: each use is told. A duty. */
    public static final String INFORM = "inform";

    /** What holds for clips made from the clip: {@code same} or {@code none}. A duty. */
    public static final String DOWNSTREAM = "nextPolicy";

    /** Part of the income that goes to the holder in hundredths, 0 to 100. A duty. */
    public static final String SHARE = "percentage";

    /** Most pixels of the shorter side of a clip, 1 to 99999. Since 1.2. */
    public static final String RESOLUTION = "resolution.lteq";

    /** How long a grant lasts from its making, {@code P1D} to {@code P9999D}; the host keeps to it. Since 1.2. */
    public static final String ELAPSED = "elapsedTime";

    /** Seconds of all clips of one grant together, {@code PT1S} to {@code PT9999999S}; the host counts. Since 1.2. */
    public static final String METERED = "meteredTime";

    /** What else with rights in it may appear beside it: ids of subjects, or {@link #NOBODY}. Without it anything. Since 1.2. */
    public static final String COMPANION = "x:companion";

    /** Value of {@link #COMPANION}: nothing. */
    public static final String NOBODY = "none";

    /** Topics that must not appear with it: kinds of findings, for example {@code politics}. */
    public static final String NO_TOPIC = "x:topic.isNoneOf";

    /** How it is to look, in the holder's words, at most 500 characters. A duty. */
    public static final String WARDROBE = "x:wardrobe";

    /** What a clip can be for. */
    public static final Set<String> PURPOSES = Set.of("personal", "editorial", "commercial", "advertising");

    /** Dearest use. */
    public static final long MOST_CREDITS = 1_000_000;

    private static final Set<String> DUTIES = Set.of(CREDIT, INFORM, DOWNSTREAM, SHARE, WARDROBE);

    private static final Map<String, String> SHAPES = Map.ofEntries(
            Map.entry(HOLDER, "[A-Za-z0-9_-]{1,64}"),
            Map.entry(PRICE, "0|[1-9][0-9]{0,5}|1000000"),
            Map.entry(UNIT, "credits"),
            Map.entry(COUNT, "[1-9][0-9]{0,5}|1000000"),
            Map.entry(FROM, ".{1,40}"),
            Map.entry(UNTIL, ".{1,40}"),
            Map.entry(PURPOSE, "[a-z]+(,[a-z]+){0,9}"),
            Map.entry(WHERE, "[A-Z]{2}(,[A-Z]{2}){0,299}"),
            Map.entry(WHO, "[A-Za-z0-9_-]{1,64}(,[A-Za-z0-9_-]{1,64}){0,49}"),
            Map.entry(CONSENT, BEFORE + "|" + AFTER + "|" + GIVEN),
            Map.entry(CREDIT, "[^\\p{Cntrl}]{1,200}"),
            Map.entry(INFORM, "holder"),
            Map.entry(DOWNSTREAM, "same|none"),
            Map.entry(SHARE, "[0-9]|[1-9][0-9]|100"),
            Map.entry(NO_TOPIC, "[a-z][a-z0-9_]{0,39}(,[a-z][a-z0-9_]{0,39}){0,49}"),
            Map.entry(RESOLUTION, "[1-9][0-9]{0,4}"),
            Map.entry(ELAPSED, "P[1-9][0-9]{0,3}D"),
            Map.entry(METERED, "PT[1-9][0-9]{0,6}S"),
            Map.entry(COMPANION, "[A-Za-z0-9_-]{1,64}(,[A-Za-z0-9_-]{1,64}){0,49}"),
            Map.entry(WARDROBE, "[^\\p{Cntrl}]{1,500}"));

    private LicenceTerms() {}

    /**
     * Why terms make no sense, for who wrote them: the first that is unknown or out of range.
     *
     * @return empty if all are known
     */
    public static Optional<String> fault(Map<String, String> terms) {
        for (Map.Entry<String, String> term : new TreeMap<>(terms).entrySet()) {
            String shape = SHAPES.get(term.getKey());
            if (shape == null) {
                return Optional.of("the term " + shown(term.getKey()) + " is not known");
            }
            boolean purpose = term.getKey().equals(PURPOSE);
            boolean time = term.getKey().equals(FROM) || term.getKey().equals(UNTIL);
            if (!term.getValue().matches(shape)
                    || (purpose && !PURPOSES.containsAll(list(term.getValue())))
                    || (time && !isTime(term.getValue()))) {
                return Optional.of("the term " + term.getKey() + " cannot be " + shown(term.getValue()));
            }
        }
        return Optional.empty();
    }

    /**
     * Why a grant does not cover this use.
     *
     * @return a clause for the creator, empty if it does. {@link #CONSENT} is not looked at: see {@link #wantsConsent}
     */
    public static Optional<String> refusal(Map<String, String> terms, LicenceQuery query) {
        Optional<String> fault = fault(terms);
        if (fault.isPresent()) {
            return fault;
        }
        if (terms.containsKey(FROM) && query.at().isBefore(at(terms.get(FROM)))) {
            return Optional.of("it begins at " + terms.get(FROM));
        }
        if (terms.containsKey(UNTIL) && query.at().isAfter(at(terms.get(UNTIL)))) {
            return Optional.of("it ended at " + terms.get(UNTIL));
        }
        if (!list(terms.getOrDefault(PURPOSE, "personal")).contains(query.purpose())) {
            return Optional.of("it is not for clips that are " + query.purpose());
        }
        Optional<String> place = place(terms, query);
        if (place.isPresent()) {
            return place;
        }
        if (terms.containsKey(RESOLUTION)
                && (query.lines() == 0 || query.lines() > Integer.parseInt(terms.get(RESOLUTION)))) {
            return Optional.of("it is for clips of at most " + terms.get(RESOLUTION) + " pixels on the shorter side");
        }
        if (terms.containsKey(WHO) && !list(terms.get(WHO)).contains(query.accountId())) {
            return Optional.of("it is for other accounts");
        }
        return topic(terms, query.findings());
    }

    /**
     * The same for one of several things in a clip: looks at what is beside it, too. Since 1.2.
     *
     * @param subject id of what the terms are about
     */
    public static Optional<String> refusal(Map<String, String> terms, LicenceQuery query, String subject) {
        Optional<String> refusal = refusal(terms, query);
        if (refusal.isPresent() || !terms.containsKey(COMPANION)) {
            return refusal;
        }
        List<String> friends = list(terms.get(COMPANION));
        return LicenceRules.found(query).stream()
                .map(Finding::subject)
                .filter(other -> !other.equals(subject) && !friends.contains(other))
                .findFirst()
                .map(other -> "it is not for clips with " + other + " beside it");
    }

    private static Optional<String> place(Map<String, String> terms, LicenceQuery query) {
        if (!terms.containsKey(WHERE)) {
            return Optional.empty();
        }
        if (query.territory().isEmpty()) {
            return Optional.of("it holds in " + terms.get(WHERE)
                    + " alone, and the request does not say in \"territory\" where the clip will be shown");
        }
        return query.territory().stream()
                .sorted()
                .filter(country -> !list(terms.get(WHERE)).contains(country))
                .findFirst()
                .map(country -> "it does not hold in " + country);
    }

    private static Optional<String> topic(Map<String, String> terms, List<Finding> findings) {
        List<String> excluded = list(terms.getOrDefault(NO_TOPIC, ""));
        return findings.stream()
                .map(Finding::kind)
                .filter(excluded::contains)
                .findFirst()
                .map(kind -> "it excludes " + kind);
    }

    /** Whether the holder has to agree before this use begins, and has not. */
    public static boolean wantsConsent(Map<String, String> terms) {
        return BEFORE.equals(terms.get(CONSENT));
    }

    /** The duties among the terms, for {@link LicenceOutcome.Allow}. */
    public static Map<String, String> duties(Map<String, String> terms) {
        Map<String, String> duties = new TreeMap<>(terms);
        duties.keySet().retainAll(DUTIES);
        if (AFTER.equals(terms.get(CONSENT))) {
            duties.put(CONSENT, AFTER);
        }
        return duties;
    }

    /** The fee that a grant sets; empty if its use is free. @throws NumberFormatException if {@link #fault} has something to say */
    public static Optional<LicenceFee> fee(LicenceGrant grant) {
        long credits = Long.parseLong(grant.terms().getOrDefault(PRICE, "0"));
        return credits == 0
                ? Optional.empty()
                : Optional.of(new LicenceFee(grant.terms().get(HOLDER), grant.id(), credits));
    }

    private static List<String> list(String value) {
        return value.isEmpty() ? List.of() : Arrays.asList(value.split(","));
    }

    /** A moment of {@link #FROM} or {@link #UNTIL}. @throws DateTimeParseException if it has no zone, or makes no sense */
    public static Instant at(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static boolean isTime(String text) {
        try {
            at(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static String shown(String text) {
        String safe = text.replaceAll("[^\\p{Graph} ]", "?");
        return safe.length() > 60 ? safe.substring(0, 60) + "..." : safe;
    }
}
