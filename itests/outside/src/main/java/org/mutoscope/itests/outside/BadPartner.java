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
 * The promises B11 and P9: in a partner's project, generated and built as the page says, a provider or a backend that does one thing wrong fails the
 * contract about it. It is that of the kit's own tests, moved into the partner's package: there it sees what a partner sees. That no other contract fails
 * is shown there.
 */
final class BadPartner {
    private static final Path SOURCES = Platform.TOP.resolve("platform-core/tck/src/test/java/org/mutoscope/tck");
    private static final String GOOD = "none";

    private final Path project;
    private final Kind kind;

    /** @param project generated from the archetype */
    BadPartner(Path project, Kind kind) {
        this.project = project;
        this.kind = kind;
    }

    /**
     * What is bad.
     *
     * @param group of the partner's package
     * @param own the generated test, which goes
     * @param suite of the kit, which has a static field {@code fault}
     * @param faults type of that field, an enum with one for each contract
     * @param others what belongs to the suite
     */
    record Kind(String group, String own, String suite, String faults, List<String> others) {
        static final Kind PROVIDER = new Kind(
                "com.acme.vouchers",
                "VoucherProviderTest",
                "BadContract",
                "Fault",
                List.of("BadActivator", "BadProvider", "BadStore", "BadExtras", "BadJar", "FractionalPrice"));
        static final Kind BACKEND = new Kind(
                "com.acme.bars",
                "BarsBackendTest",
                "BadBackendContract",
                "BackendFault",
                List.of("BadBackendActivator", "BadBackend", "BadRender", "BadService", "BadJar"));

        private List<String> sources() {
            List<String> all = new ArrayList<>(others);
            all.add(suite);
            all.add(faults);
            return all;
        }
    }

    /** Puts a test of the kit for each fault into the project. */
    void prepare() throws IOException {
        Path tests = project.resolve("src/test/java/" + kind.group.replace('.', '/'));
        Files.delete(tests.resolve(kind.own + ".java"));
        for (String source : kind.sources()) {
            Files.writeString(
                    tests.resolve(source + ".java"), moved(Files.readString(SOURCES.resolve(source + ".java"))));
        }
        Files.writeString(tests.resolve("Only.java"), only());
        List<String> faults = faults();
        check(faults.size() > 1, "no fault is known");
        for (String fault : faults) {
            Files.writeString(tests.resolve(fault + "Test.java"), test(fault));
        }
    }

    private String moved(String source) {
        return source.replace(
                        "package org.mutoscope.tck;", "package " + kind.group + ";\n\nimport org.mutoscope.tck.*;")
                .replace("org.mutoscope.tck\"", kind.group + "\"")
                .replace("@Tag(\"bad\")\nfinal class", "class");
    }

    private List<String> faults() throws IOException {
        Matcher names = Pattern.compile("(?m)^    (\\w+)[,;]$")
                .matcher(Files.readString(SOURCES.resolve(kind.faults + ".java")));
        return names.results().map(name -> name.group(1)).toList();
    }

    /** With a fault only the contract about it is tried, without one all are. */
    private String only() {
        return String.join(
                "\n",
                "package " + kind.group + ";",
                "import org.junit.jupiter.api.extension.*;",
                "class Only implements ExecutionCondition {",
                "    @Override",
                "    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {",
                "        String fault = context.getRequiredTestClass().getSimpleName().replace(\"Test\", \"\");",
                "        return context.getTestMethod()",
                "                .filter(contract -> !fault.equals(\"" + GOOD
                        + "\") && !contract.getName().equals(fault))",
                "                .map(contract -> ConditionEvaluationResult.disabled(\"it is about another fault\"))",
                "                .orElse(ConditionEvaluationResult.enabled(\"\"));",
                "    }",
                "}",
                "");
    }

    private String test(String fault) {
        return String.join(
                "\n",
                "package " + kind.group + ";",
                "@org.junit.jupiter.api.extension.ExtendWith(Only.class)",
                "class " + fault + "Test extends " + kind.suite + " {",
                "    " + fault + "Test() { fault = " + kind.faults + "." + fault + "; }",
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
