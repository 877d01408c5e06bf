package org.mutoscope.rest;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.mutoscope.core.identity.Account;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Accounts. */
final class AccountsResource {
    private final House house;

    AccountsResource(House house) {
        this.house = house;
    }

    /** Opens an account; its key is shown this once. */
    Answer open(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        String name = fields.text("name");
        if (name == null) {
            throw new Problem(Code.INVALID_NAME, "An account needs a \"name\".", "name", null);
        }
        Identity.Opened opened = house.identity().open(name, roles(fields.value("roles")), ask.caller());
        Map<String, Object> answer = account(opened.account());
        answer.put("api_key", opened.key());
        return Answer.json(answer);
    }

    /** Lists accounts, oldest first. */
    Answer list(Ask ask) {
        Page page = Page.of(ask);
        List<Account> accounts =
                page.limit() == 0 ? List.of() : house.identity().list(page.after(), page.limit());
        return Answer.json(Json.object(
                        "data", accounts.stream().map(AccountsResource::account).toList())
                .and("has_more", !accounts.isEmpty() && accounts.size() == page.limit() && more(accounts)));
    }

    private boolean more(List<Account> accounts) {
        String last = accounts.get(accounts.size() - 1).id();
        return !house.identity().list(last, 1).isEmpty();
    }

    /** Shows who is calling. */
    Answer self(Ask ask) {
        Caller caller = ask.caller();
        return Answer.json(Json.object("account_id", caller.accountId())
                .and("name", caller.accountName())
                .and("principal_id", caller.principalId())
                .and("roles", words(caller.roles())));
    }

    /** Forbids an account to have anything made, or allows it again; what it has stays, and so does what it may look at, delete and pay. */
    Answer generation(Ask ask) throws IOException {
        Ledger ledger = house.ledger();
        Fields fields = Asked.json(ask);
        String account = Asked.existing(house.identity(), Asked.text(fields, "account_id"));
        String asked = Asked.text(fields, "blocked");
        if (!asked.equals("true") && !asked.equals("false")) {
            throw new Problem(Code.INVALID_REQUEST, "\"blocked\" is true or false.", "blocked", null);
        }
        boolean blocked = asked.equals("true");
        return Answer.json(house.work().write(tx -> {
            if (ledger.block(tx, account, blocked)) {
                house.identity().audit(tx, ask.caller(), blocked ? "account.block" : "account.unblock", account);
            }
            return Json.object("account_id", account).and("generation_blocked", blocked);
        }));
    }

    private static Map<String, Object> account(Account account) {
        return Json.object("account_id", account.id())
                .and("name", account.name())
                .and("roles", words(account.roles()))
                .and("created_at", Json.moment(account.createdAt()));
    }

    private static List<String> words(Set<Role> roles) {
        return roles.stream()
                .sorted()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Set<Role> roles(Object value) {
        if (value == null) {
            return Set.of(Role.CREATOR);
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Object word : value instanceof List<?> list ? list : List.of(value)) {
            roles.add(role(word));
        }
        return roles;
    }

    private static Role role(Object word) {
        for (Role role : Role.values()) {
            if (word instanceof String text && role.name().equalsIgnoreCase(text)) {
                return role;
            }
        }
        throw new Problem(
                Code.INVALID_REQUEST,
                "\"roles\" is a list of creator, holder, operator, auditor, admin.",
                "roles",
                null);
    }
}
