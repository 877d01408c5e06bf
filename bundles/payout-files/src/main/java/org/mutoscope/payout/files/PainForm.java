package org.mutoscope.payout.files;

import java.io.StringWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A batch as a customer credit transfer initiation, ISO 20022 pain.001.001.09: one payment information block for each currency. Element
 * order and lengths are those of the message definition; euros carry the service level of the SEPA rulebook.
 */
final class PainForm {
    static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

    private final XMLStreamWriter xml;
    private final Settings settings;

    private PainForm(XMLStreamWriter xml, Settings settings) {
        this.xml = xml;
        this.settings = settings;
    }

    static String of(Batch batch, Settings settings) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            new PainForm(xml, settings).write(batch);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // into memory, all of it plain text
        }
        return text.append('\n').toString();
    }

    private void write(Batch batch) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.setDefaultNamespace(NAMESPACE);
        xml.writeStartElement(NAMESPACE, "Document");
        xml.writeDefaultNamespace(NAMESPACE);
        open("CstmrCdtTrfInitn");
        open("GrpHdr");
        say("MsgId", batch.name());
        say("CreDtTm", DateTimeFormatter.ISO_INSTANT.format(batch.at().truncatedTo(ChronoUnit.SECONDS)));
        sums(batch.lines());
        open("InitgPty");
        say("Nm", settings.debtor().name());
        close(2);
        int block = 0;
        for (String currency : batch.currencies()) {
            block(batch, currency, ++block);
        }
        close(2);
        xml.writeEndDocument();
    }

    private void sums(List<Batch.Line> lines) throws XMLStreamException {
        say("NbOfTxs", Integer.toString(lines.size()));
        say("CtrlSum", Batch.sum(lines).toPlainString());
    }

    private void block(Batch batch, String currency, int number) throws XMLStreamException {
        open("PmtInf");
        say("PmtInfId", batch.name().substring(0, Math.min(31, batch.name().length())) + "-" + number);
        say("PmtMtd", "TRF");
        sums(batch.in(currency));
        if (currency.equals("EUR")) {
            open("PmtTpInf");
            open("SvcLvl");
            say("Cd", "SEPA");
            close(2);
        }
        open("ReqdExctnDt");
        say(
                "Dt",
                LocalDate.ofInstant(batch.at(), ZoneOffset.UTC)
                        .plusDays(settings.days())
                        .toString());
        close(1);
        debtor(currency);
        for (Batch.Line line : batch.in(currency)) {
            transfer(line);
        }
        close(1);
    }

    private void debtor(String currency) throws XMLStreamException {
        Payee debtor = settings.debtor();
        open("Dbtr");
        say("Nm", debtor.name());
        close(1);
        account("DbtrAcct", debtor.iban());
        open("DbtrAgt");
        open("FinInstnId");
        if (debtor.bic().isEmpty()) {
            open("Othr");
            say("Id", "NOTPROVIDED");
            close(1);
        } else {
            say("BICFI", debtor.bic());
        }
        close(2);
        say("ChrgBr", currency.equals("EUR") ? "SLEV" : "SHAR");
    }

    private void transfer(Batch.Line line) throws XMLStreamException {
        Payee payee = Payee.of(line.destination());
        open("CdtTrfTxInf");
        open("PmtId");
        say("EndToEndId", line.end());
        close(1);
        open("Amt");
        xml.writeStartElement(NAMESPACE, "InstdAmt");
        xml.writeAttribute("Ccy", line.currency());
        xml.writeCharacters(line.amount().toPlainString());
        close(2);
        if (!payee.bic().isEmpty()) {
            open("CdtrAgt");
            open("FinInstnId");
            say("BICFI", payee.bic());
            close(2);
        }
        open("Cdtr");
        say("Nm", payee.name());
        close(1);
        account("CdtrAcct", payee.iban());
        open("RmtInf");
        say("Ustrd", settings.text() + " " + line.end());
        close(2);
    }

    private void account(String name, String iban) throws XMLStreamException {
        open(name);
        open("Id");
        say("IBAN", iban);
        close(2);
    }

    private void open(String name) throws XMLStreamException {
        xml.writeStartElement(NAMESPACE, name);
    }

    private void say(String name, String text) throws XMLStreamException {
        open(name);
        xml.writeCharacters(text);
        close(1);
    }

    private void close(int levels) throws XMLStreamException {
        for (int i = 0; i < levels; i++) {
            xml.writeEndElement();
        }
    }
}
