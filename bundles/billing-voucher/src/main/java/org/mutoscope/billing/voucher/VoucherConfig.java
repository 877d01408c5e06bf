package org.mutoscope.billing.voucher;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration, PID {@value #PID}. The file in {@code conf/} explains every key to operators. */
@ObjectClassDefinition(name = "Vouchers", description = "Codes that the operator makes.")
public @interface VoucherConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.billing.voucher";

    /** Seals codes. */
    @AttributeDefinition(
            type = AttributeType.PASSWORD,
            description = "Seals codes, 32 characters or more, as ${file:/path}; empty: no vouchers.")
    String secret() default "";

    /** Sealed codes before. */
    @AttributeDefinition(
            type = AttributeType.PASSWORD,
            description = "The secret before the present one; its codes are still good.")
    String secret_previous() default "";

    /** Kinds of vouchers. */
    @AttributeDefinition(
            description =
                    "Kinds of vouchers, as PRODUCT for a gift or PRODUCT:PRICE:CURRENCY for one that is sold, price in minor units.",
            required = false)
    String[] products() default {};

    /** What was taken back. */
    @AttributeDefinition(
            description = "Vouchers that were taken back, as PRODUCT-NUMBER-YYYYMMDD: the code without its seal.",
            required = false)
    String[] revoked() default {};
}
