package org.mutoscope.views;

import java.util.function.Supplier;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.core.views.ViewDesk;
import org.mutoscope.core.views.Views;
import org.mutoscope.core.views.Watch;

/** All of this bundle, put together without a framework. Close it to end its thread. */
public final class ViewSystem implements AutoCloseable {
    private final Rounds rounds;
    private final WatchDesk watch;
    private final Counting views;
    private final Desk desk;

    /** Puts it together; nothing runs by itself until {@link #start}. */
    public ViewSystem(UnitOfWork storage, Identity identity, Supplier<ViewsConfig> settings) {
        KeyRing keys = new KeyRing(storage);
        Judge judge = new Judge(storage, settings);
        rounds = new Rounds(storage, keys, judge, settings);
        watch = new WatchDesk(storage, keys, settings);
        views = new Counting(storage, judge);
        desk = new Desk(storage, identity, rounds, judge);
    }

    /** Has the guard look every few minutes. */
    public ViewSystem start() {
        rounds.begin();
        return this;
    }

    /** Has the guard look now. */
    public void look() {
        rounds.run();
    }

    /** For players. */
    public Watch watch() {
        return watch;
    }

    /** For pools. */
    public Views views() {
        return views;
    }

    /** For creators, holders and operators. */
    public ViewDesk desk() {
        return desk;
    }

    @Override
    public void close() {
        rounds.close();
    }
}
