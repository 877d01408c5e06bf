package org.mutoscope.revenue;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Statements;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.revenue.StatementFacts.Sum;
import org.mutoscope.revenue.StatementTable.Holder;
import org.mutoscope.revenue.StatementTable.Told;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes statements of months that are over, and shows them. */
final class StatementDesk implements Statements {
    private static final Logger LOG = LoggerFactory.getLogger(StatementDesk.class);
    private static final String NONE = "0".repeat(64);
    private static final String RULES = "mutoscope-revenue-1";

    private final UnitOfWork storage;
    private final Seal seal;
    private final IntSupplier hours;
    private volatile YearMonth done;

    /** @param hours how long after a month its statements are made; longer than any transaction takes */
    StatementDesk(UnitOfWork storage, Seal seal, IntSupplier hours) {
        this.storage = storage;
        this.seal = seal;
        this.hours = hours;
    }

    @Override
    public List<Statement> list(Caller by, long before, int limit) {
        Optional<String> holder = by.may(Role.OPERATOR, Role.AUDITOR) ? Optional.empty() : Optional.of(by.accountId());
        return storage.read(tx -> StatementTable.list(tx, holder, before, Math.max(1, Math.min(1000, limit))));
    }

    @Override
    public String show(Caller by, String id, boolean csv) {
        Told told = storage.read(tx -> StatementTable.find(tx, id))
                .filter(found -> found.holder().equals(by.accountId()) || by.may(Role.OPERATOR, Role.AUDITOR))
                .orElseThrow(() -> new Problem(Code.STATEMENT_NOT_FOUND, "There is no statement " + id + "."));
        Sum opening = storage.read(tx -> opening(tx, told));
        StatementFacts facts = storage.read(tx -> facts(tx, told));
        StatementText text = new StatementText(told, facts, opening);
        if (!Seal.hash(text.content()).equals(told.sha256())) {
            LOG.error("statement {} does not say any more what was signed: the books were changed", id);
            throw new Problem(
                    Code.STATEMENT_BROKEN,
                    "The books no longer say what this statement said when it was signed. Ask the operator.");
        }
        return csv ? StatementCsv.of(told, facts, opening, seal) : text.file(seal.open());
    }

    private static StatementFacts facts(Transaction tx, Told told) {
        return StatementFacts.of(tx, new Holder(told.holder(), told.currency()), told.from(), told.to());
    }

    private static Sum opening(Transaction tx, Told told) {
        return StatementTable.before(tx, told)
                .map(before -> new Sum(before.closingHold(), before.closingPay()))
                .orElse(new Sum(0, 0));
    }

    @Override
    public int make() {
        Instant now = storage.read(Transaction::now);
        YearMonth last = YearMonth.from(
                        now.minusSeconds(3600L * hours.getAsInt()).atZone(ZoneOffset.UTC))
                .minusMonths(1);
        if (last.equals(done)) {
            return 0;
        }
        int made = 0;
        boolean all = true;
        for (Holder holder : storage.read(StatementTable::holders)) {
            try {
                made += upTo(holder, last);
            } catch (DuplicateKey e) {
                LOG.debug("somebody else made it", e);
            } catch (RuntimeException e) {
                all = false;
                LOG.error("no statement is made for {} in {}: {}", holder.account(), holder.currency(), e.getMessage());
            }
        }
        done = all ? last : null;
        return made;
    }

    private int upTo(Holder holder, YearMonth last) {
        Optional<Told> told = storage.read(tx -> StatementTable.last(tx, holder));
        YearMonth month = told.map(one -> YearMonth.parse(one.period()).plusMonths(1))
                .orElseGet(() -> first(holder).orElse(last.plusMonths(1)));
        int made = 0;
        for (; !month.isAfter(last); month = month.plusMonths(1)) {
            YearMonth of = month;
            made += storage.write(tx -> make(tx, holder, of)) ? 1 : 0;
        }
        return made;
    }

    /** The month in which a holder first earned. */
    private Optional<YearMonth> first(Holder holder) {
        return storage.read(tx -> tx.first(
                        "select at from revenue_line where holder = ? and currency = ? order by at fetch first 1 rows only",
                        row -> row.moment("at"),
                        holder.account(),
                        holder.currency()))
                .map(at -> YearMonth.from(at.atZone(ZoneOffset.UTC)));
    }

    /** @return false if nothing moved in that month */
    private boolean make(Transaction tx, Holder holder, YearMonth month) {
        Optional<Told> before = StatementTable.last(tx, holder);
        Instant from = before.map(Told::to).orElse(Instant.EPOCH);
        Instant to = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        StatementFacts facts = StatementFacts.of(tx, holder, from, to);
        if (facts.empty()) {
            return false;
        } else if (!facts.quarrel().isEmpty()) {
            throw new IllegalStateException(facts.quarrel());
        }
        Sum opening =
                before.map(one -> new Sum(one.closingHold(), one.closingPay())).orElse(new Sum(0, 0));
        Sum closing = facts.closing(opening);
        Told told = new Told(
                "stmt_" + UUID.randomUUID().toString().replace("-", ""),
                0,
                holder.account(),
                holder.currency(),
                before.map(one -> one.number() + 1).orElse(1),
                month.toString(),
                RULES,
                from,
                to,
                tx.now(),
                closing.hold(),
                closing.pay(),
                before.map(Told::sha256).orElse(NONE),
                "",
                "");
        String hash = Seal.hash(new StatementText(told, facts, opening).content());
        StatementTable.insert(tx, told.sealed(hash, seal.sign(hash)));
        return true;
    }
}
