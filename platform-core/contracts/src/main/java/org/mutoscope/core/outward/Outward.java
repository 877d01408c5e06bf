package org.mutoscope.core.outward;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reaches addresses that users give, and none that they must not reach through us: a name is looked up once and the connection goes to exactly the addresses
 * that were looked at; loopback, private, link-local (and so the metadata services of clouds), shared, reserved and multicast ranges are refused unless the
 * operator allows them by name or range. Safe for use by several threads.
 */
@ProviderType
public interface Outward {
    /**
     * Looks at an address without connecting: its form, and where its name leads now.
     *
     * @throws org.mutoscope.core.problem.Problem {@code address_refused}, saying why
     */
    void check(URI address);

    /**
     * Sends a body. A redirect is not followed: its status is the answer.
     *
     * @param headers further headers; the body is sent as {@code application/json}
     * @return HTTP status of the answer, whose body is not read
     * @throws IOException if there was no answer in time, or no connection; the message is safe to show to the user
     * @throws org.mutoscope.core.problem.Problem {@code address_refused}
     */
    int post(URI address, Map<String, String> headers, byte[] body) throws IOException;

    /**
     * Fetches a file. At most three redirects are followed, each looked at like the first address.
     *
     * @param target where to write; overwritten, and deleted if it was not fetched whole
     * @return size in bytes
     * @throws org.mutoscope.core.problem.Problem {@code fetching_off}, {@code address_refused}, {@code fetch_failed} (no answer in time, another status than
     *     200, too large)
     */
    long fetch(URI address, Path target);
}
