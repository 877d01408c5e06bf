package org.mutoscope.revenue;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.ledger.MoneyBook.Place;
import org.mutoscope.core.ledger.MoneyBook.Posting;
import org.mutoscope.core.revenue.Imports;
import org.mutoscope.core.storage.Transaction;

/** Takes files of income: signature, then lines, then books, all or nothing. */
final class ImportDesk implements Imports {
    private final Bureau bureau;

    ImportDesk(Bureau bureau) {
        this.bureau = bureau;
    }

    @Override
    public Taken take(Caller by, File file) {
        Bureau.requireOperator(by);
        ImportSignature.require(bureau.settings().get().imports_keys(), file);
        String sha256 = sha256(file.bytes());
        Optional<Taken> before = bureau.storage().read(tx -> ImportTable.file(tx, file.source(), sha256));
        if (before.isPresent()) {
            return before.get();
        }
        List<ImportLine> lines = ImportFile.read(file);
        return bureau.storage().write(tx -> take(tx, by, lines, sha256));
    }

    private Taken take(Transaction tx, Caller by, List<ImportLine> lines, String sha256) {
        String source = lines.get(0).source();
        Optional<Taken> before = ImportTable.file(tx, source, sha256);
        if (before.isPresent()) {
            return before.get();
        }
        ImportFaults faults = new ImportFaults();
        List<ImportLine> fresh = lines.stream()
                .filter(line -> ImportRules.fresh(tx, line, faults))
                .toList();
        faults.require();
        Taken taken = new Taken(
                "imp_" + sha256.substring(0, 24), source, sha256, lines.size(), fresh.size(), false, tx.now());
        ImportTable.insert(tx, taken);
        String now = Lines.month(tx.now());
        for (ImportLine line : fresh) {
            String root = ImportRules.root(tx, line, now, faults);
            if (root != null) {
                ImportTable.insert(tx, taken.id(), line, root);
                ImportRules.sums(tx, line, root, faults);
                book(tx, line);
            }
        }
        faults.require();
        bureau.identity().audit(tx, by, "revenue.import", taken.id() + " " + source + " " + fresh.size() + " lines");
        return taken;
    }

    private void book(Transaction tx, ImportLine line) {
        long micros = Math.multiplyExact(line.minor(), MoneyBook.MICROS);
        List<MoneyBook.Line> lines = List.of(
                Place.platform(MoneyBook.imported(line.source()), line.currency())
                        .line(-micros),
                Place.platform(MoneyBook.pool(ImportTable.pool(line.asset())), line.currency())
                        .line(micros));
        bureau.book()
                .post(
                        tx,
                        new Posting(
                                "import|" + line.source() + "|" + line.reference(),
                                "IMPORT",
                                line.cause(),
                                tx.now(),
                                lines));
    }

    @Override
    public List<Taken> files(Caller by, int limit) {
        Bureau.requireReader(by);
        return bureau.storage().read(tx -> ImportTable.files(tx, limit));
    }

    @Override
    public List<Line> lines(Caller by, String period, long after, int limit) {
        Bureau.requireReader(by);
        return bureau.storage().read(tx -> ImportTable.lines(tx, period, after, limit));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
