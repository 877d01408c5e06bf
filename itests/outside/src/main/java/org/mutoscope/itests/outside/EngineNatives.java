package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the command says of native libraries. */
final class EngineNatives {
    /** A repository that has the sets for NVIDIA, nearly a gigabyte; empty for stand-ins only. */
    private static final String REPOSITORY = System.getProperty("mutoscope.natives", "");

    private final Platform platform;
    private final Cli cli;

    EngineNatives(Platform platform) {
        this.platform = platform;
        this.cli = new Cli(platform);
    }

    void verify() throws Exception {
        JsonNode shipped = cli.json("natives", "verify");
        equal("cpu", shipped.path("provider").asText(), "provider");
        check(shipped.path("device").asText().startsWith("CPU"), "device " + shipped);
        fails("cuda13", "natives install cuda13");
        // What stands in for a set on a machine without CUDA: a file that is no library, and one that wants another.
        Files.writeString(library("cuda13"), "no library");
        Files.write(library("cuda12"), SharedObject.needing("libcudart.so.12"));
        EnginePackages.each(List.of("cuda13", "cuda12"), set -> {
            fails(set, set.equals("cuda13") ? "libonnxruntime.so: " : "libcudart.so.12: cannot open shared object");
            ModelFolders.delete(library(set).getParent());
        });
        if (REPOSITORY.isEmpty()) {
            System.out.println("      only stand-ins: -Dmutoscope.natives=REPOSITORY tries the real sets");
            return;
        }
        for (String set : List.of("cuda13", "cuda12")) {
            cli.json("natives", "install", set, "--repository", REPOSITORY);
            Cli.Ran ran = cli.run("natives", "verify", set);
            System.out.println("      " + ran.out().strip().replace("\n", "\n      "));
            boolean works = ran.out().contains("provider cuda");
            equal(works ? 0 : 1, ran.exit(), "exit code of " + set);
            check(works || ran.out().matches("(?s).*lib[a-zA-Z0-9_]+\\.so\\.[0-9].*"), set + " names no library");
            ModelFolders.delete(library(set).getParent());
        }
    }

    private Path library(String set) throws Exception {
        return Files.createDirectories(platform.data.resolve("natives").resolve(set))
                .resolve("libonnxruntime.so");
    }

    private void fails(String set, String says) throws Exception {
        Cli.Ran ran = cli.run("natives", "verify", set);
        equal(1, ran.exit(), "exit code of " + set + "; it said " + ran.out());
        check(ran.out().contains(says), "it does not say " + says + ": " + ran.out());
    }
}
