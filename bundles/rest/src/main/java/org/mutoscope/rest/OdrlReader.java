package org.mutoscope.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/**
 * Reads what {@link OdrlJson} writes: one offer in ODRL 2.2 with our profile, as plain JSON with our context. Nothing is fetched and nothing is guessed: whatever is not
 * known is refused by its name.
 */
final class OdrlReader {
    private static final Set<String> OFFER =
            Set.of("@context", "@type", "uid", "profile", "conflict", "permission", "prohibition");
    private static final Set<String> PERMISSION =
            Set.of("target", "assigner", "assignee", "action", "constraint", "duty");
    private static final Set<String> CONSTRAINT = Set.of("leftOperand", "operator", "rightOperand", "unit");

    /** Terms by left operand and operator. */
    private static final Map<String, String> CONSTRAINTS = Map.of(
            "purpose isAnyOf", LicenceTerms.PURPOSE,
            "count lteq", LicenceTerms.COUNT,
            "dateTime gteq", LicenceTerms.FROM,
            "dateTime lteq", LicenceTerms.UNTIL,
            "spatial isAnyOf", LicenceTerms.WHERE,
            "elapsedTime lteq", LicenceTerms.ELAPSED,
            "meteredTime lteq", LicenceTerms.METERED,
            "resolution lteq", LicenceTerms.RESOLUTION,
            "x:companion isAnyOf", LicenceTerms.COMPANION);

    /** Terms by action, left operand and operator. */
    private static final Map<String, String> DUTIES = Map.of(
            "compensate payAmount eq", LicenceTerms.PRICE,
            "compensate percentage eq", LicenceTerms.SHARE,
            "obtainConsent x:stage eq", LicenceTerms.CONSENT,
            "attribute x:words eq", LicenceTerms.CREDIT,
            "nextPolicy x:downstream eq", LicenceTerms.DOWNSTREAM,
            "x:dress x:wardrobe eq", LicenceTerms.WARDROBE);

    private final Map<String, String> terms = new HashMap<>();
    private final String subject;
    private final String action;

    private OdrlReader(String subject, String action) {
        this.subject = subject;
        this.action = action;
    }

    /** @param credits of one use */
    record Read(long credits, Map<String, String> terms) {}

    /**
     * Reads an offer.
     *
     * @param action what it permits: as {@link OdrlJson} writes it for this kind of subject
     * @throws Problem {@code invalid_terms}, naming what is not known
     */
    static Read offer(Fields given, String subject, String action) {
        Map<String, Object> json = new HashMap<>();
        given.names().forEach(name -> json.put(name, given.value(name)));
        return new OdrlReader(subject, action).offer(json);
    }

    private Read offer(Map<?, ?> json) {
        known(json, OFFER);
        same(json, "@type", "Offer");
        same(json, "profile", OdrlJson.PROFILE);
        same(json, "conflict", "prohibit");
        boolean ours = list(json.get("@context"), "@context").stream()
                .allMatch(one ->
                        one instanceof String url && (url.equals(OdrlJson.ODRL) || url.endsWith(OdrlJson.CONTEXT)));
        if (!ours || json.get("@context") == null) {
            throw unknown("@context", "it is " + OdrlJson.ODRL + " and that of this platform, " + OdrlJson.CONTEXT);
        }
        permission(only(json.get("permission"), "permission"));
        if (json.get("prohibition") != null) {
            prohibition(only(json.get("prohibition"), "prohibition"));
        }
        String price = terms.remove(LicenceTerms.PRICE);
        return new Read(price == null ? 0 : Asked.whole(price, "payAmount", Code.INVALID_TERMS), terms);
    }

    private void permission(Map<?, ?> json) {
        known(json, PERMISSION);
        same(json, "target", OdrlJson.NAME + subject);
        same(json, "action", action);
        list(json.get("constraint"), "constraint").forEach(one -> constraint(map(one, "constraint"), "", CONSTRAINTS));
        list(json.get("duty"), "duty").forEach(one -> duty(map(one, "duty")));
        if (json.get("assignee") != null) {
            Map<?, ?> people = map(json.get("assignee"), "assignee");
            known(people, Set.of("@type", "uid"));
            put(
                    LicenceTerms.WHO,
                    list(people.get("uid"), "uid").stream()
                            .map(uid -> String.valueOf(uid).replaceFirst("^" + OdrlJson.NAME, ""))
                            .collect(Collectors.joining(",")));
        }
    }

    private void prohibition(Map<?, ?> json) {
        known(json, Set.of("target", "action", "constraint"));
        same(json, "target", OdrlJson.NAME + subject);
        same(json, "action", "x:generate");
        constraint(only(json.get("constraint"), "constraint"), "", Map.of("x:topic isAnyOf", LicenceTerms.NO_TOPIC));
    }

    private void duty(Map<?, ?> json) {
        known(json, Set.of("action"));
        if (json.get("action") instanceof String word) {
            if (!word.equals("inform")) {
                throw unknown(word, "it is no duty without a refinement");
            }
            put(LicenceTerms.INFORM, "holder");
            return;
        }
        Map<?, ?> refined = only(json.get("action"), "action");
        known(refined, Set.of("rdf:value", "refinement"));
        Object word = map(refined.get("rdf:value"), "rdf:value").get("@id");
        constraint(only(refined.get("refinement"), "refinement"), word + " ", DUTIES);
    }

    private void constraint(Map<?, ?> json, String of, Map<String, String> names) {
        known(json, CONSTRAINT);
        String said = of + json.get("leftOperand") + " " + json.get("operator");
        String term = names.get(said);
        if (term == null) {
            throw unknown(said, "it is not one of the terms that there are");
        }
        if (json.get("unit") != null && !"x:credits".equals(json.get("unit"))) {
            throw unknown(String.valueOf(json.get("unit")), "the unit is x:credits");
        }
        put(term, text(json.get("rightOperand"), said));
    }

    private void put(String term, String value) {
        if (terms.putIfAbsent(term, value) != null) {
            throw unknown(term, "it stands there twice");
        }
    }

    private static String text(Object value, String name) {
        if (value instanceof Map<?, ?> typed) {
            known(typed, Set.of("@value", "@type"));
            return text(typed.get("@value"), name);
        }
        if (value instanceof List<?> several && several.stream().allMatch(String.class::isInstance)) {
            return several.stream().map(String.class::cast).collect(Collectors.joining(","));
        }
        if (value instanceof String one) {
            return one;
        }
        throw unknown(name, "its value is a text, a number or a list of texts");
    }

    private static void known(Map<?, ?> json, Set<String> names) {
        json.keySet().stream()
                .map(String::valueOf)
                .filter(name -> !names.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw unknown(name, "it is not known here");
                });
    }

    private static void same(Map<?, ?> json, String name, String value) {
        if (!value.equals(json.get(name))) {
            throw unknown(name, "it must be " + value);
        }
    }

    private static List<?> list(Object value, String name) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> several && several.size() <= 100) {
            return several;
        }
        if (value instanceof String || value instanceof Map<?, ?>) {
            return List.of(value);
        }
        throw unknown(name, "it is a list");
    }

    private static Map<?, ?> only(Object value, String name) {
        List<?> several = list(value, name);
        if (several.size() != 1) {
            throw unknown(name, "there must be one");
        }
        return map(several.get(0), name);
    }

    private static Map<?, ?> map(Object value, String name) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw unknown(name, "it is an object");
    }

    private static Problem unknown(String name, String why) {
        String shown = name.replaceAll("[^\\p{Graph} ]", "?");
        return new Problem(
                Code.INVALID_TERMS,
                "The offer was not made: \"" + (shown.length() > 80 ? shown.substring(0, 80) + "..." : shown) + "\": "
                        + why + ".",
                "terms",
                null);
    }
}
