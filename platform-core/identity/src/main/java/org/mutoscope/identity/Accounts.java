package org.mutoscope.identity;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.core.identity.Account;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The tables of accounts, principals and memberships. */
final class Accounts {
    private static final String FIRST_PRINCIPAL =
            "(select p.id from membership m join principal p on p.id = m.principal_id"
                    + " where m.account_id = a.id order by p.created_at, p.id limit 1)";
    private static final String SELECT =
            "select a.id, a.name, a.created_at, a.seq, m.role from account a left join membership m on"
                    + " m.account_id = a.id and m.principal_id = " + FIRST_PRINCIPAL;
    private static final String FIND = SELECT + " where a.id = ?";
    private static final String PAGE =
            SELECT + " where a.id in (select id from account where seq > ? order by seq limit ?) order by a.seq";

    /** Makes an account with its first principal. @return id of the principal */
    String insert(Transaction tx, Account account, String principalId) {
        tx.update(
                "insert into account (id, name, created_at) values (?, ?, ?)",
                account.id(),
                account.name(),
                account.createdAt());
        tx.update(
                "insert into principal (id, kind, label, created_at) values (?, 'PERSON', ?, ?)",
                principalId,
                account.name(),
                account.createdAt());
        for (Role role : account.roles()) {
            tx.update(
                    "insert into membership (principal_id, account_id, role) values (?, ?, ?)",
                    principalId,
                    account.id(),
                    role.name());
        }
        return principalId;
    }

    Optional<Account> find(Transaction tx, String accountId) {
        return gathered(tx.query(FIND, Accounts::read, accountId)).stream().findFirst();
    }

    List<Account> page(Transaction tx, long afterSeq, int limit) {
        return gathered(tx.query(PAGE, Accounts::read, afterSeq, limit));
    }

    /** @return whether that changed it */
    boolean freeze(Transaction tx, String accountId, boolean frozen) {
        return tx.update("update account set frozen = ? where id = ? and frozen <> ?", frozen, accountId, frozen) == 1;
    }

    /** Place of an account in the list; empty if there is none. */
    Optional<Long> seq(Transaction tx, String accountId) {
        return tx.first("select seq from account where id = ?", row -> row.number("seq"), accountId);
    }

    /** The account's first principal; empty if it has none. */
    Optional<String> principal(Transaction tx, String accountId) {
        return tx.first(
                "select " + FIRST_PRINCIPAL + " principal from account a where a.id = ?",
                row -> row.text("principal"),
                accountId);
    }

    /** Accounts that have an administrator, oldest first. */
    List<String> administered(Transaction tx) {
        return tx.query(
                "select distinct a.id, a.seq from account a join membership m on m.account_id = a.id where m.role = 'ADMIN'"
                        + " order by a.seq",
                row -> row.text("id"));
    }

    /** One account for all its rows, one row for each role. */
    private static List<Account> gathered(List<Account> rows) {
        Map<String, Account> accounts = new LinkedHashMap<>();
        for (Account row : rows) {
            accounts.merge(row.id(), row, Accounts::joined);
        }
        return List.copyOf(accounts.values());
    }

    private static Account joined(Account one, Account other) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        roles.addAll(one.roles());
        roles.addAll(other.roles());
        return new Account(one.id(), one.name(), roles, one.createdAt());
    }

    private static Account read(Row row) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (row.text("role") != null) {
            roles.add(Role.valueOf(row.text("role")));
        }
        return new Account(row.text("id"), row.text("name"), roles, row.moment("created_at"));
    }
}
