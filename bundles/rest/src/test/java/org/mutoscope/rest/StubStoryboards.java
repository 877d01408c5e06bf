package org.mutoscope.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mutoscope.api.creation.PromptAdviser;
import org.mutoscope.api.creation.Storyboard.Shot;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Films;
import org.mutoscope.core.road.Prompts;
import org.mutoscope.core.road.Storyboards;

/** Storyboards in memory, and an adviser that shouts. */
final class StubStoryboards implements Storyboards, Prompts {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    private final Map<String, Kept> boards = Collections.synchronizedMap(new LinkedHashMap<>());
    final List<Script> scripts = new CopyOnWriteArrayList<>();

    @Override
    public Kept draft(Script script) {
        scripts.add(script);
        Shot shot = new Shot(4, script.script(), "", script.characters(), "", Shot.CUT);
        return put(script.accountId(), new Board("t", script.look(), List.of(new Films.Scene(shot, "said"))), "chat");
    }

    @Override
    public Kept keep(String accountId, Board board) {
        return put(accountId, board, HAND);
    }

    private Kept put(String account, Board board, String writer) {
        String id = account + "_board_" + (boards.size() + 1);
        boards.put(id, new Kept(id, 1, board, writer, List.of("a remark"), AT, AT));
        return boards.get(id);
    }

    @Override
    public Optional<Kept> find(String accountId, String id) {
        return Optional.ofNullable(boards.get(id)).filter(kept -> kept.id().startsWith(accountId));
    }

    @Override
    public List<Head> list(String accountId, String after, int limit) {
        List<Head> heads = new ArrayList<>();
        boards.values().stream()
                .filter(kept -> kept.id().startsWith(accountId))
                .limit(limit)
                .forEach(kept -> heads.add(new Head(
                        kept.id(),
                        kept.version(),
                        kept.board().title(),
                        kept.board().scenes().size(),
                        kept.board().seconds(),
                        AT,
                        AT)));
        return heads;
    }

    @Override
    public Kept edit(String accountId, String id, int version, Board board) {
        Kept now = find(accountId, id).orElseThrow(() -> new Problem(Code.STORYBOARD_NOT_FOUND, "None."));
        if (now.version() != version) {
            throw new Problem(Code.STORYBOARD_CHANGED, "Changed.", "version", null);
        }
        boards.put(id, new Kept(id, version + 1, board, now.writer(), List.of(), AT, AT));
        return boards.get(id);
    }

    @Override
    public boolean delete(String accountId, String id) {
        return find(accountId, id).isPresent() && boards.remove(id) != null;
    }

    @Override
    public Advice assist(String accountId, String prompt, String model, String adviser) {
        return new Advice(
                prompt,
                prompt + "!",
                List.of(new PromptAdviser.Change("", "!", "louder for " + model)),
                List.of("xyzzy"),
                adviser == null ? "words" : adviser,
                List.of());
    }
}
