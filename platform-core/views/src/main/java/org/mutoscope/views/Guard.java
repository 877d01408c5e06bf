package org.mutoscope.views;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.views.Facts.Pair;

/**
 * Decides what of a day counts. A function of what was taken down and nothing else: the same rows give the same verdicts, in whatever order they came.
 *
 * <p>First the rules: who watched what for how long, once in 24 hours, and the place of the view in the viewer's day, which is its weight. Then what is
 * withheld. Whether a view is withheld changes nothing about any other, so that an appeal touches what it is about.
 */
final class Guard {
    private static final Comparator<Play> IN_TIME = Comparator.comparing(
                    (Play play) -> play.ticket().began())
            .thenComparing(play -> play.ticket().play());

    private final Rules rules;
    private final Facts facts;

    /** Views of a maker's videos out of a network. */
    private record Source(String network, String maker) {}

    /** A view by the rules. */
    private record Whole(Play play, long micros) {}

    private Guard(Rules rules, Facts facts) {
        this.rules = rules;
        this.facts = facts;
    }

    /** @param plays of one day @return one for each */
    static List<Judged> judge(Rules rules, Facts facts, Collection<Play> plays) {
        return new Guard(rules, facts).judge(plays.stream().sorted(IN_TIME).toList());
    }

    private List<Judged> judge(List<Play> plays) {
        Map<Pair, Instant> last = new HashMap<>();
        facts.before().forEach(seen -> last.merge(seen.pair(), seen.began(), Guard::later));
        Map<String, Integer> places = new HashMap<>();
        List<Judged> judged = new ArrayList<>();
        List<Whole> whole = new ArrayList<>();
        for (Play play : plays) {
            Optional<Verdict> not = alone(play);
            if (not.isEmpty() && repeated(last, play)) {
                not = Optional.of(Verdict.REPEAT);
            }
            if (not.isPresent()) {
                judged.add(judged(play, not.get(), 0));
            } else {
                last.put(pair(play), play.ticket().began());
                int place = places.merge(play.ticket().viewer(), 1, Integer::sum);
                whole.add(new Whole(play, Rules.micros(place)));
            }
        }
        withhold(whole, judged);
        return judged;
    }

    /** What a play is by itself, if it is no view. */
    private Optional<Verdict> alone(Play play) {
        Ticket ticket = play.ticket();
        long watched = play.watchedMillis();
        if (play.impossible()) {
            return Optional.of(Verdict.IMPOSSIBLE);
        }
        if (watched < Rules.WATCHED_MS
                && watched * 2 < facts.videos().get(ticket.jobId()).millis()) {
            return Optional.of(Verdict.TOO_SHORT);
        }
        if (ticket.level() == Level.UNKNOWN) {
            return Optional.of(Verdict.UNATTESTED);
        }
        boolean young = ticket.since().plus(Duration.ofDays(Rules.AGE_DAYS)).isAfter(ticket.began());
        return ticket.level() == Level.SIGNED_IN && young ? Optional.of(Verdict.YOUNG) : Optional.empty();
    }

    private static boolean repeated(Map<Pair, Instant> last, Play play) {
        Instant before = last.get(pair(play));
        return before != null
                && before.plus(Duration.ofHours(Rules.HOURS))
                        .isAfter(play.ticket().began());
    }

    private void withhold(List<Whole> whole, List<Judged> judged) {
        Map<Source, Integer> sources = new HashMap<>();
        whole.forEach(view -> sources.merge(source(view.play()), 1, Integer::sum));
        for (Whole view : whole) {
            Verdict verdict = verdict(view.play(), sources.get(source(view.play())));
            judged.add(judged(view.play(), verdict, verdict == Verdict.VALID ? view.micros() : 0));
        }
    }

    private Verdict verdict(Play play, int ofSource) {
        Pair pair = pair(play);
        Boolean withheld = facts.withheld().get(pair.jobId());
        if (facts.own().contains(pair)) {
            return Verdict.OWN;
        }
        if (withheld != null) {
            return withheld ? Verdict.RULED : Verdict.VALID;
        }
        if (facts.linked().contains(pair)) {
            return Verdict.LINKED;
        }
        return ofSource > rules.burst() && !play.network().isEmpty() ? Verdict.BURST : Verdict.VALID;
    }

    private Source source(Play play) {
        return new Source(
                play.network(), facts.videos().get(play.ticket().jobId()).maker());
    }

    private static Judged judged(Play play, Verdict verdict, long micros) {
        Ticket ticket = play.ticket();
        return new Judged(ticket.play(), ticket.jobId(), ticket.viewer(), ticket.began(), verdict, micros);
    }

    private static Pair pair(Play play) {
        return new Pair(play.ticket().viewer(), play.ticket().jobId());
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
