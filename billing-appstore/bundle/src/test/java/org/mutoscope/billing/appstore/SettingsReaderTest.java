package org.mutoscope.billing.appstore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.paper.Order;
import org.mutoscope.paper.PaperStore;
import org.mutoscope.paper.Product;
import org.mutoscope.tck.LentContext;
import org.mutoscope.tck.SentProof;

/** Which configurations are refused, and that a paper App Store is worth nothing to a production one. */
@Timeout(600)
class SettingsReaderTest {
    @TempDir
    Path folder;

    private PaperStore store;
    private Map<String, Object> paper;

    @BeforeEach
    void open() throws Exception {
        store = new PaperStore(ConfigOf.APP, 0);
        paper = ConfigOf.trusting(store, store.chain(), folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Settings read(Map<String, Object> values) {
        return new SettingsReader(ConfigOf.of(values)).read();
    }

    private static String problems(Map<String, Object> values) {
        return assertThrows(IllegalArgumentException.class, () -> read(values)).getMessage();
    }

    /** What an operator of a real app configures. */
    private Map<String, Object> production() {
        Map<String, Object> values = new HashMap<>(paper);
        values.keySet().removeAll(List.of("trust", "paper_root", "paper_server"));
        values.put("bundle_id", "com.example.studio");
        return values;
    }

    @Test
    void allProblemsAreNamedAtOnceAndTheKeyIsNot() {
        Map<String, Object> values = new HashMap<>();
        values.put("bundle_id", "no good!");
        values.put("key", "-----BEGIN PRIVATE KEY-----\nTOPSECRET\n");
        values.put("request_seconds", 0);
        String message = problems(values);
        for (String part :
                List.of("bundle.id", "app.apple.id", "issuer.id", "key.id", "key is not", "request.seconds")) {
            assertTrue(message.contains(part), message);
        }
        assertFalse(message.contains("TOPSECRET"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xcode", "Xcode", "local_testing", "LocalTesting", "", "test"})
    void whatIsNotSignedCannotBeChosen(String environment) {
        Map<String, Object> values = production();
        values.put("environments", new String[] {"production", environment});
        assertTrue(problems(values).contains("not signed"));
        values.putAll(paper);
        values.put("environments", new String[] {environment});
        assertTrue(problems(values).contains("not signed"), "nor with a paper App Store");
    }

    @Test
    void theShippedRootIsApples() {
        assertArrayEquals(Roots.apple(), read(production()).root());
    }

    @Test
    void productionTrustsNoPaper() throws Exception {
        String proof = store.shop().signed(store.shop().buy(Order.of(Product.pack("pack100", 4000), null)));
        Map<String, Object> values = production();
        values.put("bundle_id", ConfigOf.APP.bundleId());
        values.put("online_checks", false);
        ProofOutcome outcome = ConfigOf.provider(values).verify(new SentProof("acct_test", proof), new LentContext());
        assertEquals(
                "chain_invalid",
                assertInstanceOf(ProofOutcome.Rejected.class, outcome).code());
    }

    @Test
    void noKeyMakesPaperMoneyByAccident() {
        for (String key : List.of("paper_root", "paper_server")) {
            Map<String, Object> values = production();
            values.put(key, paper.get(key));
            assertTrue(problems(values).contains("only Apple's root certificate counts"), key);
        }
        Map<String, Object> real = new HashMap<>(paper);
        real.put("bundle_id", "com.example.studio");
        assertTrue(problems(real).contains("never a real app's id"));
        Map<String, Object> play = new HashMap<>(paper);
        play.put("trust", "paper");
        assertTrue(problems(play).contains("play credits"));
        play.put("environments", new String[] {"sandbox"});
        assertEquals(List.of(StoreEnvironment.SANDBOX), read(play).environments());
        Map<String, Object> typo = new HashMap<>(paper);
        typo.put("trust", "Paper-Money");
        assertTrue(problems(typo).contains("trust is apple, paper or paper-money"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://api.storekit.apple.com",
                "http://10.0.0.1:80",
                "http://127.0.0.1:80/x",
                "http://localhost.evil:80",
                "http://127.0.0.1"
            })
    void aPaperStoreIsOnThisMachine(String server) {
        paper.put("paper_server", server);
        assertTrue(problems(paper).contains("paper.server"));
    }

    @Test
    void aPaperRootIsACertificateAndNotApples() throws Exception {
        paper.put("paper_root", folder.resolve("none.pem").toString());
        assertTrue(problems(paper).contains("cannot be read"));
        paper.put("paper_root", Files.writeString(folder.resolve("a"), "text").toString());
        assertTrue(problems(paper).contains("no X.509 certificate"));
        paper.put("paper_root", Files.write(folder.resolve("b"), Roots.apple()).toString());
        assertTrue(problems(paper).contains("trust=apple"));
    }

    @Test
    void playCreditsStayPlayCredits() throws Exception {
        paper.put("trust", "paper");
        paper.put("environments", new String[] {"sandbox"});
        AppStoreProvider provider = ConfigOf.provider(paper);
        String money = store.shop().buy(Order.of(Product.pack("pack100", 4000), null));
        assertInstanceOf(
                ProofOutcome.Rejected.class,
                provider.verify(new SentProof("acct_test", store.shop().signed(money)), new LentContext()));
        String play =
                store.shop().buy(Order.of(Product.pack("pack100", 4000), null).sandbox());
        ProofOutcome outcome =
                provider.verify(new SentProof("acct_test", store.shop().signed(play)), new LentContext());
        assertEquals(
                "sandbox",
                assertInstanceOf(ProofOutcome.Verified.class, outcome).fact().environment());
    }

    @Test
    void onlyTheSandboxNeedsNoNumber() {
        Map<String, Object> values = production();
        values.put("app_apple_id", 0L);
        assertTrue(problems(values).contains("app.apple.id"));
        values.put("environments", new String[] {"sandbox"});
        assertEquals("com.example.studio", read(values).app().bundleId());
    }

    @Test
    void productionIsTriedFirstWhateverTheFileSays() {
        paper.put("environments", new String[] {"sandbox", " Production "});
        assertEquals(
                List.of(StoreEnvironment.PRODUCTION, StoreEnvironment.SANDBOX),
                read(paper).environments());
    }

    @Test
    void theFileForOperatorsShowsEveryKeyWithItsDefault() throws Exception {
        Path file = Path.of("..", "..", "distribution", "assembly", "src", "conf", AppStoreConfig.PID + ".cfg");
        String shown = Files.readAllLines(file).stream()
                .filter(line -> line.matches("#[a-z0-9.]+=.*"))
                .map(line -> line.substring(1))
                .collect(Collectors.joining("\n"));
        Properties values = new Properties();
        values.load(new StringReader(shown));
        Properties defaults = new Properties();
        for (Method key : AppStoreConfig.class.getDeclaredMethods()) {
            Object value = key.getDefaultValue();
            defaults.setProperty(
                    key.getName().replace('_', '.'),
                    value instanceof String[] list ? String.join(",", list) : value.toString());
        }
        assertEquals(defaults, values);
    }
}
