package org.mutoscope.rest;

import java.io.IOException;
import java.util.Set;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Reads what was asked of our own API. */
final class Asked {
    private static final long MAX_BODY = 1_048_576;

    private Asked() {}

    /** The fields of a JSON body; none if there is no body. */
    static Fields json(Ask ask) throws IOException {
        Body body = ask.body(MAX_BODY);
        if (body.isJson()) {
            return JsonReader.object(body, Set.of());
        }
        if (body.mediaType().isEmpty() && body.read() < 0) {
            return new Fields();
        }
        throw new Problem(Code.UNSUPPORTED_MEDIA_TYPE, "Send application/json, and say so in the header Content-Type.");
    }

    /** A text that must be there. */
    static String text(Fields fields, String name) {
        String text = fields.text(name);
        if (text == null || text.isBlank()) {
            throw new Problem(Code.INVALID_REQUEST, "\"" + name + "\" is missing.", name, null);
        }
        return text;
    }

    /** A whole number that must be there. @throws Problem of the code given */
    static long whole(String text, String name, Code otherwise) {
        if (text == null || !text.matches("-?[0-9]{1,18}")) {
            throw new Problem(otherwise, "\"" + name + "\" must be a whole number of at most 18 digits.", name, null);
        }
        return Long.parseLong(text);
    }

    /** A whole number within bounds, or the one given if it is not there. */
    static int between(int least, int most, String text, String name, int otherwise) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        long number = whole(text, name, Code.INVALID_REQUEST);
        if (number < least || number > most) {
            throw new Problem(
                    Code.INVALID_REQUEST, "\"" + name + "\" is from " + least + " to " + most + ".", name, null);
        }
        return (int) number;
    }

    /**
     * The account a request is about: the caller's own or, for some, another that exists.
     *
     * @param wanted id of the other, or null
     */
    static String account(Identity identity, Caller caller, String wanted, Role... across) {
        if (wanted == null || wanted.isEmpty() || wanted.equals(caller.accountId())) {
            return caller.accountId();
        }
        if (!caller.may(across)) {
            throw new Problem(Code.FORBIDDEN, "Your key reaches your own account alone.", "account", null);
        }
        return existing(identity, wanted);
    }

    /** @throws Problem {@code account_not_found} */
    static String existing(Identity identity, String account) {
        if (!Owned.isId(account) || identity.find(account).isEmpty()) {
            throw new Problem(Code.ACCOUNT_NOT_FOUND, "There is no such account.", "account_id", null);
        }
        return account;
    }
}
