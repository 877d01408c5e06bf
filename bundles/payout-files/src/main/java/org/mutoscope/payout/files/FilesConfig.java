package org.mutoscope.payout.files;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration, PID {@value #PID}. The file in {@code conf/} explains every key to operators. */
@ObjectClassDefinition(name = "Payout files", description = "Payouts as files that the operator hands to a bank.")
public @interface FilesConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.payout.files";

    /** Where the files go. */
    @AttributeDefinition(description = "Folder of the files, absolute; empty: no payouts by file.")
    String folder() default "";

    /** How they are written. */
    @AttributeDefinition(description = "pain.001 (ISO 20022 pain.001.001.09) or csv.")
    String format() default "pain.001";

    /** Who pays. */
    @AttributeDefinition(description = "Name of the account that pays, as the bank has it.")
    String debtor_name() default "";

    /** From which account. */
    @AttributeDefinition(description = "IBAN of the account that pays.")
    String debtor_iban() default "";

    /** At which bank. */
    @AttributeDefinition(description = "BIC of its bank; empty: the bank knows it.")
    String debtor_bic() default "";

    /** In which currencies. */
    @AttributeDefinition(description = "Currencies of the account, ISO 4217.")
    String[] currencies() default {"EUR"};

    /** When the bank is to pay. */
    @AttributeDefinition(description = "Days from the file to the payment, 0 to 30.", min = "0", max = "30")
    int execution_days() default 1;

    /** What the holder reads. */
    @AttributeDefinition(description = "Text on the holder's bank statement, up to 100 plain characters.")
    String text() default "Mutoscope payout";
}
