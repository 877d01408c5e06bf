package org.mutoscope.payout.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.revenue.PayoutProvider;
import org.mutoscope.api.revenue.PayoutProvider.PayoutOutcome;
import org.mutoscope.api.revenue.PayoutProvider.PayoutRequest;
import org.mutoscope.tck.Configured;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class FilesTest {
    private static final String ERIKA = "DE75 5121 0800 1245 1261 99;Erika Muster";
    private static final String JOSE = "FR1420041010050500013M02606;Jos\u00e9 \u0141uk, fils;AGRIFRPPXXX";

    @TempDir
    Path folder;

    private FilesProvider provider(Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(Map.of(
                "folder", folder.toString(), "debtor_name", "Muto GmbH", "debtor_iban", "DE75512108001245126199"));
        values.putAll(more);
        return new FilesProvider(
                Settings.of(Configured.of(FilesConfig.class, values)),
                Clock.fixed(Instant.parse("2026-11-30T23:30:00Z"), ZoneOffset.UTC));
    }

    private static PayoutRequest request(int number, String destination, long minor, String currency) {
        return new PayoutRequest("po" + "0".repeat(30) + number, "acct_" + number, destination, minor, currency);
    }

    private List<String> files(String below) throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve(below))) {
            return all.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static String code(PayoutOutcome outcome) {
        return assertInstanceOf(PayoutOutcome.Returned.class, outcome).code();
    }

    // Bad input

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing|Write IBAN;NAME",
                "DE75512108001245126199|Write IBAN;NAME",
                "DE75512108001245126198;Erika|check digits",
                "DE7551210800124512619;Erika|has 22 letters and digits, not 21",
                "QQ75512108001245126199;Erika|no IBANs of QQ",
                "DE75512108001245126199; |Latin letters",
                "DE75512108001245126199;\u5c71\u7530|Latin letters",
                "DE75512108001245126199;Erika;NOBIC|A BIC is",
                "DE75512108001245126199;Erika;DEUTDEFF;x|Write IBAN;NAME",
                "=1+1;Erika|An IBAN is",
            })
    void aDestinationThatIsNoneIsSaidToBe(String destination, String sentence) {
        PayoutProvider provider = provider(Map.of());
        assertTrue(provider.refused(destination).orElseThrow().contains(sentence), provider.refused(destination)::get);
        assertEquals(
                "invalid_destination",
                code(assertInstanceOf(
                        PayoutOutcome.Returned.class, sent(provider, request(1, destination, 100, "EUR")))));
    }

    private static PayoutOutcome sent(PayoutProvider provider, PayoutRequest request) {
        try {
            return provider.send(request);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCurrencyOfAnotherAccountIsNotPaid() throws IOException {
        PayoutProvider provider = provider(Map.of());
        assertEquals("currency_not_paid", code(sent(provider, request(1, ERIKA, 100, "USD"))));
        assertEquals("amount_not_paid", code(sent(provider, request(2, ERIKA, Long.MAX_VALUE, "EUR"))));
        assertEquals(List.of(), files("out"));
    }

    @Test
    void allProblemsOfAConfigurationAreSaidAtOnce() {
        String said = assertThrows(
                        IllegalArgumentException.class,
                        () -> provider(Map.of(
                                "folder",
                                "here",
                                "format",
                                "xml",
                                "debtor_iban",
                                "DE1",
                                "currencies",
                                new String[] {"EURO"},
                                "execution_days",
                                31,
                                "text",
                                "")))
                .getMessage();
        for (String part : List.of("folder", "format", "debtor.iban", "currencies", "execution.days", "text")) {
            assertTrue(said.contains(part), said);
        }
    }

    // Files

    @Test
    void aRunIsOneFileThatABankReads() throws Exception {
        PayoutProvider provider = provider(Map.of("currencies", new String[] {"EUR", "JPY", "BHD"}));
        Map<String, PayoutOutcome> said = provider.sendAll(
                "run-1",
                List.of(
                        request(1, ERIKA, 12_345, "EUR"),
                        request(2, JOSE, 1, "EUR"),
                        request(3, ERIKA, 500, "JPY"),
                        request(4, ERIKA, 1234, "BHD")));
        said.values().forEach(one -> assertEquals(new PayoutOutcome.Sent("run-1", false), one));
        assertEquals(List.of("run-1.xml"), files("out"));
        Document xml = document("run-1.xml");
        assertEquals("run-1", at(xml, "//GrpHdr/MsgId"));
        assertEquals("4", at(xml, "//GrpHdr/NbOfTxs"));
        assertEquals("624.694", at(xml, "//GrpHdr/CtrlSum"));
        assertEquals("3", at(xml, "count(//PmtInf)"));
        assertEquals("123.46", at(xml, "//PmtInf[CdtTrfTxInf/Amt/InstdAmt/@Ccy='EUR']/CtrlSum"));
        assertEquals("SEPA", at(xml, "//PmtInf[CdtTrfTxInf/Amt/InstdAmt/@Ccy='EUR']/PmtTpInf/SvcLvl/Cd"));
        assertEquals("500", at(xml, "//InstdAmt[@Ccy='JPY']"));
        assertEquals("1.234", at(xml, "//InstdAmt[@Ccy='BHD']"));
        assertEquals("2026-12-01", at(xml, "//PmtInf[1]/ReqdExctnDt/Dt"));
        assertEquals("Jose Luk, fils", at(xml, "//CdtTrfTxInf[CdtrAgt]/Cdtr/Nm"));
        assertEquals("po" + "0".repeat(30) + "1", at(xml, "//CdtTrfTxInf[.//InstdAmt='123.45']/PmtId/EndToEndId"));
    }

    private Document document(String name) throws Exception {
        return DocumentBuilderFactory.newInstance() // not aware of name spaces: paths stay readable
                .newDocumentBuilder()
                .parse(new InputSource(
                        new StringReader(Files.readString(folder.resolve("out").resolve(name)))));
    }

    private static String at(Document xml, String path) throws Exception {
        return XPathFactory.newInstance().newXPath().evaluate(path, xml);
    }

    @Test
    void elementsStandInTheOrderOfTheMessageDefinition() throws Exception {
        provider(Map.of("debtor_bic", "DEUTDEFF")).sendAll("run-1", List.of(request(1, JOSE, 5, "EUR")));
        String xml = Files.readString(folder.resolve("out/run-1.xml"));
        assertTrue(
                xml.startsWith(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Document xmlns=\"" + PainForm.NAMESPACE + "\">"),
                xml);
        StringBuilder names = new StringBuilder();
        java.util.regex.Matcher open =
                java.util.regex.Pattern.compile("<([A-Z][A-Za-z]+)").matcher(xml);
        while (open.find()) {
            names.append(open.group(1)).append(' ');
        }
        assertEquals(
                "Document CstmrCdtTrfInitn GrpHdr MsgId CreDtTm NbOfTxs CtrlSum InitgPty Nm "
                        + "PmtInf PmtInfId PmtMtd NbOfTxs CtrlSum PmtTpInf SvcLvl Cd ReqdExctnDt Dt Dbtr Nm DbtrAcct Id IBAN "
                        + "DbtrAgt FinInstnId BICFI ChrgBr CdtTrfTxInf PmtId EndToEndId Amt InstdAmt CdtrAgt FinInstnId BICFI "
                        + "Cdtr Nm CdtrAcct Id IBAN RmtInf Ustrd ",
                names.toString());
    }

    @Test
    void aTableHoldsNoFormula() throws Exception {
        FilesProvider provider = provider(Map.of("format", "csv"));
        provider.sendAll(
                "run-1", List.of(request(1, JOSE, 5, "EUR"), request(2, "DE75512108001245126199;-1+2", 7, "EUR")));
        String table = Files.readString(folder.resolve("out/run-1.csv"));
        assertTrue(
                table.contains(
                        ",FR1420041010050500013M02606,\"Jose Luk, fils\",AGRIFRPPXXX,0.05,EUR,Mutoscope payout\r\n"),
                table);
        assertTrue(table.contains(",'-1+2,,0.07,EUR"), table);
    }

    // The same key is the same payout

    @Test
    void aKeyIsPaidOnceInWhateverBatchItComes() throws Exception {
        FilesProvider provider = provider(Map.of());
        provider.sendAll("run-1", List.of(request(1, ERIKA, 5, "EUR")));
        Map<String, PayoutOutcome> again =
                provider.sendAll("run-1", List.of(request(1, ERIKA, 5, "EUR"), request(2, ERIKA, 6, "EUR")));
        assertEquals(List.of("run-1-2.xml", "run-1.xml"), files("out"));
        assertEquals(
                new PayoutOutcome.Sent("run-1", false),
                again.get(request(1, ERIKA, 5, "EUR").idempotencyKey()));
        assertEquals("1", at(document("run-1-2.xml"), "count(//CdtTrfTxInf)"));
        assertInstanceOf(PayoutOutcome.Unknown.class, provider.send(request(1, ERIKA, 6, "EUR")));
        assertEquals(2, files("out").size());
    }

    @Test
    void whatACrashLeftIsLaidOutAtTheNextStart() throws Exception {
        provider(Map.of()).sendAll("run-1", List.of(request(1, ERIKA, 5, "EUR")));
        String whole = Files.readString(folder.resolve("out/run-1.xml"));
        Files.delete(folder.resolve("out/run-1.xml")); // as if the machine stopped after the book
        Files.delete(folder.resolve("book/run-1.out"));
        Files.writeString(folder.resolve("book/.run-2.tsv.part"), "2026-11"); // and while another was written
        FilesProvider next = provider(Map.of());
        assertEquals(whole, Files.readString(folder.resolve("out/run-1.xml")));
        assertEquals(
                new PayoutOutcome.Sent("run-1", false),
                next.lookup(request(1, ERIKA, 5, "EUR").idempotencyKey()));
        assertEquals(PayoutProvider.NOT_FOUND, code(next.lookup("po2")));
    }

    @Test
    void aFileThatTheOperatorTookIsNotLaidOutAgain() throws Exception {
        provider(Map.of()).sendAll("run-1", List.of(request(1, ERIKA, 5, "EUR")));
        Files.delete(folder.resolve("out/run-1.xml"));
        provider(Map.of()).send(request(1, ERIKA, 5, "EUR"));
        assertEquals(List.of(), files("out"));
    }

    // The bank's word

    @Test
    void theBanksWordIsReadFromAFile() throws Exception {
        FilesProvider provider = provider(Map.of());
        String key = request(1, ERIKA, 5, "EUR").idempotencyKey();
        provider.send(request(1, ERIKA, 5, "EUR"));
        Path said = folder.resolve("outcomes/2026-12-01.csv");
        Files.writeString(said, "# from the bank\nrubbish\n" + key + ",perhaps\n\n" + key + "0,paid\n");
        assertFalse(
                assertInstanceOf(PayoutOutcome.Sent.class, provider.lookup(key)).arrived());
        Files.writeString(said, key + ",paid\n");
        assertEquals(new PayoutOutcome.Sent("2026-12-01.csv", true), provider.lookup(key));
        Files.writeString(folder.resolve("outcomes/2026-12-20.csv"), key + ",returned,Account closed\n");
        assertEquals(new PayoutOutcome.Returned("returned_by_bank", "Account closed"), provider.lookup(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "a key with blanks and \u00e9", "0123456789012345678901234567890123456789"})
    void aKeyThatNoBankTakesHasAnEndOfItsOwn(String key) {
        assertTrue(FilesProvider.end(key).matches("[0-9a-f]{32}"));
    }
}
