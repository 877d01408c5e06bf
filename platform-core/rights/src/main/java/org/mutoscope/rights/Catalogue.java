package org.mutoscope.rights;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.mutoscope.api.guard.Name;
import org.mutoscope.api.guard.NameCatalogue;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** Tells guards the names of everything that somebody holds, or that was switched off. */
final class Catalogue implements NameCatalogue {
    private static final String KNOWN =
            " from rights_alias a join rights_subject s on s.id = a.subject_id where s.state in ('ACTIVE', 'FROZEN', 'OFF')"
                    + " and s.deleted_at is null";
    private static final String NAMES =
            "select a.subject_id, s.kind, a.text, a.language, a.flags, a.min_length, a.allowed" + KNOWN;
    private static final String COUNT = "select count(*) n" + KNOWN;

    private final UnitOfWork storage;
    /** Begins with the time, so that it also rises over a restart of the bundle. */
    private final AtomicLong revision = new AtomicLong(System.currentTimeMillis());

    private final AtomicLong counted = new AtomicLong(-1);

    Catalogue(UnitOfWork storage) {
        this.storage = storage;
    }

    /** Names have changed; guards learn it when the change is durable. */
    void changed(Transaction tx) {
        tx.afterCommit(revision::incrementAndGet);
    }

    /** Notices names that came or went without a word of this bundle: an account was deleted, or another process of the platform changed them. */
    void look() {
        long there = storage.read(tx -> tx.first(COUNT, row -> row.number("n"))).orElse(0L);
        if (counted.getAndSet(there) != there) {
            revision.incrementAndGet();
        }
    }

    @Override
    public long revision() {
        return revision.get();
    }

    @Override
    public List<Name> names() {
        return storage.read(tx -> tx.query(NAMES, Catalogue::name));
    }

    private static Name name(Row row) {
        return new Name(
                row.text("subject_id"),
                row.text("kind").toLowerCase(Locale.ROOT),
                row.text("text"),
                row.text("language"),
                flags(row.text("flags")),
                (int) row.number("min_length"),
                row.text("allowed").lines().filter(line -> !line.isEmpty()).toList());
    }

    static Set<Name.Flag> flags(String words) {
        Set<Name.Flag> flags = EnumSet.noneOf(Name.Flag.class);
        Arrays.stream(words.split(" "))
                .filter(word -> !word.isEmpty())
                .map(Name.Flag::valueOf)
                .forEach(flags::add);
        return flags;
    }
}
