package org.mutoscope.rest;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the listeners beside the first one, which {@code mutoscope up --host --port} opens. */
@ObjectClassDefinition(id = "org.mutoscope.rest.listeners", name = "Listeners")
public @interface ListenersConfig {
    /** Port of the listener with TLS; 0 for none. */
    @AttributeDefinition(name = "TLS port", min = "0", max = "65535")
    int tls_port() default 0;

    /** Address that the listener with TLS listens on. */
    @AttributeDefinition(name = "TLS address")
    String tls_host() default "0.0.0.0";

    /** File with the certificate and its chain: PEM, or PKCS#12 with the key in it. */
    @AttributeDefinition(name = "Certificate", required = false)
    String tls_certificate() default "";

    /** File with the private key in PEM (PKCS#8); empty if it is in the file of the certificate. */
    @AttributeDefinition(name = "Private key", required = false)
    String tls_key() default "";

    /** Password of the PKCS#12 file or of an encrypted key. */
    @AttributeDefinition(name = "Password", required = false)
    String tls_password() default "";

    /** Seconds between two looks whether the files have changed. */
    @AttributeDefinition(name = "Look at the files every, seconds", min = "1", max = "86400")
    int tls_look_seconds() default 10;

    /** Port of a listener for administration; 0 for none. With one, the other listeners answer 404 to administration and metrics. */
    @AttributeDefinition(name = "Administration port", min = "0", max = "65535")
    int admin_port() default 0;

    /** Address that the listener for administration listens on. */
    @AttributeDefinition(name = "Administration address")
    String admin_host() default "127.0.0.1";

    /** Whether the listener for administration speaks TLS, with the same certificate. */
    @AttributeDefinition(name = "Administration over TLS")
    boolean admin_tls() default false;
}
