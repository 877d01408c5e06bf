package org.mutoscope.provenance.c2pa;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator may set, PID {@value #PID}. A change takes effect with the next clip. */
@ObjectClassDefinition(
        id = C2paConfig.PID,
        name = "Mutoscope Content Credentials",
        description = "How clips are signed (C2PA).")
@interface C2paConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.provenance.c2pa";

    @AttributeDefinition(
            name = "Provider",
            description =
                    "Name of the installation or of who runs it: said in every clip, and on certificates that are made from then on.")
    String provider() default "Mutoscope";

    @AttributeDefinition(
            name = "Folder",
            description =
                    "Where the installation's own keys are; a path that is not absolute starts in the data folder.")
    String directory() default "provenance";

    @AttributeDefinition(
            name = "Signer",
            description =
                    "PKCS#12 file with the key and certificate to sign with; empty: the installation's own authority.")
    String signer_file() default "";

    @AttributeDefinition(name = "Signer's password", description = "Of that file.", type = AttributeType.PASSWORD)
    String signer_password() default "";

    @AttributeDefinition(
            name = "Time-stamps",
            description = "Address (http or https) of a time-stamping authority by RFC 3161; empty: the built-in one.")
    String timestamp_url() default "";

    @AttributeDefinition(
            name = "Training",
            description = "What the clip says about use of it for training of models: allowed or notAllowed.")
    String training() default "notAllowed";
}
