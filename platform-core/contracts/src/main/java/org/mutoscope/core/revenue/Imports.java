package org.mutoscope.core.revenue;

import java.time.Instant;
import java.util.List;
import org.mutoscope.core.identity.Caller;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Income from outside: what advertising paid, what was paid for invoices. It comes in files that their source has signed. A line never changes; a later one
 * corrects it and names it. Safe for use by several threads.
 */
@ProviderType
public interface Imports {
    /** Asset of income that belongs to no clip. */
    String UNATTRIBUTED = "unattributed";

    /** What an asset begins with that is an invoice. */
    String INVOICE = "invoice:";

    /**
     * Takes a file, all of it or nothing (operators). The same file again changes nothing; nor does a line that was taken before in another file.
     *
     * @throws org.mutoscope.core.problem.Problem {@code import_unsigned} if the source is not known or its signature does not fit; {@code invalid_import} with a
     *     sentence for each line that is wrong; {@code import_conflict} if a reference was taken before with other content
     */
    Taken take(Caller by, File file);

    /** Files, the newest first (operators, auditors). @param limit 1 to 1,000 */
    List<Taken> files(Caller by, int limit);

    /** Lines of a month in the order in which they came (operators, auditors). @param after {@link Line#id()} to go on from, 0 for the first @param limit 1 to 1,000 */
    List<Line> lines(Caller by, String period, long after, int limit);

    /**
     * A file.
     *
     * @param source who signed it, as configured, 1 to 17 characters
     * @param json whether it is JSON rather than CSV
     * @param signature {@code hmac-sha256=HEX} or {@code ed25519=BASE64} over its bytes
     */
    record File(String source, boolean json, byte[] bytes, String signature) {}

    /** A file that was taken. @param lines in it @param fresh lines that were not known before @param again whether it had been taken before */
    record Taken(String id, String source, String sha256, int lines, int fresh, boolean again, Instant at) {}

    /**
     * A line.
     *
     * @param number in its file, from 1
     * @param reference unique for its source
     * @param period UTC month in which it counts, {@code 2026-11}
     * @param minor net, in minor units; negative in corrections alone
     * @param asset id of a video, {@link #UNATTRIBUTED}, or {@link #INVOICE} and a number
     * @param corrects reference of the line it corrects, or null
     */
    record Line(
            long id,
            String importId,
            int number,
            String source,
            String reference,
            String period,
            String currency,
            long minor,
            String asset,
            String corrects,
            Instant at) {}
}
