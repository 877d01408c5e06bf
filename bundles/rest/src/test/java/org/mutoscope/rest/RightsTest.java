package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Rights;
import org.mutoscope.core.road.Studio.Licensing;

/** Rights by HTTP: who may ask, what arrives, what is answered. */
class RightsTest {
    private static final String RIGHTS = "/api/v1/rights/";
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final Rights.Subject SUBJECT =
            new Rights.Subject("subj_1", Rights.Kind.CHARACTER, "Zyblorg", Rights.State.ACTIVE, false, "acct_ann", AT);
    private static final Rights.Offer OFFER = new Rights.Offer("offer_1", "subj_1", 5, Map.of("count", "5"), AT);
    private static final Rights.Claim CLAIM =
            new Rights.Claim("claim_1", "subj_1", "acct_ann", "register 17", Rights.ClaimState.PENDING, null, AT);

    private Served served;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean owned = true;
    private volatile Map<String, String> terms = OFFER.terms();

    private Rights.Offer offer() {
        return new Rights.Offer(OFFER.id(), OFFER.subjectId(), OFFER.credits(), terms, AT);
    }

    @BeforeEach
    void open() throws Exception {
        served = new Served();
        served.house.rights = (Rights) Proxy.newProxyInstance(
                Rights.class.getClassLoader(), new Class<?>[] {Rights.class}, (proxy, method, values) -> {
                    String line = Arrays.stream(values)
                            .map(value -> value instanceof Caller caller ? caller.accountId() : String.valueOf(value))
                            .collect(Collectors.joining(", "));
                    asked.add(method.getName() + "(" + line + ")");
                    return answer(method.getReturnType(), method.getName());
                });
    }

    private Object answer(Class<?> type, String name) {
        if (name.equals("switchOff")) {
            throw new Problem(Code.SUBJECT_NOT_FOUND, "There is no such subject.");
        } else if (type == Rights.Subject.class) {
            return SUBJECT;
        } else if (type == Rights.Offer.class) {
            return offer();
        } else if (type == Rights.Claim.class) {
            return CLAIM;
        } else if (type == Rights.Alias.class) {
            return new Rights.Alias("alias_1", "subj_1", Rights.NewAlias.of("Zyb"));
        } else if (type == Rights.Grant.class) {
            return new Rights.Grant("grant_1", "subj_1", "acct_bob", 5, Map.of(), 2, AT, AT);
        } else if (type == boolean.class) {
            return name.equals("unalias") || (name.equals("owns") && owned) || name.equals("mayPreview");
        }
        return switch (name) {
            case "subjects" -> List.of(SUBJECT, SUBJECT);
            case "offers" -> List.of(offer());
            case "claims" -> List.of(CLAIM);
            case "uses" -> List.of(new Rights.Used("video_1", "subj_1", "grant_1", "completed", 5, true, AT));
            case "approvals" -> List.of(new Rights.Approval("video_1", "a fox", true, AT, AT));
            default -> type == List.class ? List.of() : null;
        };
    }

    @AfterEach
    void close() {
        served.close();
    }

    private JsonNode ok(HttpResponse<byte[]> answer) throws Exception {
        JsonNode json = Served.json(answer);
        assertEquals(200, answer.statusCode(), json.toString());
        return json;
    }

    private String code(HttpResponse<byte[]> answer) throws Exception {
        return Served.json(answer).at("/error/code").asText();
    }

    @Test
    void aSubjectArrivesAsItWasSent() throws Exception {
        JsonNode made = ok(
                served.post(
                        "ann",
                        RIGHTS + "subjects",
                        "{\"kind\":\"character\",\"name\":\"Zyblorg\",\"evidence\":\"register 17\",\"aliases\":[\"Zyb\","
                                + "{\"text\":\"Rose\",\"needs_context\":true,\"language\":\"en\",\"min_length\":3,\"allowed_phrases\":[\"a rose\"]}]}"));
        assertEquals("subj_1", made.get("id").asText());
        assertEquals("character", made.get("kind").asText());
        assertEquals("active", made.get("state").asText());
        assertEquals(
                "register(ann, NewSubject[kind=CHARACTER, name=Zyblorg, minor=false, aliases=["
                        + "NewAlias[text=Zyb, language=, flags=[], minLength=0, allowedPhrases=[]],"
                        + " NewAlias[text=Rose, language=en, flags=[NEEDS_CONTEXT], minLength=3, allowedPhrases=[a rose]]],"
                        + " evidence=register 17])",
                asked.get(0).replace("acct_ann", "ann"));
        ok(served.post("ann", RIGHTS + "subjects", "{\"kind\":\"ghost\",\"name\":\"x\"}"));
        assertTrue(asked.get(1).contains("kind=null"), "whoever registers it refuses that");
    }

    @Test
    void whoseItIsAndWhomItIsAboutIsToldToFew() throws Exception {
        JsonNode own = ok(served.get("ann", RIGHTS + "subjects/subj_1"));
        assertEquals("acct_ann", own.path("holder").asText());
        assertTrue(own.has("minor"));
        owned = false;
        JsonNode others = ok(served.get("bob", RIGHTS + "subjects/subj_1"));
        assertEquals("Zyblorg", others.path("name").asText());
        assertFalse(others.has("holder") || others.has("minor"), others.toString());
        assertFalse(Served.json(served.get("bob", RIGHTS + "subjects/subj_1/odrl"))
                .toString()
                .contains("acct_ann"));
    }

    @Test
    void aDraftThatIsGoneIsNamedAndReservingIsAYesOrNo() throws Exception {
        JsonNode waits =
                ok(served.get("ann", RIGHTS + "approvals")).path("data").get(0);
        assertEquals("draft", waits.path("stage").asText());
        assertEquals(
                "video_expired", code(served.get("ann", waits.path("content").asText())));
        String reserved = RIGHTS + "subjects/subj_1/reserved";
        assertEquals("invalid_request", code(served.post("ann", reserved, "{\"reserved\":\"perhaps\"}")));
        assertTrue(ok(served.post("ann", reserved, "{\"reserved\":true}"))
                .path("reserved")
                .asBoolean());
        assertEquals("reserve(acct_ann, subj_1, true)", asked.get(asked.size() - 1));
    }

    @Test
    void anOfferThatIsShownInOdrlCanBeMadeOfIt() throws Exception {
        String path = RIGHTS + "subjects/subj_1/odrl";
        terms = Map.ofEntries(
                Map.entry("count", "5"),
                Map.entry("dateTime.lteq", "2027-01-01T00:00:00Z"),
                Map.entry("purpose", "personal,commercial"),
                Map.entry("spatial", "DE,AT"),
                Map.entry("elapsedTime", "P30D"),
                Map.entry("meteredTime", "PT60S"),
                Map.entry("resolution.lteq", "720"),
                Map.entry("x:companion", "none"),
                Map.entry("assignee", "acct_a,acct_b"),
                Map.entry("obtainConsent", "after"),
                Map.entry("attribute", "Zyblorg by Ann"),
                Map.entry("inform", "holder"),
                Map.entry("nextPolicy", "same"),
                Map.entry("percentage", "10"),
                Map.entry("x:wardrobe", "a red cap"),
                Map.entry("x:topic.isNoneOf", "politics,violence"));
        JsonNode shown = ok(served.get("ann", path));
        com.fasterxml.jackson.databind.node.ObjectNode offer =
                shown.at("/@graph/0").deepCopy();
        offer.set("@context", shown.get("@context"));
        ok(served.post("ann", path, offer.toString()));
        String made = asked.get(asked.size() - 1);
        assertTrue(made.startsWith("offer(acct_ann, subj_1, 5, {"), made);
        terms.forEach((name, value) -> assertTrue(made.contains(name + "=" + value), name + " in " + made));
        for (String[] odd : new String[][] {
            {"\"count\"", "\"moonphase\"", "moonphase lteq"},
            {"\"conflict\"", "\"inheritFrom\"", "inheritFrom"},
            {"\"prohibit\"", "\"perm\"", "conflict"},
            {"subj_1", "subj_2", "target"},
            {"\"x:generate\"", "\"odrl:sell\"", "action"},
            {"x:credits", "EUR", "EUR"},
            {"/api/v1/rights/context", "/elsewhere", "@context"},
            {"\"inform\"", "\"dance\"", "dance"}
        }) {
            HttpResponse<byte[]> refused =
                    served.post("ann", path, offer.toString().replace(odd[0], odd[1]));
            JsonNode error = Served.json(refused).path("error");
            assertEquals("invalid_terms", error.path("code").asText(), odd[1]);
            assertTrue(
                    error.path("message").asText().contains(odd[2]),
                    odd[1] + ": " + error.path("message").asText());
        }
    }

    @Test
    void crawlersAreToldThatNothingIsForTraining() throws Exception {
        HttpResponse<byte[]> answer = served.get(null, "/license.xml");
        assertEquals(200, answer.statusCode());
        assertEquals(
                "application/rsl+xml",
                answer.headers().firstValue("content-type").orElse(""));
        org.w3c.dom.Document rsl = javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(answer.body()));
        assertEquals("ai-train", rsl.getElementsByTagName("prohibits").item(0).getTextContent());
    }

    @Test
    void oddFieldsAreNamed() throws Exception {
        assertEquals(
                "invalid_alias",
                code(served.post("ann", RIGHTS + "subjects", "{\"kind\":\"music\",\"aliases\":{\"a\":\"b\"}}")));
        assertEquals(
                "invalid_alias", code(served.post("ann", RIGHTS + "subjects", "{\"aliases\":[{\"text\":[\"a\"]}]}")));
        String offers = RIGHTS + "subjects/subj_1/offers";
        assertEquals("invalid_terms", code(served.post("ann", offers, "{\"credits\":1.5}")));
        assertEquals("invalid_terms", code(served.post("ann", offers, "{\"credits\":5,\"terms\":[1]}")));
        assertEquals("invalid_terms", code(served.post("ann", offers, "{\"credits\":5,\"terms\":{\"count\":{}}}")));
        assertEquals(
                "invalid_request", code(served.post("ann", RIGHTS + "approvals/video_1", "{\"agreed\":\"maybe\"}")));
        assertEquals("invalid_request", code(served.get("ann", RIGHTS + "claims?state=odd")));
        assertEquals("invalid_request", code(served.post("ann", RIGHTS + "subjects/subj_1/claims", "{}")));
        assertEquals(List.of(), asked);
        assertEquals(
                "subject_not_found",
                code(served.post("ann", RIGHTS + "subjects/subj_1/off", "{\"reason\":\"no more\"}")));
        assertEquals("offer_not_found", code(served.delete("ann", RIGHTS + "offers/offer_2")));
    }

    @Test
    void offersAndWhatBecomesOfThem() throws Exception {
        JsonNode offer = ok(served.post(
                "ann",
                RIGHTS + "subjects/subj_1/offers",
                "{\"credits\":5,\"terms\":{\"count\":5,\"purpose\":[\"personal\",\"editorial\"]}}"));
        assertEquals("5", offer.at("/terms/count").asText());
        assertTrue(
                asked.get(0).contains("count=5") && asked.get(0).contains("purpose=personal,editorial"), asked.get(0));
        JsonNode shown = ok(served.get("bob", RIGHTS + "subjects/subj_1"));
        assertEquals("offer_1", shown.at("/offers/0/id").asText());
        assertEquals(
                true,
                ok(served.get("bob", RIGHTS + "subjects?limit=1"))
                        .get("has_more")
                        .asBoolean());
        JsonNode revoked = ok(served.post("ann", RIGHTS + "grants/grant_1/revoke", "{\"reason\":\"no more\"}"));
        assertEquals(2, revoked.get("used").asInt());
        assertEquals(
                "video_1",
                ok(served.get("ann", RIGHTS + "uses")).at("/data/0/job").asText());
        assertEquals(
                "a fox",
                ok(served.get("ann", RIGHTS + "approvals")).at("/data/0/prompt").asText());
        ok(served.post("ann", RIGHTS + "approvals/video_1", "{\"agreed\":false}"));
        assertTrue(asked.get(asked.size() - 1).endsWith("video_1, false)"), asked.toString());
        ok(served.get("ann", RIGHTS + "claims?state=pending"));
        ok(served.get("ann", RIGHTS + "grants"));
        ok(served.get("ann", RIGHTS + "subjects/subj_1/aliases"));
        ok(served.post("ann", RIGHTS + "subjects/subj_1/aliases", "{\"text\":\"Zyb\"}"));
        ok(served.delete("ann", RIGHTS + "subjects/subj_1/aliases/alias_1"));
        ok(served.delete("ann", RIGHTS + "claims/claim_1"));
    }

    @Test
    void offersAreShownAsOdrl() throws Exception {
        HttpResponse<byte[]> answer = served.get("bob", RIGHTS + "subjects/subj_1/odrl");
        assertEquals(
                "application/ld+json",
                answer.headers().firstValue("content-type").orElse(""));
        JsonNode odrl = ok(answer);
        assertEquals(
                served.uri("/api/v1/rights/context").toString(),
                odrl.at("/@context/1").asText());
        JsonNode offer = odrl.at("/@graph/0");
        assertEquals("Offer", offer.get("@type").asText());
        assertEquals("prohibit", offer.get("conflict").asText());
        JsonNode permission = offer.at("/permission/0");
        assertEquals("urn:mutoscope:subj_1", permission.get("target").asText());
        assertEquals(
                "urn:mutoscope:holder-of:subj_1", permission.get("assigner").asText());
        assertEquals(
                "[{\"leftOperand\":\"purpose\",\"operator\":\"isAnyOf\",\"rightOperand\":[\"personal\"]},"
                        + "{\"leftOperand\":\"count\",\"operator\":\"lteq\",\"rightOperand\":5}]",
                permission.get("constraint").toString());
        assertEquals(
                "{\"leftOperand\":\"payAmount\",\"operator\":\"eq\",\"rightOperand\":5,\"unit\":\"x:credits\"}",
                permission.at("/duty/0/action/0/refinement/0").toString());
        assertTrue(ok(served.get(null, "/api/v1/rights/context"))
                .at("/@context/x")
                .asText()
                .startsWith("urn:"));
    }

    /** Each term that an offer can have is somewhere in its ODRL. */
    @Test
    void noTermIsLost() throws Exception {
        Map<String, String> terms = new java.util.TreeMap<>(Map.of(
                "count", "77",
                "dateTime.gteq", "2027-01-01T00:00:00Z",
                "dateTime.lteq", "2028-01-01T00:00:00Z",
                "purpose", "editorial",
                "spatial", "DE,AT",
                "assignee", "acct_zed",
                "obtainConsent", "before",
                "attribute", "Zyblorg by Ann",
                "inform", "holder",
                "nextPolicy", "same"));
        terms.putAll(Map.of("percentage", "12", "x:topic.isNoneOf", "politics", "x:wardrobe", "a red coat"));
        assertEquals(java.util.Optional.empty(), org.mutoscope.api.licensing.LicenceTerms.fault(terms));
        String json =
                Json.text(OdrlJson.of(SUBJECT, List.of(new Rights.Offer("offer_1", "subj_1", 5, terms, AT)), "c"));
        for (String value : List.of(
                "77",
                "2027-01-01",
                "2028-01-01",
                "editorial",
                "\"DE\",\"AT\"",
                "acct_zed",
                "obtainConsent",
                "Zyblorg by Ann",
                "inform",
                "same",
                "12",
                "politics",
                "a red coat")) {
            assertTrue(json.contains(value), value + " in " + json);
        }
    }

    @Test
    void claimsAreDecidedByOperators() throws Exception {
        String path = "/api/v1/admin/rights/claims/claim_1";
        String yes = "{\"accept\":true,\"reason\":\"seen\"}";
        assertEquals("forbidden", code(served.post("ann", path, yes)));
        assertEquals("forbidden", code(served.post("audrey", path, yes)));
        assertEquals("claim_1", ok(served.post("olga", path, yes)).get("id").asText());
        ok(served.post(
                "olga", "/api/v1/admin/rights/subjects/subj_1/dispute", "{\"open\":true,\"reason\":\"two papers\"}"));
        assertEquals(2, asked.size());
    }

    @Test
    void anOrderSaysWhatItIsForAndWhatItAccepts() throws Exception {
        ok(served.post(
                "ann",
                "/v1/videos",
                "{\"prompt\":\"a fox\",\"purpose\":\"commercial\",\"licences\":[\"offer_1\",\"offer_2\"]}"));
        assertEquals(
                new Licensing("commercial", List.of("offer_1", "offer_2")),
                served.studio.seen.get(0).licensing());
        assertEquals(Map.of(), served.studio.seen.get(0).parameters());
        ok(served.post("ann", "/v1/videos", "{\"prompt\":\"a fox\",\"licences\":\"offer_1, offer_2\"}"));
        assertEquals(
                new Licensing("personal", List.of("offer_1", "offer_2")),
                served.studio.seen.get(1).licensing());
        ok(served.post("ann", "/v1/videos", "{\"prompt\":\"a fox\"}"));
        assertEquals(Licensing.PERSONAL, served.studio.seen.get(2).licensing());
        assertEquals(
                "invalid_request",
                code(served.post("ann", "/v1/videos", "{\"prompt\":\"a fox\",\"licences\":{\"a\":1}}")));
    }

    @Test
    void aRefusalCarriesWhatCanBeAccepted() throws Exception {
        Problem problem = new Problem(Code.LICENCE_REQUIRED, "A licence must be accepted first.")
                .with("licences", Map.of("offer_1", Map.of("credits", 5L, "start", 2, "end", 9)));
        JsonNode error = Served.JSON.readTree(Json.bytes(Envelope.of(problem))).get("error");
        assertEquals(5, error.at("/licences/offer_1/credits").asInt());
        assertEquals(2, error.at("/licences/offer_1/start").asInt());
        assertEquals(3012, error.get("number").asInt());
    }
}
