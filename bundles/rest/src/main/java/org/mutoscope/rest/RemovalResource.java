package org.mutoscope.rest;

import java.io.IOException;
import java.util.List;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Following;
import org.mutoscope.core.rights.Removals.Removal;

/** Clips that holders have removed, and whom holders approve. */
final class RemovalResource {
    private final House house;

    RemovalResource(House house) {
        this.house = house;
    }

    void routes(Router router) {
        router.add("POST /api/v1/rights/uses/{id}/removal", Access.HOLDER, this::remove)
                .add("POST /api/v1/rights/subjects/{id}/removal", Access.HOLDER, this::removeAll)
                .add("GET /api/v1/rights/removals", Access.KEY, this::removals)
                .add("GET /api/v1/rights/people", Access.KEY, this::people)
                .add("PUT /api/v1/rights/people/{id}", Access.HOLDER, this::approve)
                .add("DELETE /api/v1/rights/people/{id}", Access.HOLDER, this::drop);
    }

    private Answer remove(Ask ask) throws IOException {
        String reason = Asked.text(Asked.json(ask), "reason");
        return listed(house.removals().remove(ask.caller(), ConsentResource.id(ask), reason));
    }

    private Answer removeAll(Ask ask) throws IOException {
        String reason = Asked.text(Asked.json(ask), "reason");
        return listed(house.removals().removeAll(ask.caller(), ConsentResource.id(ask), reason));
    }

    private Answer removals(Ask ask) {
        return listed(house.removals().list(ask.caller(), ConsentResource.limit(ask)));
    }

    private Answer people(Ask ask) {
        return Answer.json(Json.object("object", "list")
                .and(
                        "data",
                        house.following().list(ask.caller(), ConsentResource.limit(ask)).stream()
                                .map(RemovalResource::of)
                                .toList()));
    }

    private Answer approve(Ask ask) {
        return Answer.json(of(house.following().approve(ask.caller(), ConsentResource.id(ask))));
    }

    private Answer drop(Ask ask) {
        String id = ConsentResource.id(ask);
        if (!house.following().drop(ask.caller(), id)) {
            throw new Problem(Code.NOT_FOUND, "You do not approve this account.", "id", null);
        }
        return Answer.json(Json.object("id", id).and("deleted", true));
    }

    private static Answer listed(List<Removal> removals) {
        return Answer.json(Json.object("object", "list")
                .and("data", removals.stream().map(RemovalResource::of).toList()));
    }

    private static JsonObject of(Removal removal) {
        return Json.object("id", removal.jobId())
                .and("object", "removal")
                .and("holder", removal.holder())
                .and("reason", removal.reason())
                .and("at", Json.moment(removal.at()))
                .and("files_gone", removal.filesGone());
    }

    private static JsonObject of(Following.Approved approved) {
        return Json.object("account_id", approved.accountId())
                .and("mutual", approved.mutual())
                .and("at", Json.moment(approved.at()));
    }
}
