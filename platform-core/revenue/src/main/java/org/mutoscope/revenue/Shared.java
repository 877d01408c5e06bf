package org.mutoscope.revenue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.mutoscope.api.revenue.Allocator;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.api.revenue.Share;
import org.mutoscope.core.ledger.Ledger.Spent;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.revenue.Revenue.Stream;
import org.mutoscope.core.storage.Transaction;

/** Makes lines of the shares of a capture: which credits each share is paid with, and what those are worth. */
record Shared(CaptureTable.Capture capture, Map<String, Long> split, Map<String, String> subjects) {
    /** Copies the maps. */
    Shared {
        split = Map.copyOf(split);
        subjects = Map.copyOf(subjects);
    }

    /** A share on one lot. */
    private record Cut(int share, int lot, Models.Said said, long credits) {}

    List<NewLine> lines(Transaction tx, List<Spent> spent, List<Models.Said> said, Sharing.Desk desk) {
        long[] amounts = said.stream().mapToLong(one -> one.share().amount()).toArray();
        // Of what is owed at least, the platform's part is dealt like a share: it has no better and no worse credits.
        long all = Math.max(LongStream.of(amounts).sum(), capture.owed());
        long[] claims = LongStream.concat(
                        LongStream.of(amounts),
                        LongStream.of(all - LongStream.of(amounts).sum()))
                .toArray();
        List<Worth.Piece> pieces = Worth.last(spent, all);
        long[][] dealt =
                Dealing.deal(pieces.stream().mapToLong(Worth.Piece::credits).toArray(), claims, capture.id());
        List<NewLine> lines = new ArrayList<>();
        for (int share = 0; share < amounts.length; share++) {
            for (int lot = 0; lot < pieces.size(); lot++) {
                if (dealt[share][lot] > 0) {
                    Cut cut = new Cut(share, lot, said.get(share), dealt[share][lot]);
                    lines.addAll(lines(tx, pieces.get(lot).lot(), cut, desk));
                }
            }
        }
        return lines;
    }

    private List<NewLine> lines(Transaction tx, Spent lot, Cut cut, Sharing.Desk desk) {
        Worth.Value whole = desk.worth().of(lot, cut.credits);
        long micros = whole.budget() ? desk.budget().take(tx, whole) : whole.micros();
        List<NewLine> lines = new ArrayList<>();
        parts(cut.said.share(), micros).forEach((holder, part) -> {
            NewLine line = NewLine.of(
                            capture.id() + "|" + cut.share + "|" + cut.lot + "|" + holder,
                            capture.kind().equals(CaptureFacts.TIP) ? Stream.TIP : Stream.FEE,
                            holder,
                            new NewLine.Money(whole.currency(), part))
                    .from(whole.budget() ? MoneyBook.BUDGET : MoneyBook.REVENUE)
                    .about(capture.jobId(), subjects.get(cut.said.share().cause()), cause(cut.said.share()))
                    .units(cut.credits, whole.rate())
                    .lot(lot.lotId(), whole.budget())
                    .in(Lines.month(capture.at()))
                    .by(cut.said.by());
            if (cut.said.share().holder().equals(Share.VIDEO)) {
                line.weighed(split.get(holder), Splits.WHOLE);
            }
            lines.add(line);
        });
        return lines;
    }

    private String cause(Share share) {
        return share.cause().isEmpty() ? capture.id() : share.cause();
    }

    private Map<String, Long> parts(Share share, long micros) {
        if (micros == 0) {
            return Map.of();
        }
        return share.holder().equals(Share.VIDEO)
                ? Allocator.divide(micros, split, capture.id())
                : Map.of(share.holder(), micros);
    }

    /** What the part that is owed is worth, by currency, as far as somebody paid for it. */
    static Map<String, Long> worth(List<Spent> spent, long credits, Worth worth) {
        Map<String, Long> sums = new HashMap<>();
        for (Worth.Piece piece : Worth.last(spent, credits)) {
            Worth.Value value = worth.of(piece.lot(), piece.credits());
            if (!value.budget()) {
                sums.merge(value.currency(), value.micros(), Math::addExact);
            }
        }
        return sums;
    }
}
