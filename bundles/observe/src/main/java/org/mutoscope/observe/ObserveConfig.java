package org.mutoscope.observe;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings, PID {@value #PID}. A change takes effect at once. */
@ObjectClassDefinition(name = "Traces of jobs")
public @interface ObserveConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.observe";

    /** Where traces go. */
    @AttributeDefinition(
            name = "Collector",
            description = "address that takes OTLP over HTTP, usually http://HOST:4318/v1/traces; empty: no traces")
    String traces_endpoint() default "";

    /** What the collector wants to see. */
    @AttributeDefinition(
            name = "Headers",
            description = "sent with each request, NAME: VALUE, separated by commas; use a reference for a secret",
            type = AttributeType.PASSWORD)
    String[] traces_headers() default {};

    /** How many jobs. */
    @AttributeDefinition(
            name = "Percent",
            description = "of the jobs that are traced, 0 to 100; which ones follows from the trace's id",
            min = "0",
            max = "100")
    int traces_percent() default 100;

    /** Who tells. */
    @AttributeDefinition(name = "Service", description = "service.name in the traces, to tell installations apart")
    String traces_service() default "mutoscope";
}
