package org.mutoscope.backend.remote.job;

import org.mutoscope.backend.remote.wire.Call;

/**
 * A service as jobs deal with it.
 *
 * @param service how it is asked
 * @param call where outputs are fetched with
 * @param limits how long and how large
 * @param claims whose its jobs are
 */
public record Shop(Service service, Call call, Limits limits, Claims claims) {}
