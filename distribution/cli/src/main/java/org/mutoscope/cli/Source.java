package org.mutoscope.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A clip to work on, as it is named on a command line.
 *
 * @param id of a clip that was made here, or null
 * @param file a clip to send, or null
 */
record Source(String id, Path file) {
    /** A file if there is one of this name, else an id. */
    static Source of(String word) {
        boolean id = word.matches("[A-Za-z0-9_-]{1,64}") && !Files.exists(Path.of(word));
        return id ? new Source(word, null) : new Source(null, Path.of(word));
    }

    Clip order(Api api, String address, ObjectNode request, PrintWriter err) {
        if (file != null) {
            return Clip.of(api, api.form(address, request, new Api.Part("video", file)), err);
        }
        request.putObject("video").put("id", id);
        return Clip.of(api, api.post(address, request), err);
    }
}
