package org.mutoscope.rest;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.core.identity.Belongings;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Everything that belongs to an account in one zip, for its owner or an operator who was asked for it. */
final class ExportResource {
    /** Each reads a lot; more at once would slow down everybody else. */
    private static final int AT_ONCE = 8;

    private final House house;
    /** Accounts whose export is being written: one each, so that nobody who reads slowly takes all places. */
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    ExportResource(House house) {
        this.house = house;
    }

    /** The caller's own. */
    Answer own(Ask ask) {
        return export(ask, ask.caller().accountId());
    }

    /** Another's. */
    Answer of(Ask ask) {
        return export(ask, Asked.existing(house.identity(), ask.path("id")));
    }

    private Answer export(Ask ask, String account) {
        Belongings belongings = house.belongings();
        house.clips();
        if (ask.request().getMethod().equals("HEAD")) {
            return zip(account);
        }
        if (running.size() >= AT_ONCE || !running.add(account)) {
            throw new Problem(
                    Code.TOO_MANY_EXPORTS,
                    "An export of this account is being written, or " + AT_ONCE
                            + " of others. Try again when it is done.");
        }
        try {
            Audit.write(house, ask.caller(), "account.export", account);
        } catch (RuntimeException | Error e) {
            running.remove(account);
            throw e;
        }
        return zip(account).written(out -> {
            try {
                AccountZip zip = new AccountZip(out, house.clips());
                belongings.handOver(account, zip);
                zip.finish(account);
            } finally {
                running.remove(account);
            }
        });
    }

    private static Answer zip(String account) {
        return Answer.of(200)
                .with("content-type", "application/zip")
                .with("content-disposition", "attachment; filename=\"" + account + ".zip\"")
                .with("cache-control", "no-store");
    }
}
