package org.mutoscope.credits;

import java.util.ArrayList;
import java.util.List;
import org.mutoscope.core.storage.Transaction;

/**
 * What must hold in the tables at every commit, as statements that find what does not. Nothing here is used by the commands, so that an
 * error in them cannot hide itself. Nearly every rule says that two tables, asked in two ways, give the same sums; both go through one
 * grouping and none is looked up row by row, so the whole is a few passes over the ledger however large it is.
 */
final class Invariants {
    /** A broken ledger is broken often; so many examples of each kind are enough. */
    private static final int EXAMPLES = 20;

    private static final String NOTHING = "select '' what, 0 n from ledger_tx where 1 = 0";
    private static final String USER_CREDIT =
            " from ledger_account a where a.owner_kind = 'USER' and a.purpose = 'credit'";
    /** Accounts whose rows carry their sum; fees that were once booked in credits did not. */
    private static final String SUMMED =
            " from ledger_account a where a.owner_kind = 'USER' or a.owner_kind = 'HOLDER' and a.asset <> 'CRED'";

    private static final String BY_ACCOUNT = " join ledger_account a on a.id = x.account_id";
    private static final String BOOKED = " from posting p join ledger_tx t on t.id = p.tx_id where ";
    private static final String OF_LOT = "select cast(lot_id as varchar(40)) what, ";
    private static final String EACH_LOT = "select cast(id as varchar(40)) what, ";

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "transaction %s has lines that sum to %s in one asset, not to %s",
                    "select cast(tx_id as varchar(40)) || ' in ' || asset what, amount n from posting", NOTHING),
            new Rule(
                    "%s: %s transactions, %s of them with lines",
                    "select 'ledger' what, count(*) n from ledger_tx",
                    "select 'ledger' what, count(distinct tx_id) n from posting"),
            new Rule(
                    "account %s has %s lines in an asset that is not its own, instead of %s",
                    "select a.owner_id what, 1 n from posting x" + BY_ACCOUNT + " where x.asset <> a.asset", NOTHING),
            new Rule(
                    "account %s stands at %s, its postings sum to %s",
                    account("a.posted") + SUMMED,
                    account("x.n") + " from (select account_id, sum(amount) n from posting group by account_id) x"
                            + BY_ACCOUNT
                            + " where a.owner_kind = 'USER' or a.owner_kind = 'HOLDER' and a.asset <> 'CRED'"),
            new Rule(
                    "account %s is at version %s, its postings at %s",
                    account("a.version") + " from ledger_account a where a.owner_kind = 'USER'",
                    account("x.n")
                            + " from (select account_id, max(account_version) n from posting group by account_id) x"
                            + BY_ACCOUNT + " where a.owner_kind = 'USER'"),
            new Rule(
                    "line %s says that %s is left, the lines up to it sum to %s", line("x.balance_after"), line("x.n")),
            new Rule(
                    "platform account %s has %s in its row, not %s: it must stay append-only",
                    "select purpose what, abs(posted) + held + version n from ledger_account where owner_kind = 'SYS'",
                    NOTHING),
            new Rule(
                    "account %s has %s credits, its lots have %s",
                    account("a.posted") + USER_CREDIT,
                    account("x.n") + " from (select account_id, sum(remaining) n from credit_lot group by account_id) x"
                            + BY_ACCOUNT),
            new Rule(
                    "account %s has %s credits held, its lots have %s held",
                    account("a.held") + USER_CREDIT,
                    account("x.n") + " from (select account_id, sum(held) n from credit_lot group by account_id) x"
                            + BY_ACCOUNT),
            new Rule(
                    "account %s has %s credits held, its open holds ask for %s",
                    account("a.held") + USER_CREDIT,
                    account("x.n")
                            + " from (select account_id, sum(amount) n from credit_hold where state = 'HELD' group by"
                            + " account_id) x" + BY_ACCOUNT),
            new Rule(
                    "the debt row of account %s stands at %s, above %s",
                    account("a.posted")
                            + " from ledger_account a where a.owner_kind = 'USER' and a.purpose = 'debt' and a.posted > 0",
                    NOTHING),
            new Rule(
                    "lot %s has %s left, its postings sum to %s",
                    EACH_LOT + "remaining n from credit_lot",
                    OF_LOT + "amount n from posting where lot_id is not null"),
            new Rule(
                    "lot %s has %s held, open holds have %s of it",
                    EACH_LOT + "held n from credit_lot",
                    OF_LOT
                            + "hl.amount n from hold_lot hl join credit_hold h on h.id = hl.hold_id where h.state = 'HELD'"),
            new Rule(
                    "lot %s was granted with %s, booked with %s",
                    EACH_LOT + "granted n from credit_lot",
                    OF_LOT + "p.amount n" + BOOKED
                            + "t.kind in ('GRANT', 'FREE', 'PURCHASE') and p.amount > 0 and p.lot_id is not null"),
            new Rule(
                    "the hold of job %s is over %s, its lots over %s",
                    "select job_id what, amount n from credit_hold where state = 'HELD'",
                    "select h.job_id what, hl.amount n from hold_lot hl join credit_hold h on h.id = hl.hold_id where h.state = 'HELD'"),
            new Rule(
                    "the hold of job %s captured %s, its lots %s",
                    "select job_id what, captured n from credit_hold",
                    "select h.job_id what, hl.captured n from hold_lot hl join credit_hold h on h.id = hl.hold_id"),
            new Rule(
                    "job %s captured %s, booked %s",
                    "select job_id what, captured n from credit_hold",
                    "select t.cause what, p.amount n" + BOOKED
                            + "p.account_id in (select id from ledger_account where purpose =" + " 'consumed')"),
            new Rule(
                    "%s: %s credits consumed, %s captured",
                    "select 'ledger' what, x.amount n from posting x" + BY_ACCOUNT + " where a.purpose = 'consumed'",
                    "select 'ledger' what, captured n from credit_hold"),
            new Rule(
                    "purchase %s is to be revoked by %s, its lot is by %s",
                    "select p.provider || '|' || p.purchase_id || ' in ' || p.env what, l.granted * p.revoked_milli / 100000 n"
                            + " from ext_purchase p join credit_lot l on l.env = p.env and l.source = 'PURCHASE'"
                            + " and l.source_ref = p.provider || '|' || p.purchase_id",
                    "select source_ref || ' in ' || env what, revoked + revoke_due n from credit_lot"
                            + " where source = 'PURCHASE' and revoked + revoke_due > 0"),
            new Rule(
                    "lot %s has %s frozen, not %s",
                    EACH_LOT + "frozen n from credit_lot",
                    EACH_LOT + "remaining - held n from credit_lot where suspended = true"),
            new Rule(
                    "%s: %s credits taken back, lots say %s",
                    "select a.asset what, x.amount n from posting x" + BY_ACCOUNT + " where a.purpose = 'clawback'",
                    "select a.asset what, x.revoked n from credit_lot x" + BY_ACCOUNT),
            new Rule(
                    "%s is at %s, its lots were granted %s",
                    "select a.purpose || ' in ' || a.asset what, -x.amount n from posting x" + BY_ACCOUNT
                            + " where a.purpose like 'issued:%'",
                    "select 'issued:' || x.source || ' in ' || a.asset what, x.granted n from credit_lot x"
                            + BY_ACCOUNT),
            new Rule(
                    "%s: holders have %s micros there, their lines say %s",
                    "select a.owner_id || ' ' || a.purpose || ' in ' || a.asset what, a.posted n from ledger_account a where a.owner_kind ="
                            + " 'HOLDER' and a.purpose in ('on-hold', 'payable')",
                    "select holder || case state when 'ON_HOLD' then ' on-hold in ' else ' payable in ' end || currency what, micros n from"
                            + " revenue_line where state in ('ON_HOLD', 'PAYABLE')"),
            new Rule(
                    "suspense in %s stands at %s micros, what waits there at %s",
                    "select a.asset what, x.amount n from posting x" + BY_ACCOUNT + " where a.purpose = 'suspense'",
                    "select currency what, micros n from revenue_suspense"),
            new Rule(
                    "losses in %s stand at %s micros, lines lost %s",
                    "select a.asset what, -x.amount n from posting x" + BY_ACCOUNT + " where a.purpose = 'losses'",
                    "select currency what, micros n from revenue_loss"),
            new Rule(
                    "payouts in %s stand at %s micros, those that were sent make %s",
                    "select a.asset what, x.amount n from posting x" + BY_ACCOUNT
                            + " where a.owner_kind = 'SYS' and a.purpose = 'payouts'",
                    "select asset what, amount * 1000000 n from payout where state not in ('FAILED', 'RETURNED')"),
            new Rule(
                    "the lines of payout %s sum to %s micros, it sent %s",
                    "select payout_id what, micros n from revenue_line where payout_id is not null",
                    "select idem_key what, amount * 1000000 n from payout where state not in ('FAILED', 'RETURNED')"),
            new Rule(
                    "the split %s makes %s millionths, not %s",
                    "select job_id || ' version ' || cast(version as varchar(12)) what, ppm n from revenue_split",
                    "select distinct job_id || ' version ' || cast(version as varchar(12)) what, 1000000 n from revenue_split"),
            new Rule(
                    "lot %s is over and has %s credits at rest, not %s",
                    EACH_LOT + "remaining - held n from credit_lot where expired = true", NOTHING));

    private Invariants() {}

    static List<String> broken(Transaction tx) {
        List<String> sentences = new ArrayList<>();
        for (Rule rule : RULES) {
            sentences.addAll(tx.query(
                    rule.sql(),
                    row -> String.format(rule.sentence, row.text("what"), row.number("a"), row.number("b")),
                    EXAMPLES));
        }
        return sentences;
    }

    static int count() {
        return RULES.size();
    }

    private static String account(String number) {
        return "select a.owner_id || ' ' || a.purpose || ' in ' || a.asset what, " + number + " n";
    }

    private static String line(String number) {
        return "select cast(x.account_version as varchar(40)) || ' of ' || a.owner_id || ' ' || a.purpose || ' in ' || a.asset what, "
                + number
                + " n from (select account_id, account_version, balance_after, sum(amount) over (partition by account_id order"
                + " by account_version) n from posting where account_version is not null) x" + BY_ACCOUNT
                + " where x.balance_after <> x.n";
    }

    /**
     * Two ways to the same sums.
     *
     * @param sentence with places for what it is about and the two sums
     * @param one statement with columns {@code what} and {@code n}
     * @param other statement with the same columns
     */
    private record Rule(String sentence, String one, String other) {
        String sql() {
            return "select what, sum(a) a, sum(b) b from (select what, n a, 0 b from (" + one
                    + ") i union all select what, 0 a, n b" + " from (" + other
                    + ") o) u group by what having sum(a) <> sum(b) order by what limit ?";
        }
    }
}
