package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The promise B11: in a partner's project, generated and built as the page says, a provider that does one thing wrong fails the contract about it,
 * and no other. The provider is that of the kit's own tests, moved into the partner's package: there it sees what a partner sees.
 */
final class BadPartner {
    private static final Path SOURCES = Platform.TOP.resolve("platform-core/tck/src/test/java/org/mutoscope/tck");
    private static final String PACKAGE = "com.acme.vouchers";
    private static final String GOOD = "none";
    /** What belongs to the kit's own build, and to its bad backend. */
    private static final String ELSEWHERE =
            "(BadProviderTest|KitRun|BadBackend.*|BackendFault|BadRender|BadService|BadPolicy.*|PolicyFault)\\.java";

    private final Path project;

    /** @param project generated from the archetype */
    BadPartner(Path project) {
        this.project = project;
    }

    /** Puts a test of the kit for each fault into the project. @return how many contracts have one */
    int prepare() throws IOException {
        Path tests = project.resolve("src/test/java/" + PACKAGE.replace('.', '/'));
        Files.delete(tests.resolve("VoucherProviderTest.java"));
        for (Path source : sources()) {
            Files.writeString(tests.resolve(source.getFileName()), moved(Files.readString(source)));
        }
        List<String> faults = faults();
        for (String fault : faults) {
            Files.writeString(tests.resolve(fault + "Test.java"), test(fault));
        }
        return faults.size() - 1;
    }

    /** The bad provider with all that belongs to it; the test that runs it in the kit's own build stays there. */
    private static List<Path> sources() throws IOException {
        try (Stream<Path> types = Files.list(SOURCES)) {
            return types.filter(type -> !type.getFileName().toString().matches(ELSEWHERE))
                    .toList();
        }
    }

    private static String moved(String source) {
        return source.replace("package org.mutoscope.tck;", "package " + PACKAGE + ";\n\nimport org.mutoscope.tck.*;")
                .replace("org.mutoscope.tck\"", PACKAGE + "\"")
                .replace("@Tag(\"bad\")\nfinal class", "class");
    }

    private static List<String> faults() throws IOException {
        Matcher names =
                Pattern.compile("(?m)^    (\\w+)[,;]$").matcher(Files.readString(SOURCES.resolve("Fault.java")));
        return names.results().map(name -> name.group(1)).toList();
    }

    private static String test(String fault) {
        return String.join(
                "\n",
                "package " + PACKAGE + ";",
                "class " + fault + "Test extends BadContract {",
                "    " + fault + "Test() { fault = Fault." + fault + "; }",
                "    @org.junit.jupiter.api.AfterAll",
                "    static void clear() { System.getProperties().remove(BadJar.LEAK); }",
                "}",
                "");
    }

    /** Reads what the build reported. */
    void judge() throws Exception {
        Map<String, Set<String>> broken = new TreeMap<>();
        Set<String> contracts = new TreeSet<>();
        try (Stream<Path> reports = Files.list(project.resolve("target/surefire-reports"))) {
            for (Path report :
                    reports.filter(r -> r.toString().endsWith("Test.xml")).toList()) {
                read(report, broken, contracts);
            }
        }
        List<String> faults = new ArrayList<>(faults());
        faults.remove(GOOD);
        equal(new TreeSet<>(faults), contracts, "contracts, each with its fault");
        equal(Set.of(), broken.remove(GOOD), "contracts that the provider without a fault fails");
        Map<String, Set<String>> expected = new TreeMap<>();
        faults.forEach(fault -> expected.put(fault, Set.of(fault)));
        equal(expected, broken, "contracts that each fault breaks");
        System.out.println("     " + faults.size() + " contracts failed by name: " + String.join(", ", faults));
    }

    private static void read(Path report, Map<String, Set<String>> broken, Set<String> contracts) throws Exception {
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getDocumentElement();
        String fault = suite.getAttribute("name").replaceFirst(".*\\.(\\w+)Test$", "$1");
        Set<String> failed = broken.computeIfAbsent(fault, any -> new TreeSet<>());
        NodeList cases = suite.getElementsByTagName("testcase");
        check(cases.getLength() > 0, "no contract was tried with the fault " + fault);
        for (int i = 0; i < cases.getLength(); i++) {
            Element one = (Element) cases.item(i);
            String contract = one.getAttribute("name").replaceFirst("\\W.*", "");
            contracts.add(contract);
            int wrong = one.getElementsByTagName("failure").getLength()
                    + one.getElementsByTagName("error").getLength();
            if (wrong > 0) {
                failed.add(contract);
            }
        }
    }
}
