package org.mutoscope.rest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.core.rights.Rights;

/**
 * Offers as ODRL 2.2 (W3C Recommendation of 2018-02-15) in JSON-LD, with a profile of our own for what ODRL has no word for. The context is served by the platform
 * itself, so that nobody has to fetch it from elsewhere.
 */
final class OdrlJson {
    /** Media type of JSON-LD. */
    static final String TYPE = "application/ld+json";

    /** Address of the context, below that of the platform. */
    static final String CONTEXT = "/api/v1/rights/context";

    static final String ODRL = "http://www.w3.org/ns/odrl.jsonld";
    static final String NAME = "urn:mutoscope:";
    static final String PROFILE = NAME + "licence-profile:1";

    private OdrlJson() {}

    /** What the words of the profile stand for. */
    static JsonObject context() {
        return Json.object(
                "@context",
                Json.object("odrl", "http://www.w3.org/ns/odrl/2/")
                        .and("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")
                        .and("x", NAME + "licence-profile:1#")
                        .and("xsd", "http://www.w3.org/2001/XMLSchema#")
                        .and("mutoscope", NAME));
    }

    /** All offers for a subject. @param context address of {@link #context} */
    static JsonObject of(Rights.Subject subject, List<Rights.Offer> offers, String context) {
        return Json.object("@context", List.of(ODRL, context))
                .and(
                        "@graph",
                        offers.stream().map(offer -> offer(subject, offer)).toList());
    }

    private static JsonObject offer(Rights.Subject subject, Rights.Offer offer) {
        Map<String, String> terms = offer.terms();
        JsonObject permission = Json.object("target", NAME + subject.id())
                .and("assigner", NAME + "holder-of:" + subject.id())
                .and("action", action(subject))
                .and("constraint", constraints(terms))
                .and("duty", duties(offer));
        if (terms.containsKey(LicenceTerms.WHO)) {
            List<String> people = list(terms.get(LicenceTerms.WHO)).stream()
                    .map(id -> NAME + id)
                    .toList();
            permission.and("assignee", Json.object("@type", "PartyCollection").and("uid", people));
        }
        JsonObject json = Json.object("@type", "Offer")
                .and("uid", NAME + offer.id())
                .and("profile", PROFILE)
                .and("conflict", "prohibit")
                .and("permission", List.of(permission));
        String topics = terms.get(LicenceTerms.NO_TOPIC);
        return topics == null
                ? json
                : json.and(
                        "prohibition",
                        List.of(Json.object("target", NAME + subject.id())
                                .and("action", "x:generate")
                                .and("constraint", List.of(constraint("x:topic", "isAnyOf", list(topics))))));
    }

    /** What offers for it permit. */
    static String action(Rights.Subject subject) {
        return subject.kind() == Rights.Kind.VOICE ? "textToSpeech" : "x:generate";
    }

    private static List<JsonObject> constraints(Map<String, String> terms) {
        List<JsonObject> all = new ArrayList<>();
        all.add(constraint("purpose", "isAnyOf", list(terms.getOrDefault(LicenceTerms.PURPOSE, "personal"))));
        if (terms.containsKey(LicenceTerms.COUNT)) {
            all.add(constraint("count", "lteq", Long.valueOf(terms.get(LicenceTerms.COUNT))));
        }
        if (terms.containsKey(LicenceTerms.FROM)) {
            all.add(constraint("dateTime", "gteq", moment(terms.get(LicenceTerms.FROM))));
        }
        if (terms.containsKey(LicenceTerms.UNTIL)) {
            all.add(constraint("dateTime", "lteq", moment(terms.get(LicenceTerms.UNTIL))));
        }
        if (terms.containsKey(LicenceTerms.WHERE)) {
            all.add(constraint("spatial", "isAnyOf", list(terms.get(LicenceTerms.WHERE))));
        }
        if (terms.containsKey(LicenceTerms.ELAPSED)) {
            all.add(constraint("elapsedTime", "lteq", typed(terms.get(LicenceTerms.ELAPSED), "xsd:duration")));
        }
        if (terms.containsKey(LicenceTerms.METERED)) {
            all.add(constraint("meteredTime", "lteq", typed(terms.get(LicenceTerms.METERED), "xsd:duration")));
        }
        if (terms.containsKey(LicenceTerms.RESOLUTION)) {
            all.add(constraint("resolution", "lteq", Long.valueOf(terms.get(LicenceTerms.RESOLUTION))));
        }
        if (terms.containsKey(LicenceTerms.COMPANION)) {
            all.add(constraint("x:companion", "isAnyOf", list(terms.get(LicenceTerms.COMPANION))));
        }
        return all;
    }

    private static List<JsonObject> duties(Rights.Offer offer) {
        Map<String, String> terms = offer.terms();
        List<JsonObject> all = new ArrayList<>();
        if (offer.credits() > 0) {
            all.add(duty(
                    "compensate", constraint("payAmount", "eq", offer.credits()).and("unit", "x:credits")));
        }
        if (terms.containsKey(LicenceTerms.SHARE)) {
            all.add(duty("compensate", constraint("percentage", "eq", Long.valueOf(terms.get(LicenceTerms.SHARE)))));
        }
        if (terms.containsKey(LicenceTerms.CONSENT)) {
            all.add(duty("obtainConsent", constraint("x:stage", "eq", terms.get(LicenceTerms.CONSENT))));
        }
        if (terms.containsKey(LicenceTerms.CREDIT)) {
            all.add(duty("attribute", constraint("x:words", "eq", terms.get(LicenceTerms.CREDIT))));
        }
        if (terms.containsKey(LicenceTerms.INFORM)) {
            all.add(Json.object("action", "inform"));
        }
        if (terms.containsKey(LicenceTerms.DOWNSTREAM)) {
            all.add(duty("nextPolicy", constraint("x:downstream", "eq", terms.get(LicenceTerms.DOWNSTREAM))));
        }
        if (terms.containsKey(LicenceTerms.WARDROBE)) {
            all.add(duty("x:dress", constraint("x:wardrobe", "eq", terms.get(LicenceTerms.WARDROBE))));
        }
        return all;
    }

    private static JsonObject duty(String action, JsonObject refinement) {
        return Json.object(
                "action",
                List.of(Json.object("rdf:value", Json.object("@id", action)).and("refinement", List.of(refinement))));
    }

    private static JsonObject constraint(String left, String operator, Object right) {
        return Json.object("leftOperand", left).and("operator", operator).and("rightOperand", right);
    }

    private static JsonObject moment(String text) {
        return typed(text, "xsd:dateTime");
    }

    private static JsonObject typed(String text, String type) {
        return Json.object("@value", text).and("@type", type);
    }

    private static List<String> list(String value) {
        return Arrays.asList(value.split(","));
    }
}
