package org.mutoscope.rest;

import java.util.concurrent.Semaphore;
import org.mutoscope.core.identity.Belongings;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Everything that belongs to an account in one zip, for its owner or an operator who was asked for it. */
final class ExportResource {
    /** Each reads a lot; more at once would slow down everybody else. */
    private static final int AT_ONCE = 2;

    private final House house;
    private final Semaphore free = new Semaphore(AT_ONCE);

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
        Audit.write(house, ask.caller(), "account.export", account);
        if (!free.tryAcquire()) {
            throw new Problem(Code.TOO_MANY_EXPORTS, "Other exports are being written. Try again when they are done.");
        }
        return zip(account).written(out -> {
            try {
                AccountZip zip = new AccountZip(out, house.clips());
                belongings.handOver(account, zip);
                zip.finish(account);
            } finally {
                free.release();
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
