package org.mutoscope.guard.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mutoscope.api.guard.Name;
import org.mutoscope.api.guard.NameCatalogue;

/** A catalogue on paper, which can be made to fail. */
final class PaperCatalogue implements NameCatalogue {
    private final List<Name> names = new ArrayList<>();
    private long revision;
    private volatile boolean fails;
    private volatile int reads;

    synchronized PaperCatalogue add(String... texts) {
        for (String text : texts) {
            names.add(new Name("s-" + text, "character", text, "en", Set.of(), 0, List.of()));
        }
        revision++;
        return this;
    }

    synchronized void remove(String text) {
        names.removeIf(name -> name.text().equals(text));
        revision++;
    }

    void fail(boolean now) {
        fails = now;
    }

    int reads() {
        return reads;
    }

    @Override
    public synchronized long revision() {
        if (fails) {
            throw new IllegalStateException("the paper catalogue fails");
        }
        return revision;
    }

    @Override
    public synchronized List<Name> names() {
        reads++;
        if (fails) {
            throw new IllegalStateException("the paper catalogue fails");
        }
        return List.copyOf(names);
    }
}
