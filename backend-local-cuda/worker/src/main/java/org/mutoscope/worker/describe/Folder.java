package org.mutoscope.worker.describe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.mutoscope.worker.model.PackageProblem;

/** The files of a folder that is described. */
final class Folder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LONGEST_CONFIG = 1 << 20;

    private final Path root;

    Folder(Path root) {
        this.root = root;
    }

    boolean has(String file) {
        return Files.isRegularFile(root.resolve(file));
    }

    Path path(String file) {
        return root.resolve(file);
    }

    /** A small JSON file; a missing node if there is none. */
    JsonNode config(String file) throws PackageProblem {
        Path path = root.resolve(file);
        try {
            return Files.isRegularFile(path) && Files.size(path) <= LONGEST_CONFIG
                    ? JSON.readTree(path.toFile())
                    : MissingNode.getInstance();
        } catch (IOException e) {
            throw new PackageProblem("model_file_unreadable", file + " cannot be read: " + e.getMessage());
        }
    }

    /** Names a file with its length and digest. */
    ObjectNode describe(String file) throws PackageProblem {
        Path path = root.resolve(file);
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 20];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return JSON.createObjectNode()
                    .put("file", file)
                    .put("sha256", HexFormat.of().formatHex(digest.digest()))
                    .put("bytes", Files.size(path));
        } catch (IOException e) {
            throw new PackageProblem("model_file_missing", file + " cannot be read: " + e.getMessage());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Writes model.json. */
    void write(ObjectNode manifest) throws IOException {
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(root.resolve("model.json").toFile(), manifest);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
