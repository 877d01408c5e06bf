package org.mutoscope.billing.standins;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Connect of a paper Stripe account: holders' accounts, transfers to them, reversals. What it was asked with a key it does once. Guarded by its own lock. */
final class StripeBank {
    private final StripeShop shop;
    private final Map<String, Map<String, Object>> accounts = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> transfers = new LinkedHashMap<>();
    private final Map<String, String> asked = new LinkedHashMap<>();
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private long balance = 1_000_000;

    StripeBank(StripeShop shop) {
        this.shop = shop;
    }

    /** @param path after {@code v1/} */
    synchronized Answer api(String path, Asked asked) {
        if (asked.method().equals("GET")) {
            return path.equals("transfers")
                    ? found(asked.value("transfer_group").orElse(""))
                    : account(path);
        }
        String key = asked.header("Idempotency-Key");
        Answer before = answers.get(key);
        if (before != null) {
            return this.asked.get(key).equals(path + asked.body())
                    ? before
                    : error(400, "idempotency_error", null, "This key was used with other parameters");
        }
        Answer answer = write(path, Asked.form(asked.body()));
        this.asked.put(key, path + asked.body());
        answers.put(key, answer);
        return answer;
    }

    private Answer found(String group) {
        List<Map<String, Object>> data = new ArrayList<>(transfers.values());
        data.removeIf(transfer -> !group.equals(transfer.get("transfer_group")));
        return Answer.of(StripeShop.list(data, "/v1/transfers"));
    }

    private Answer account(String path) {
        Map<String, Object> account = accounts.get(path.replaceFirst(".*/", ""));
        return account == null ? missing(path) : Answer.of(account);
    }

    private static Answer missing(String what) {
        return error(404, "invalid_request_error", "resource_missing", "No such object: " + what);
    }

    private static Answer error(int status, String type, String code, String message) {
        return Answer.of(status, Answer.map("error", Answer.map("type", type, "code", code, "message", message)));
    }

    private Answer write(String path, Map<String, List<String>> form) {
        if (path.equals("accounts")) {
            return Answer.of(open());
        } else if (path.equals("account_links")) {
            String account = one(form, "account");
            return accounts.containsKey(account)
                    ? Answer.of(
                            Answer.map("object", "account_link", "url", "https://connect.stripe.example/" + account))
                    : missing(account);
        } else if (path.equals("transfers")) {
            return transfer(form);
        }
        return path.matches("transfers/[^/]+/reversals") ? reverse(path.split("/")[1]) : missing(path);
    }

    private static String one(Map<String, List<String>> form, String name) {
        return form.getOrDefault(name, List.of("")).get(0);
    }

    /** An account that Stripe has yet to ask about. */
    synchronized Map<String, Object> open() {
        String id = "acct_PAPER" + shop.next("");
        accounts.put(
                id, Answer.map("id", id, "object", "account", "capabilities", Answer.map("transfers", "inactive")));
        return accounts.get(id);
    }

    private Answer transfer(Map<String, List<String>> form) {
        Map<String, Object> account = accounts.get(one(form, "destination"));
        long amount = Long.parseLong(one(form, "amount"));
        if (account == null) {
            return missing(one(form, "destination"));
        } else if (!Answer.map("transfers", "active").equals(account.get("capabilities"))) {
            return error(
                    400,
                    "invalid_request_error",
                    "insufficient_capabilities_for_transfer",
                    "Your destination account needs to have the transfers capability enabled.");
        } else if (amount > balance) {
            return error(400, "invalid_request_error", "balance_insufficient", "You have insufficient funds.");
        }
        balance -= amount;
        String id = shop.next("tr_");
        Map<String, Object> transfer = Answer.map(
                "id",
                id,
                "object",
                "transfer",
                "amount",
                amount,
                "amount_reversed",
                0L,
                "reversed",
                false,
                "currency",
                one(form, "currency"),
                "destination",
                one(form, "destination"),
                "transfer_group",
                one(form, "transfer_group"),
                "metadata",
                Answer.map("mutoscope_payout", one(form, "metadata[mutoscope_payout]")));
        transfers.put(id, transfer);
        return Answer.of(transfer);
    }

    private Answer reverse(String id) {
        Map<String, Object> transfer = transfers.get(id);
        if (transfer == null) {
            return missing(id);
        }
        takeBack(id, (Long) transfer.get("amount") - (Long) transfer.get("amount_reversed"));
        return Answer.of(Answer.map("id", shop.next("trr_"), "object", "transfer_reversal", "transfer", id));
    }

    /** Takes a part of a transfer back. @return the transfer as it is now */
    synchronized Map<String, Object> takeBack(String id, long amount) {
        Map<String, Object> transfer = transfers.get(id);
        long back = (Long) transfer.get("amount_reversed") + amount;
        balance += amount;
        transfer.put("amount_reversed", back);
        transfer.put("reversed", back == (Long) transfer.get("amount"));
        return transfer;
    }

    /** Enables or disables an account. */
    synchronized void enable(String account, boolean enabled) {
        accounts.get(account).put("capabilities", Answer.map("transfers", enabled ? "active" : "inactive"));
    }

    /** What the platform has at Stripe, in minor units of any currency. */
    synchronized void balance(long minor) {
        balance = minor;
    }

    /** All transfers ever made, oldest first. */
    synchronized List<Map<String, Object>> transfers() {
        return transfers.values().stream()
                .map(transfer -> (Map<String, Object>) new LinkedHashMap<>(transfer))
                .toList();
    }
}
