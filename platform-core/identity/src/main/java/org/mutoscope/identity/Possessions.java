package org.mutoscope.identity;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.identity.Belongings;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Clips;
import org.mutoscope.core.storage.UnitOfWork;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Hands out what is written in {@link Sheets}, then the files of clips and those that were sent. */
@Component(service = Belongings.class)
public final class Possessions implements Belongings {
    private static final String CLIPS =
            "select f.job_id, f.variant, f.store, f.asset_key, f.media_type, f.bytes, f.sha256 from asset f join job j on j.id = f.job_id"
                    + " where j.account_id = ? order by j.seq, f.variant";
    private static final String FILES =
            "select id as job_id, 'file' as variant, store, asset_key, media_type, bytes, sha256 from media_file"
                    + " where account_id = ? and deleted_at is null order by seq";

    private final UnitOfWork work;

    /** Called by the component runtime. */
    @Activate
    public Possessions(@Reference UnitOfWork work) {
        this.work = work;
    }

    @Override
    public void handOver(String accountId, Taker taker) throws IOException {
        if (work.read(tx -> new Accounts().seq(tx, accountId)).isEmpty()) {
            throw new Problem(Code.ACCOUNT_NOT_FOUND, "There is no such account.");
        }
        for (Sheet sheet : Sheets.ALL) {
            taker.sheet(sheet.name());
            rows(accountId, sheet, taker);
        }
        for (Clips.Clip clip : files(CLIPS, accountId)) {
            taker.file("videos/" + clip.jobId() + "/" + clip.variant(), clip);
        }
        for (Clips.Clip file : files(FILES, accountId)) {
            taker.file("files/" + file.jobId(), file);
        }
    }

    private void rows(String accountId, Sheet sheet, Taker taker) throws IOException {
        long after = -1;
        Sheet.Page page;
        do {
            long from = after;
            page = work.read(tx -> sheet.page(tx, accountId, from));
            for (Map<String, Object> row : page.rows()) {
                taker.row(row);
            }
            after = page.last();
        } while (page.more());
    }

    private List<Clips.Clip> files(String sql, String accountId) {
        return work.read(tx -> tx.query(
                sql,
                row -> new Clips.Clip(
                        row.text("job_id"),
                        row.text("variant"),
                        row.text("store"),
                        row.text("asset_key"),
                        row.text("media_type"),
                        row.number("bytes"),
                        row.text("sha256")),
                accountId));
    }
}
