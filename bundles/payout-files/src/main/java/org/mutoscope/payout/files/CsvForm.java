package org.mutoscope.payout.files;

/** A batch as a table, RFC 4180. No field begins with what a spreadsheet would take for a formula. */
final class CsvForm {
    private CsvForm() {}

    static String of(Batch batch, Settings settings) {
        StringBuilder text = new StringBuilder("end_to_end_id,iban,name,bic,amount,currency,text\r\n");
        for (Batch.Line line : batch.lines()) {
            Payee payee = Payee.of(line.destination());
            text.append(String.join(
                            ",",
                            line.end(),
                            payee.iban(),
                            field(payee.name()),
                            payee.bic(),
                            line.amount().toPlainString(),
                            line.currency(),
                            field(settings.text())))
                    .append("\r\n");
        }
        return text.toString();
    }

    private static String field(String value) {
        String harmless = value.matches("[=+@-].*") ? "'" + value : value;
        return harmless.contains(",") ? '"' + harmless + '"' : harmless;
    }
}
