package org.mutoscope.storyboards;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Cast;
import org.mutoscope.core.road.Films;
import org.mutoscope.core.road.Storyboards;
import org.mutoscope.core.road.Storyboards.Script;

/**
 * The bounds within which a script becomes shots.
 *
 * @param script what is to be written
 * @param lengths seconds that a shot may have
 * @param mostSeconds of all shots together
 * @param mostShots most shots
 * @param cast names of characters, and their ids
 */
record Plan(Script script, TreeSet<Integer> lengths, int mostSeconds, int mostShots, Map<String, String> cast) {
    /** Lengths of a model that makes any: short ones, as films have them. */
    private static final Set<Integer> ANY = Set.of(2, 4, 6, 8, 10, 12);

    /** @throws Problem {@code invalid_seconds}, {@code invalid_script} */
    static Plan of(Script script, ModelOffer offer, List<Cast.Member> cast) {
        TreeSet<Integer> lengths = lengths(script.seconds(), offer);
        int most = script.mostSeconds() == 0 ? Storyboards.MOST_SECONDS : script.mostSeconds();
        if (most < lengths.first() || most > Storyboards.MOST_SECONDS) {
            throw new Problem(
                    Code.INVALID_SCRIPT,
                    "\"most_seconds\" is from " + lengths.first() + ", the shortest shot, to "
                            + Storyboards.MOST_SECONDS + ".",
                    "most_seconds",
                    null);
        }
        Map<String, String> names = cast.stream()
                .collect(Collectors.toMap(
                        Cast.Member::name, Cast.Member::id, (first, second) -> first, LinkedHashMap::new));
        return new Plan(script, lengths, most, Math.min(Films.MOST_SHOTS, most / lengths.first()), names);
    }

    private static TreeSet<Integer> lengths(int wanted, ModelOffer offer) {
        boolean any = offer.seconds().isEmpty();
        if (wanted == 0) {
            return new TreeSet<>(any ? ANY : offer.seconds());
        }
        if (any ? wanted < 1 || wanted > 120 : !offer.seconds().contains(wanted)) {
            throw new Problem(
                    Code.INVALID_SECONDS,
                    "\"seconds\" is " + wanted + "; " + offer.id() + " makes shots of "
                            + (any ? "1 to 120" : new TreeSet<>(offer.seconds()).toString()) + ".",
                    "seconds",
                    null);
        }
        return new TreeSet<>(Set.of(wanted));
    }
}
