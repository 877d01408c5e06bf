package org.mutoscope.rest;

import java.util.Map;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** The one form in which errors are answered: the Videos API's four keys, all present, and our number. */
final class Envelope {
    private static final int PAYMENT_REQUIRED = 402;

    private Envelope() {}

    static Map<String, Object> of(Problem problem) {
        JsonObject error = Json.object("message", problem.getMessage())
                .and("type", type(problem.code()))
                .and("param", problem.param())
                .and("code", problem.wire())
                .and("number", problem.code().number());
        problem.details().forEach(error::and);
        return Json.object("error", error);
    }

    /** @param own whether the request was made to our own API, which can say 402 */
    static Answer answer(Problem problem, boolean own) {
        Code code = problem.code();
        int status = own && code == Code.INSUFFICIENT_QUOTA ? PAYMENT_REQUIRED : code.status();
        Answer answer = Answer.of(status).json(of(problem), Json.TYPE);
        switch (code) {
                // The SDKs repeat every 429; credits do not come back within their two seconds.
            case INSUFFICIENT_QUOTA, TOO_MANY_UNFINISHED, QUOTE_EXPIRED, STORYBOARD_CHANGED, WRITER_LIMIT -> answer
                    .with("x-should-retry", "false");
            case QUEUE_FULL -> answer.with("retry-after", 5);
            case STARTING, STORAGE_UNAVAILABLE -> answer.with("retry-after", 1);
            case MISSING_API_KEY, INVALID_API_KEY, EXPIRED_API_KEY -> answer.with("www-authenticate", "Bearer");
            default -> {}
        }
        return answer;
    }

    private static String type(Code code) {
        return switch (code) {
            case INSUFFICIENT_QUOTA -> "insufficient_quota";
            case RATE_LIMIT_EXCEEDED, QUEUE_FULL, TOO_MANY_UNFINISHED -> "rate_limit_error";
            default -> code.status() >= 500 ? "server_error" : "invalid_request_error";
        };
    }
}
