package org.mutoscope.worker.describe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mutoscope.worker.model.PackageProblem;

/**
 * Writes the {@code model.json} of a folder, tells as one JSON object whether it could ({@code ok}, or {@code code} and {@code message}), and ends. Started by
 * the command line; its first argument is the folder, the others are {@code PATH=VALUE}.
 */
public final class Describe {
    private Describe() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        out.write(run(arguments).toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static ObjectNode run(String[] arguments) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 1; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            if (equals < 1) {
                return problem("model_import_setting", "\"" + arguments[i] + "\" is not KEY=VALUE");
            }
            settings.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        try {
            folder(Path.of(arguments[0]), settings);
            return Folder.object().put("ok", true);
        } catch (PackageProblem e) {
            return problem(e.code(), e.getMessage());
        }
    }

    /**
     * Writes the {@code model.json} of a folder.
     *
     * @param settings what the operator says, by path in model.json: {@code id}, {@code pipeline}, {@code sampling.steps} ...
     * @throws PackageProblem {@code model_import_incomplete} with all that is still to be said, or what is wrong with the folder
     */
    public static void folder(Path folder, Map<String, String> settings) throws PackageProblem, IOException {
        new Folder(folder).write(Description.of(folder, settings));
    }

    private static ObjectNode problem(String code, String message) {
        return Folder.object().put("ok", false).put("code", code).put("message", message);
    }
}
