package org.mutoscope.rest;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Rights;
import org.mutoscope.core.road.Clips;

/** What holders register, claim and offer, and what creators hold of it. */
final class RightsResource {
    private static final String REASON = "reason";

    private final House house;

    RightsResource(House house) {
        this.house = house;
    }

    /** Registers a subject and claims it. */
    Answer register(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        return Answer.json(RightsJson.of(house.rights().register(ask.caller(), RightsJson.subject(fields))));
    }

    /** Lists the caller's subjects, for operators all. */
    Answer subjects(Ask ask) {
        Page page = Page.of(ask);
        List<Rights.Subject> found = house.rights().subjects(ask.caller(), page.after(), page.limit() + 1);
        List<Rights.Subject> shown = found.subList(0, Math.min(page.limit(), found.size()));
        return Answer.json(Json.object("object", "list")
                .and("data", shown.stream().map(RightsJson::of).toList())
                .and("has_more", found.size() > shown.size()));
    }

    /** Shows a subject, with what is offered. */
    Answer subject(Ask ask) {
        Rights rights = house.rights();
        Rights.Subject subject = rights.subject(id(ask));
        JsonObject json = rights.owns(ask.caller(), subject.id()) ? RightsJson.of(subject) : RightsJson.known(subject);
        return Answer.json(json.and(
                "offers", rights.offers(id(ask)).stream().map(RightsJson::of).toList()));
    }

    /** The offers for a subject as ODRL. */
    Answer odrl(Ask ask) {
        Rights rights = house.rights();
        Rights.Subject subject = rights.subject(id(ask));
        String own = ask.request().getRequestURL().toString();
        String context =
                own.substring(0, own.length() - ask.request().getRequestURI().length()) + OdrlJson.CONTEXT;
        return Answer.of(200).json(OdrlJson.of(subject, rights.offers(subject.id()), context), OdrlJson.TYPE);
    }

    /** Offers a licence that is written in ODRL. */
    Answer odrlOffer(Ask ask) throws IOException {
        Rights.Subject subject = house.rights().subject(id(ask));
        OdrlReader.Read read = OdrlReader.offer(Asked.json(ask), subject.id(), OdrlJson.action(subject));
        return Answer.json(
                RightsJson.of(house.rights().offer(ask.caller(), subject.id(), read.credits(), read.terms())));
    }

    /** What the words of our ODRL profile stand for. */
    Answer context(Ask ask) {
        return Answer.of(200).json(OdrlJson.context(), OdrlJson.TYPE);
    }

    /** Switches a subject off: the kill switch. */
    Answer off(Ask ask) throws IOException {
        return switched(ask, true);
    }

    /** Switches it on again. */
    Answer on(Ask ask) throws IOException {
        return switched(ask, false);
    }

    private Answer switched(Ask ask, boolean off) throws IOException {
        String reason = Asked.text(Asked.json(ask), REASON);
        return Answer.json(RightsJson.of(house.rights().switchOff(ask.caller(), id(ask), off, reason)));
    }

    /** Says that nothing of a subject is free, or takes that back. */
    Answer reserve(Ask ask) throws IOException {
        boolean reserved = RightsJson.yes(Asked.json(ask), "reserved");
        return Answer.json(RightsJson.of(house.rights().reserve(ask.caller(), id(ask), reserved))
                .and("reserved", reserved));
    }

    /** Opens or closes a dispute (operators). */
    Answer dispute(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        boolean open = RightsJson.yes(fields, "open");
        String reason = Asked.text(fields, REASON);
        return Answer.json(RightsJson.of(house.rights().dispute(ask.caller(), id(ask), open, reason)));
    }

    /** Lists the names of a subject. */
    Answer aliases(Ask ask) {
        return listed(house.rights().aliases(ask.caller(), id(ask)), RightsJson::of);
    }

    /** Adds a name. */
    Answer alias(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        return Answer.json(RightsJson.of(house.rights().alias(ask.caller(), id(ask), RightsJson.alias(fields))));
    }

    /** Takes a name away. */
    Answer unalias(Ask ask) {
        return gone(ask, ask.path("alias"), house.rights().unalias(ask.caller(), id(ask), ask.path("alias")));
    }

    /** Claims a subject. */
    Answer claim(Ask ask) throws IOException {
        String evidence = Asked.text(Asked.json(ask), "evidence");
        return Answer.json(RightsJson.of(house.rights().claim(ask.caller(), id(ask), evidence)));
    }

    /** Lists claims; for operators of all. */
    Answer claims(Ask ask) {
        String state = ask.query("state");
        return listed(house.rights().claims(ask.caller(), state(state), limit(ask)), RightsJson::of);
    }

    private static Rights.ClaimState state(String word) {
        if (word == null || word.isEmpty()) {
            return null;
        }
        try {
            return Rights.ClaimState.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Problem(
                    Code.INVALID_REQUEST, "\"state\" is pending, active, refused, withdrawn or lost.", "state", null);
        }
    }

    /** Decides about a claim (operators). */
    Answer decide(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        boolean accept = RightsJson.yes(fields, "accept");
        String reason = Asked.text(fields, REASON);
        return Answer.json(RightsJson.of(house.rights().decide(ask.caller(), id(ask), accept, reason)));
    }

    /** Takes a claim back. */
    Answer withdraw(Ask ask) {
        return Answer.json(RightsJson.of(house.rights().withdrawClaim(ask.caller(), id(ask))));
    }

    /** Offers a licence. */
    Answer offer(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        long credits = Asked.whole(fields.text("credits"), "credits", Code.INVALID_TERMS);
        return Answer.json(RightsJson.of(
                house.rights().offer(ask.caller(), id(ask), credits, RightsJson.terms(fields.value("terms")))));
    }

    /** Takes an offer back. */
    Answer withdrawOffer(Ask ask) {
        return gone(ask, id(ask), house.rights().withdrawOffer(ask.caller(), id(ask)));
    }

    /** Lists grants, held and given. */
    Answer grants(Ask ask) {
        return listed(house.rights().grants(ask.caller(), limit(ask)), RightsJson::of);
    }

    /** Takes a grant back. */
    Answer revoke(Ask ask) throws IOException {
        String reason = Asked.text(Asked.json(ask), REASON);
        return Answer.json(RightsJson.of(house.rights().revoke(ask.caller(), id(ask), reason)));
    }

    /** Lists the uses of what the caller holds. */
    Answer uses(Ask ask) {
        return listed(house.rights().uses(ask.caller(), limit(ask)), RightsJson::of);
    }

    /** Lists what waits for the caller's word. */
    Answer approvals(Ask ask) {
        return listed(house.rights().approvals(ask.caller()), RightsJson::of);
    }

    /** Sends a finished clip to a holder whose word it waits for. */
    Answer draft(Ask ask) throws IOException {
        String id = id(ask);
        if (!house.rights().mayPreview(ask.caller(), id)) {
            throw new Problem(Code.APPROVAL_NOT_FOUND, "No finished clip of that id waits for your word.", "id", null);
        }
        Clips.Clip clip = house.clips()
                .find(id, "video")
                .orElseThrow(() -> new Problem(Code.VIDEO_EXPIRED, "There is no file of this clip any more."));
        return new Sending(house.clips(), clip, id + "-draft").answer(ask);
    }

    /** Says yes or no. */
    Answer answer(Ask ask) throws IOException {
        boolean agreed = RightsJson.yes(Asked.json(ask), "agreed");
        house.rights().answer(ask.caller(), id(ask), agreed);
        return Answer.json(Json.object("id", id(ask)).and("agreed", agreed));
    }

    private static <T> Answer listed(List<T> found, Function<T, JsonObject> json) {
        return Answer.json(Json.object("object", "list")
                .and("data", found.stream().map(json).toList()));
    }

    private static Answer gone(Ask ask, String id, boolean gone) {
        if (!gone) {
            throw new Problem(
                    ask.request().getRequestURI().contains("/offers/") ? Code.OFFER_NOT_FOUND : Code.NOT_FOUND,
                    "There is no such thing, or it is not yours.",
                    "id",
                    null);
        }
        return Answer.json(Json.object("id", id).and("deleted", true));
    }

    private static int limit(Ask ask) {
        return Math.max(1, Page.limit(ask.query("limit")));
    }

    private static String id(Ask ask) {
        String id = ask.path("id");
        if (!Owned.isId(id)) {
            throw new Problem(Code.NOT_FOUND, "That is no id.", "id", null);
        }
        return id;
    }
}
