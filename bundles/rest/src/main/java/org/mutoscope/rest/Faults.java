package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever was thrown into an {@link Envelope}. What nobody foresaw is told to the log, never to the client. */
final class Faults implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    @Context
    private HttpServletRequest request;

    @Override
    public Response toResponse(Throwable thrown) {
        return answer(thrown, request);
    }

    static Response answer(Throwable thrown, HttpServletRequest request) {
        Problem problem = problem(thrown, request);
        Response answer = Envelope.answer(problem, request.getRequestURI().startsWith("/api/"));
        if (thrown instanceof NotAllowedException refused) {
            String allow = refused.getResponse().getHeaderString(HttpHeaders.ALLOW);
            return Response.fromResponse(answer)
                    .header(HttpHeaders.ALLOW, allow)
                    .build();
        }
        return answer;
    }

    private static Problem problem(Throwable thrown, HttpServletRequest request) {
        if (thrown instanceof Problem problem) {
            if (problem.code().status() >= 500 && problem.code() != Code.STARTING) {
                LOG.warn("{} {}: {}", Call.of(request).id(), problem.wire(), problem.getMessage(), problem.getCause());
            }
            return problem;
        }
        if (thrown instanceof NotFoundException) {
            return new Problem(
                    Code.NOT_FOUND, "There is nothing at this address. GET /openapi.json lists what there is.");
        }
        if (thrown instanceof NotAllowedException) {
            return new Problem(
                    Code.METHOD_NOT_ALLOWED,
                    "This address does not take " + request.getMethod() + ". The Allow header says what it takes.");
        }
        if (thrown instanceof WebApplicationException refused
                && refused.getResponse().getStatus() < 500) {
            return new Problem(Code.INVALID_REQUEST, "The request cannot be understood.", null, thrown);
        }
        LOG.error("{} {} failed", Call.of(request).id(), request.getMethod(), thrown);
        return new Problem(
                Code.INTERNAL_ERROR,
                "Mutoscope made a mistake. Nothing more is known here; the log has it under "
                        + Call.of(request).id() + ".");
    }
}
