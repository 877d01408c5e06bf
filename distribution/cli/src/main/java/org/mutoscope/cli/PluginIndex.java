package org.mutoscope.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mutoscope plugin index}: makes a catalogue of a folder of jars. Needs no platform. */
@Command(
        name = "index",
        description = "writes index.xml for a folder of bundles, so that it can serve as a catalogue",
        mixinStandardHelpOptions = true)
final class PluginIndex implements Callable<Integer> {
    static final String FILE = "index.xml";

    @Parameters(paramLabel = "DIR", description = "folder with the jars; folders within are looked through too")
    private Path folder;

    @CommandLine.Option(names = "--json", description = "print JSON, one object")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (!Files.isDirectory(folder)) {
            throw new Failure(Failure.FILE, "there is no folder " + folder);
        }
        ObjectNode answer = Api.object();
        try {
            write(answer.putArray("listed"), answer.putArray("left_out"));
        } catch (IOException | XMLStreamException e) {
            throw new Failure(Failure.FILE, "the index cannot be written: " + e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Api.pretty(answer));
            return 0;
        }
        answer.path("left_out").forEach(one -> spec.commandLine()
                .getErr()
                .println("mutoscope: " + one.path("file").asText() + " is left out: "
                        + one.path("sentence").asText()));
        out.println(answer.path("listed").size() + " bundles listed in " + folder.resolve(FILE));
        return 0;
    }

    private void write(ArrayNode listed, ArrayNode leftOut) throws IOException, XMLStreamException {
        List<Path> jars;
        try (Stream<Path> files = Files.walk(folder)) {
            jars = files.filter(file -> file.toString().endsWith(".jar") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
        Path part = folder.resolve(FILE + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part);
                    IndexWriter index = new IndexWriter(
                            out,
                            String.valueOf(folder.toAbsolutePath().normalize().getFileName()))) {
                for (Path jar : jars) {
                    try {
                        listed.add(index.add(jar, folder));
                    } catch (Failure e) {
                        leftOut.addObject().put("file", jar.toString()).put("sentence", e.getMessage());
                    }
                }
            }
            Files.move(part, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
