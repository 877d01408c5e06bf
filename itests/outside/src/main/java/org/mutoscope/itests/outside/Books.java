package org.mutoscope.itests.outside;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** One account as its client has counted it, to be held against what the platform says in the end. Safe for use by several threads. */
final class Books {
    private static final int PAGE = 100;

    final String key;
    private final long before;
    private final Map<String, Long> charged = new ConcurrentHashMap<>();
    private final AtomicLong bought = new AtomicLong();

    Books(Http account) throws Exception {
        this.key = account.key;
        this.before = account.available();
    }

    /** A finished clip. @return what is wrong with its charge, or null */
    String clip(JsonNode video) {
        JsonNode ours = video.path("mutoscope");
        long captured = ours.path("credits_captured").asLong();
        String id = video.path("id").asText();
        if (charged.put(id, captured) != null) {
            return id + " was given to two orders";
        }
        boolean right = captured > 0 && captured == ours.path("credits_held").asLong();
        return right ? null : id + " was charged " + captured;
    }

    void bought(long credits) {
        bought.addAndGet(credits);
    }

    int clips() {
        return charged.size();
    }

    /** Clips that the platform does not know, or knows though nobody ordered them. */
    List<String> lostOrRepeated(String url) throws Exception {
        Set<String> listed = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        Http account = new Http(url, key);
        String after = "";
        boolean more = true;
        while (more) {
            JsonNode page = account.get("/v1/videos?limit=" + PAGE + after).json();
            for (JsonNode video : page.path("data")) {
                String id = video.path("id").asText();
                if (!listed.add(id) || !charged.containsKey(id)) {
                    wrong.add(id + " was not ordered");
                }
                after = "&after=" + id;
            }
            more = page.path("has_more").asBoolean();
        }
        charged.keySet().stream().filter(id -> !listed.contains(id)).forEach(id -> wrong.add(id + " is lost"));
        return wrong;
    }

    /** How the account differs from the sum of its clips and purchases; empty if it does not. */
    List<String> wrongSums(String url) throws Exception {
        JsonNode now = new Http(url, key).credits();
        long spent = charged.values().stream().mapToLong(Long::longValue).sum();
        long expected = before - spent + bought.get();
        boolean right =
                now.path("available").asLong() == expected && now.path("held").asLong() == 0;
        return right ? List.of() : List.of("an account should have " + expected + " and nothing held: " + now);
    }

    /** Clips whose charge in the ledger is not the one that the clip names, is there twice, or belongs to no clip. */
    List<String> wrongPostings(String url) throws Exception {
        Map<String, Long> posted = new HashMap<>();
        Http account = new Http(url, key);
        String before = "";
        boolean more = true;
        while (more) {
            JsonNode page = account.get("/api/v1/credits/history?limit=" + PAGE + before)
                    .json();
            for (JsonNode line : page.path("data")) {
                if (line.path("kind").asText().equals("CAPTURE")) {
                    posted.merge(
                            line.path("cause").asText(), -line.path("amount").asLong(), Long::sum);
                }
                before = "&before=" + line.path("seq").asLong();
            }
            more = page.path("has_more").asBoolean();
        }
        Set<String> jobs = new HashSet<>(charged.keySet());
        jobs.addAll(posted.keySet());
        return jobs.stream()
                .filter(id -> !Objects.equals(charged.get(id), posted.get(id)))
                .map(id -> id + " says " + charged.get(id) + " credits, the ledger " + posted.get(id))
                .toList();
    }
}
