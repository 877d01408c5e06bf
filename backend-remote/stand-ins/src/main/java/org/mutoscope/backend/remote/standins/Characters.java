package org.mutoscope.backend.remote.standins;

import java.util.Map;

/** Characters: made from a short clip, used by their id. */
final class Characters {
    private static final String PREFIX = "char_";
    private final Dialect dialect;

    Characters(Dialect dialect) {
        this.dialect = dialect;
    }

    Answer answer(Asked asked, Desk desk) {
        if (asked.method().equals("GET")) {
            String id = asked.path().replaceFirst(".*/", "");
            Object character = desk.things().get(id);
            if (character == null) {
                throw new Refusal(404, "character_not_found", "No such character.");
            }
            return Answer.json(character);
        }
        Map<String, Object> wish = dialect.wish(asked);
        String name = Dialect.text(wish, "name", "");
        if (!(wish.get("video") instanceof Part) || name.isEmpty() || name.length() > 80) {
            throw Dialect.bad("invalid_value", "A character has a 'video' and a 'name' of 1 to 80 characters.");
        }
        String id = PREFIX + Desk.hex();
        Map<String, Object> character =
                Answer.map("id", id, "name", name, "created_at", System.currentTimeMillis() / 1000);
        desk.things().put(id, character);
        return Answer.json(character);
    }

    /** Refuses unknown characters, more than two, and one that the prompt does not name. */
    void used(Map<String, Object> wish, Desk desk) {
        int used = 0;
        for (Object item : Asked.list(wish.get("characters"))) {
            Map<String, Object> object = Asked.object(item);
            named(object == null ? "" : String.valueOf(object.get("id")), wish, desk);
            used++;
        }
        for (Map.Entry<String, Object> field : wish.entrySet()) {
            if (field.getKey().startsWith("characters[")) {
                named(String.valueOf(field.getValue()), wish, desk);
                used++;
            }
        }
        if (used > 2) {
            throw Dialect.bad("invalid_value", "At most 2 characters.");
        }
    }

    private static void named(String id, Map<String, Object> wish, Desk desk) {
        Map<String, Object> character = Asked.object(desk.things().get(id));
        if (character == null) {
            throw new Refusal(403, "character_permission_denied", "You may not use this character.");
        } else if (!String.valueOf(wish.get("prompt")).contains(String.valueOf(character.get("name")))) {
            throw Dialect.bad("invalid_value", "The prompt must name the character.");
        }
    }
}
