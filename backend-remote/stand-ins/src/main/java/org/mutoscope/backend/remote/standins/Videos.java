package org.mutoscope.backend.remote.standins;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code /v1/videos}: what all who speak it have in common. Where they differ, a {@link Dialect} says so. */
final class Videos implements Service {
    private static final String TOP = "/videos";
    private static final Pattern MAKERS = Pattern.compile("/videos/(edits|extensions|characters|sync)");

    private final Dialect dialect;

    Videos(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public String name() {
        return "openai-videos:" + dialect.name();
    }

    @Override
    public String route(Asked asked) {
        String path = path(asked);
        boolean post = asked.method().equals("POST");
        if (path.equals("/models")) {
            return "models";
        } else if (path.startsWith("/outputs/") || path.endsWith("/content")) {
            return "content";
        } else if (path.equals(TOP)) {
            return post ? "submit" : "list";
        } else if (post) {
            return MAKERS.matcher(path).matches() ? path.substring(8) : path.endsWith("/remix") ? "remix" : "other";
        } else if (path.startsWith("/videos/characters/")) {
            return "character";
        }
        return asked.method().equals("DELETE") ? "cancel" : path.startsWith(TOP + "/") ? "status" : "other";
    }

    private String path(Asked asked) {
        String path = asked.path();
        if (path.startsWith("/v1/")) {
            return path.substring(3);
        }
        return dialect.servesWithoutVersion() || path.startsWith("/outputs/") ? path : "/nowhere";
    }

    @Override
    public Answer answer(Asked asked, Desk desk) {
        String route = route(asked);
        if (dialect.wantsKey()
                && !asked.path().startsWith("/outputs/")
                && !asked.header("authorization").equals("Bearer " + StandIn.KEY)) {
            throw new Refusal(401, "invalid_api_key", "Incorrect API key provided.");
        } else if (!dialect.routes().contains(route)) {
            boolean known = path(asked).startsWith(TOP) && !route.equals("other");
            throw new Refusal(known ? 405 : 404, "not_found", known ? "Method Not Allowed" : "Not Found");
        }
        return switch (route) {
            case "submit" -> dialect.accepted(create(asked, desk), desk);
            case "sync" -> dialect.sync(create(asked, desk));
            case "list" -> dialect.list(desk, asked);
            case "models" -> Answer.json(Answer.map("object", "list", "data", dialect.models()));
            case "remix", "edits", "extensions" -> dialect.accepted(
                    new Derived(dialect).begin(route, dialect.wish(asked), source(asked, desk)), desk);
            case "characters", "character" -> new Characters(dialect).answer(asked, desk);
            default -> one(route, asked, desk);
        };
    }

    private Job create(Asked asked, Desk desk) {
        Map<String, Object> wish = dialect.wish(asked);
        dialect.check(wish, desk);
        Order order = dialect.order(wish);
        return desk.begin(dialect.id(order), order);
    }

    /** The desk with the id of the video that a derived one comes from. */
    private Derived.From source(Asked asked, Desk desk) {
        String path = path(asked);
        return new Derived.From(desk, path.endsWith("/remix") ? path.substring(8, path.length() - 6) : "");
    }

    private Answer one(String route, Asked asked, Desk desk) {
        String path = path(asked);
        String id = path.replaceFirst("^/(videos|outputs)/", "").replaceFirst("(/content|\\.mp4)$", "");
        Job job = desk.job(id).orElseThrow(() -> dialect.unknown(id));
        switch (route) {
            case "status" -> {
                job.step();
                return Answer.json(dialect.video(job, desk.url));
            }
            case "cancel" -> {
                return dialect.delete(job, desk.url);
            }
            default -> {
                return path.startsWith("/outputs/")
                        ? Answer.bytes("video/mp4", job.clip())
                        : dialect.content(
                                job,
                                asked.query().getOrDefault("variant", "video").toLowerCase(Locale.ROOT),
                                desk.url);
            }
        }
    }

    @Override
    public Answer error(int status, String code, String message) {
        return dialect.error(status, code, message);
    }
}
