package org.mutoscope.backend.remote.standins;

import java.util.Map;
import java.util.Set;

/** What OpenAI's services of one call have in common: the key, the shape of errors, strictness about fields. */
abstract class OpenAi implements Service {
    private final String path;

    OpenAi(String path) {
        this.path = path;
    }

    @Override
    public String route(Asked asked) {
        return asked.path().equals(path) && asked.method().equals("POST") ? "submit" : "other";
    }

    @Override
    public Answer answer(Asked asked, Desk desk) {
        if (!asked.header("authorization").equals("Bearer " + StandIn.KEY)) {
            throw new Refusal(401, "invalid_api_key", "Incorrect API key provided.");
        } else if (!route(asked).equals("submit")) {
            throw new Refusal(404, "not_found", "Invalid URL (" + asked.method() + " " + asked.path() + ")");
        }
        return make(
                asked.json()
                        .orElseThrow(
                                () -> Dialect.bad("invalid_json", "We could not parse the JSON body of your request.")),
                desk);
    }

    abstract Answer make(Map<String, Object> wish, Desk desk);

    static void known(Map<String, Object> wish, Set<String> names) {
        for (String name : wish.keySet()) {
            if (!names.contains(name)) {
                throw Dialect.bad("unknown_parameter", "Unknown parameter: '" + name + "'.");
            }
        }
    }

    static void one(Map<String, Object> wish, String name, Set<?> values) {
        if (wish.containsKey(name) && !values.contains(wish.get(name))) {
            throw Dialect.bad("invalid_value", "Invalid value for '" + name + "': supported values are " + values);
        }
    }

    /** A job that is over when its answer goes out. */
    static Job done(Desk desk, Order order) {
        Job job = desk.begin(Desk.hex(), order);
        job.finish();
        return job;
    }

    @Override
    public Answer error(int status, String code, String message) {
        return new Dialect().error(status, code, message);
    }
}
