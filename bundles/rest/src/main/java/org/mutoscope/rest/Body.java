package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** The body of a request: read once, never beyond its limit, never kept as a whole. */
final class Body extends InputStream {
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary\\s*=\\s*(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))", Pattern.CASE_INSENSITIVE);

    private final InputStream in;
    private final String contentType;
    private final long limit;
    private long read;

    private Body(InputStream in, String contentType, long limit) {
        this.in = in;
        this.contentType = contentType;
        this.limit = limit;
    }

    /**
     * Opens the body of a request.
     *
     * @throws Problem {@code request_too_large} if it says itself that it is longer, {@code unsupported_media_type} if it is packed
     */
    static Body of(HttpServletRequest request, long limit) throws IOException {
        String encoding = request.getHeader("content-encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new Problem(Code.UNSUPPORTED_MEDIA_TYPE, "Send the body as it is, without a Content-Encoding.");
        }
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        String type = request.getContentType();
        return new Body(request.getInputStream(), type == null ? "" : type, limit);
    }

    static Body of(InputStream in, String contentType, long limit) {
        return new Body(in, contentType, limit);
    }

    /** Its media type, without parameters, in lower case; empty if none was given. */
    String mediaType() {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    boolean isJson() {
        String type = mediaType();
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }

    boolean isMultipart() {
        return mediaType().equals("multipart/form-data");
    }

    /** @throws Problem {@code invalid_multipart} if there is none */
    String boundary() {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            throw new Problem(
                    Code.INVALID_MULTIPART,
                    "The Content-Type says multipart/form-data but names no boundary of 1 to 70 characters."
                            + " Let your HTTP library write this header.");
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int got = in.read(into, from, length);
        if (got > 0) {
            read += got;
            if (read > limit) {
                throw tooLarge(limit);
            }
        }
        return got;
    }

    private static Problem tooLarge(long limit) {
        return new Problem(
                Code.REQUEST_TOO_LARGE,
                "The body is larger than the " + limit + " bytes that are taken here. Send a smaller one.");
    }
}
