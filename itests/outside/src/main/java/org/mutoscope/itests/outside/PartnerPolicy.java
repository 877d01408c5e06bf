package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The promise K2: a partner who follows write-a-licensing-policy.md literally, command by command, has a bundle that passes the test kit and decides. */
final class PartnerPolicy {
    private static final String DENIED = "brand_not_licensed";

    private final Page page = Page.read("extend/write-a-licensing-policy.md");
    private final Workshop workshop;
    private final Path project;

    PartnerPolicy(Workshop workshop) throws Exception {
        this.workshop = workshop;
        this.project = workshop.folder("words");
    }

    void run() throws Exception {
        try (Platform platform = new Platform(Map.of()).start()) {
            workshop.set("DATA", platform.data.toString());
            follow(page.blocks("sh"), platform.account("partner's customer", 0));
            workshop.complete();
        }
    }

    private void follow(List<String> blocks, Http creator) throws Exception {
        equal(4, blocks.size(), "blocks of commands on the page");
        workshop.shell(workshop.folder(""), blocks.get(0));
        equal(
                page.blocks("java").get(0),
                Files.readString(project.resolve("src/main/java/com/acme/words/WordsPolicy.java")),
                "the code on the page and the generated");
        String tested = workshop.shell(project, blocks.get(1));
        check(
                tested.contains(" 0 failed, 0 not declared")
                        && tested.contains("leavesNoClassLoader                passed"),
                "the test kit said " + Workshop.end(tested));
        check(!ask(creator).equals(DENIED), "the brand was denied before the policy was there");
        String installed = workshop.shell(project, blocks.get(2));
        check(installed.contains("com.acme.words 1.0.0 ACTIVE: It serves licensing acme-words."), installed);
        check(
                installed.contains("Test kit: mutoscope-tck 0.1.0, licensing, ")
                        && !installed.contains("changed since"),
                installed);
        equal(DENIED, ask(creator), "error for a prompt with the brand");
        workshop.shell(project, blocks.get(3));
        check(!ask(creator).equals(DENIED), "the brand is denied although the policy was removed");
    }

    /** Orders a clip that shows the brand. @return the error, empty if it was taken */
    private static String ask(Http creator) throws Exception {
        return creator.post("/v1/videos", Map.of("prompt", "a red can of Acme Cola"))
                .error();
    }
}
