package org.mutoscope.storyboards;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mutoscope.api.creation.PromptAdviser;
import org.mutoscope.api.creation.ScriptWriter;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Storyboards.Kept;
import org.mutoscope.core.road.Storyboards.Look;
import org.mutoscope.core.road.Storyboards.Script;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.jobs.doubles.DirectCalls;
import org.mutoscope.jobs.doubles.ListedServices;

/** The whole bundle over a database, with doubles of all else. */
final class Studio {
    static final Look LOOK = new Look(null, null, null, null);

    final SetConfig config = new SetConfig();
    final ListedServices<ScriptWriter> writers = new ListedServices<>();
    final ListedServices<PromptAdviser> advisers = new ListedServices<>();
    final OneModel models = new OneModel();
    final TwoActors cast = new TwoActors();
    final UnitOfWork storage;
    final Boards boards;
    final PromptDesk prompts;

    final PaperBooks books = new PaperBooks();
    /** What the guards were shown, as ACCOUNT PURPOSE: TEXT. */
    final List<String> screened = new ArrayList<>();
    /** What they say no to; null for nothing. */
    Problem blocked;

    private void screen(String account, String text, String purpose) {
        screened.add(account + " " + purpose + ": " + text);
        if (blocked != null) {
            throw blocked;
        }
    }

    Studio(UnitOfWork storage) {
        this.storage = storage;
        Asking.Outside outside = new Asking.Outside(storage, new DirectCalls(), this::screen, books);
        Asking asking = new Asking(outside, config::get);
        boards = new Boards(new Boards.Outside(storage, models, cast), new Writing(writers, asking), config::get);
        prompts = new PromptDesk(models, advisers, asking);
    }

    Kept draft(String script, String writer, String... characters) {
        return boards.draft(script(script, writer, characters));
    }

    static Script script(String script, String writer, String... characters) {
        return new Script("ann", script, null, 0, 0, List.of(characters), writer, LOOK);
    }

    /** What services were asked for and what they took, as SERVICE KIND OUTCOME MICROS. */
    List<String> costs() {
        return storage.read(tx -> tx.query(
                "select service, kind, outcome, micros from creation_cost order by seq",
                row -> String.join(
                        " ",
                        row.text("service"),
                        row.text("kind"),
                        row.text("outcome"),
                        String.valueOf(row.number("micros")))));
    }

    static Map<String, Object> ranked(int ranking) {
        return Map.of("service.ranking", ranking);
    }
}
