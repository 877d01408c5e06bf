package org.mutoscope.rest;

import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever was thrown into an {@link Envelope}. What nobody foresaw is told to the log, never to the client. */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    /** @param own whether the request was made to our own API */
    static Answer answer(Throwable thrown, Call call, boolean own) {
        if (thrown instanceof Router.WrongMethod wrong) {
            Problem problem = new Problem(
                    Code.METHOD_NOT_ALLOWED, "This address takes " + wrong.allowed() + " and no other method.");
            return Envelope.answer(problem, own).with("allow", wrong.allowed());
        }
        if (thrown instanceof Problem problem) {
            if (problem.code().status() >= 500 && problem.code() != Code.STARTING) {
                LOG.warn("{} {}: {}", call.id(), problem.wire(), problem.getMessage(), problem.getCause());
            }
            return Envelope.answer(problem, own);
        }
        LOG.error("{} failed", call.id(), thrown);
        Problem problem = new Problem(
                Code.INTERNAL_ERROR,
                "Mutoscope made a mistake. Nothing more is known here; the log has it under " + call.id() + ".");
        return Envelope.answer(problem, own);
    }
}
