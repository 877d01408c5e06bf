package org.mutoscope.rest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mutoscope.api.guard.Name;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Rights;
import org.mutoscope.core.rights.Rights.NewAlias;
import org.mutoscope.core.road.Studio;

/** Rights in JSON. */
final class RightsJson {
    /** Fields of an order that are not for the model. */
    static final Set<String> OF_ORDERS = Set.of("licences", "purpose", "territory");

    private static final int MOST_ALIASES = 100;

    private RightsJson() {}

    /** What an order is for, and which offers it accepts: a list, or in one text with commas between. */
    static Studio.Licensing licensing(Fields fields) {
        String purpose = fields.text("purpose");
        return new Studio.Licensing(
                purpose == null ? Studio.Licensing.PERSONAL.purpose() : purpose,
                parts(fields, "licences"),
                Set.copyOf(parts(fields, "territory")));
    }

    /** A list, or one text with commas between. */
    private static List<String> parts(Fields fields, String name) {
        return texts(fields.value(name), name).stream()
                .flatMap(some -> Arrays.stream(some.split(",")))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    static Rights.NewSubject subject(Fields fields) {
        List<NewAlias> aliases = new ArrayList<>();
        Object given = fields.value("aliases");
        if (given instanceof List<?> list && list.size() <= MOST_ALIASES) {
            list.forEach(one -> aliases.add(one instanceof String text ? NewAlias.of(text) : alias(one)));
        } else if (given != null) {
            throw bad(Code.INVALID_ALIAS, "\"aliases\" is a list of at most " + MOST_ALIASES + " names.", "aliases");
        }
        return new Rights.NewSubject(
                kind(fields.text("kind")),
                fields.text("name"),
                "true".equals(fields.text("minor")),
                aliases,
                fields.text("evidence"));
    }

    private static Rights.Kind kind(String word) {
        return Arrays.stream(Rights.Kind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElse(null);
    }

    /** A name that is the whole of a request. */
    static NewAlias alias(Fields fields) {
        Map<String, Object> map = new HashMap<>();
        for (String name :
                List.of("text", "language", "needs_context", "case_sensitive", "min_length", "allowed_phrases")) {
            map.put(name, fields.value(name));
        }
        return alias(map);
    }

    /** @param given a map; every field but the text can be absent */
    static NewAlias alias(Object given) {
        if (!(given instanceof Map<?, ?> map) || !(map.get("text") instanceof String text)) {
            throw bad(Code.INVALID_ALIAS, "A name is a text, or an object with \"text\".", "text");
        }
        Set<Name.Flag> flags = EnumSet.noneOf(Name.Flag.class);
        for (Name.Flag flag : Name.Flag.values()) {
            if ("true".equals(map.get(flag.name().toLowerCase(Locale.ROOT)))) {
                flags.add(flag);
            }
        }
        Object least = or(map.get("min_length"), "0");
        return new NewAlias(
                text,
                String.valueOf(or(map.get("language"), "")),
                flags,
                Asked.between(0, Name.LONGEST, String.valueOf(least), "min_length", 0),
                texts(map.get("allowed_phrases"), "allowed_phrases"));
    }

    /** Terms by name; a number is as good as its text. */
    static Map<String, String> terms(Object given) {
        Map<String, String> terms = new HashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
                    terms.put(
                            (String) name, list.stream().map(String.class::cast).collect(Collectors.joining(",")));
                } else if (value instanceof String text) {
                    terms.put((String) name, text);
                } else {
                    throw bad(Code.INVALID_TERMS, "A term is a text, a number or a list of texts.", "terms");
                }
            });
        } else if (given != null) {
            throw bad(Code.INVALID_TERMS, "\"terms\" is an object.", "terms");
        }
        return terms;
    }

    static Object or(Object value, Object otherwise) {
        return value == null ? otherwise : value;
    }

    /** A yes or no that must be there. */
    static boolean yes(Fields fields, String name) {
        String word = Asked.text(fields, name);
        if (!word.equals("true") && !word.equals("false")) {
            throw bad(Code.INVALID_REQUEST, "\"" + name + "\" is true or false.", name);
        }
        return word.equals("true");
    }

    private static List<String> texts(Object value, String name) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof String one) {
            return List.of(one);
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw bad(Code.INVALID_REQUEST, "\"" + name + "\" is a list of texts.", name);
    }

    /** As its holder and operators see it. */
    static JsonObject of(Rights.Subject subject) {
        return known(subject).and("minor", subject.minor()).and("holder", subject.holder());
    }

    /** As everybody may see it: not whose it is, and not whether it is about a child. */
    static JsonObject known(Rights.Subject subject) {
        return Json.object("id", subject.id())
                .and("object", "rights.subject")
                .and("kind", subject.kind().word())
                .and("name", subject.name())
                .and("state", word(subject.state()))
                .and("created_at", Json.moment(subject.createdAt()));
    }

    static JsonObject of(Rights.Alias alias) {
        NewAlias name = alias.name();
        return Json.object("id", alias.id())
                .and("object", "rights.alias")
                .and("subject", alias.subjectId())
                .and("text", name.text())
                .and("language", name.language())
                .and("needs_context", name.flags().contains(Name.Flag.NEEDS_CONTEXT))
                .and("case_sensitive", name.flags().contains(Name.Flag.CASE_SENSITIVE))
                .and("min_length", name.minLength())
                .and("allowed_phrases", name.allowedPhrases());
    }

    static JsonObject of(Rights.Claim claim) {
        return Json.object("id", claim.id())
                .and("object", "rights.claim")
                .and("subject", claim.subjectId())
                .and("account_id", claim.accountId())
                .and("evidence", claim.evidence())
                .and("state", word(claim.state()))
                .and("reason", claim.reason())
                .and("created_at", Json.moment(claim.createdAt()));
    }

    static JsonObject of(Rights.Offer offer) {
        return Json.object("id", offer.id())
                .and("object", "rights.offer")
                .and("subject", offer.subjectId())
                .and("credits", offer.credits())
                .and("terms", offer.terms())
                .and("created_at", Json.moment(offer.createdAt()));
    }

    static JsonObject of(Rights.Grant grant) {
        return Json.object("id", grant.id())
                .and("object", "rights.grant")
                .and("subject", grant.subjectId())
                .and("account_id", grant.accountId())
                .and("credits", grant.credits())
                .and("terms", grant.terms())
                .and("used", grant.used())
                .and("created_at", Json.moment(grant.createdAt()))
                .and("revoked_at", Json.moment(grant.revokedAt()));
    }

    static JsonObject of(Rights.Used used) {
        return Json.object("job", used.jobId())
                .and("object", "rights.use")
                .and("subject", used.subjectId())
                .and("grant", used.grantId())
                .and("state", used.jobState())
                .and("credits", used.credits())
                .and("earned", used.earned())
                .and("at", Json.moment(used.at()));
    }

    static JsonObject of(Rights.Approval approval) {
        return Json.object("job", approval.jobId())
                .and("object", "rights.approval")
                .and("prompt", approval.prompt())
                .and("stage", approval.draft() ? "draft" : "before")
                .and("content", approval.draft() ? "/api/v1/rights/approvals/" + approval.jobId() + "/content" : null)
                .and("asked_at", Json.moment(approval.askedAt()))
                .and("ends_at", Json.moment(approval.endsAt()));
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Problem bad(Code code, String message, String param) {
        return new Problem(code, message, param, null);
    }
}
