package org.mutoscope.assets.fs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where things are in the folder.
 *
 * <pre>
 * files/3f/video_7+clip.mp4   the file with the key video_7/clip.mp4; 3f begins the SHA-256 of the key
 * temp/PROCESS-...            being written
 * </pre>
 *
 * A key is a name, never a path: its slashes are written as plus signs, which no key can hold. 256 folders keep each
 * one short where there are millions of files.
 */
final class Layout {
    /** Longest key, in characters. */
    static final int KEY_LENGTH = 200;

    /** Parts between slashes; none begins with a dot, so there is neither {@code ..} nor a hidden file. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private final Path root;

    Layout(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path files() {
        return root.resolve("files");
    }

    Path temp() {
        return root.resolve("temp");
    }

    /** The place of a key; empty if it is no key, so that nothing can be there. */
    Optional<Path> place(String key) {
        if (key.length() > KEY_LENGTH || !KEY.matcher(key).matches()) {
            return Optional.empty();
        }
        byte[] digest = Digests.sha256().digest(key.getBytes(StandardCharsets.US_ASCII));
        String shard = HexFormat.of().formatHex(digest, 0, 1);
        return Optional.of(files().resolve(shard).resolve(key.replace('/', '+')));
    }
}
