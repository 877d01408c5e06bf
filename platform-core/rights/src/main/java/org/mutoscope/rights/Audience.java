package org.mutoscope.rights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.core.storage.Transaction;

/**
 * Who is meant by the words that an offer may have in the term {@code assignee} beside accounts: {@code me}, the holder; {@code approved}, whom the holder approves;
 * {@code mutuals}, who approve the holder too. What a word means is looked up for each request, for whoever asks: so policies see accounts alone, and whom the holder drops
 * can use nothing more.
 */
final class Audience {
    static final String ME = "me";
    static final String APPROVED = "approved";
    static final String MUTUALS = "mutuals";
    private static final Set<String> WORDS = Set.of(ME, APPROVED, MUTUALS);

    private Audience() {}

    /** Terms in which the words are replaced by the asker, if one of them means that account, and else by the holder. */
    static Map<String, String> resolved(Transaction tx, Map<String, String> terms, String asker) {
        String holder = terms.get(LicenceTerms.HOLDER);
        List<String> who =
                Arrays.asList(terms.getOrDefault(LicenceTerms.WHO, "").split(","));
        if (holder == null || who.stream().noneMatch(WORDS::contains)) {
            return terms;
        }
        List<String> accounts = new ArrayList<>(who);
        accounts.removeAll(WORDS);
        accounts.add(means(tx, who, holder, asker) ? asker : holder);
        Map<String, String> resolved = new TreeMap<>(terms);
        resolved.put(LicenceTerms.WHO, String.join(",", accounts));
        return resolved;
    }

    private static boolean means(Transaction tx, List<String> who, String holder, String asker) {
        boolean approved = (who.contains(APPROVED) || who.contains(MUTUALS)) && approves(tx, holder, asker);
        return approved && (who.contains(APPROVED) || approves(tx, asker, holder));
    }

    private static boolean approves(Transaction tx, String one, String other) {
        return tx.first(
                        "select account_id from rights_approved where holder = ? and account_id = ?",
                        row -> row.text("account_id"),
                        one,
                        other)
                .isPresent();
    }
}
