package org.mutoscope.backend.remote;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one image model, factory PID {@value #PID}. docs/operate/remote-creation.md explains every key. */
@ObjectClassDefinition(name = "Image model", description = "Draws first frames by an OpenAI-style images API.")
public @interface ImagesConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.backend.remote.images";

    /** Where it is. */
    @AttributeDefinition(description = "Address of the API, with /v1.")
    String base() default "";

    /** Who we are. */
    @AttributeDefinition(type = AttributeType.PASSWORD, description = "Key, as ${file:/path}; empty for none.")
    String key() default "";

    /** What draws. */
    @AttributeDefinition(description = "The model's name at the service.")
    String model() default "";

    /** What it draws. */
    @AttributeDefinition(description = "Sizes it draws, WxH; empty: any.")
    String[] sizes() default {};

    /** How the picture comes. */
    @AttributeDefinition(description = "response_format to ask for: b64_json, url, or empty where it is not known.")
    String response_format() default "";

    /** Where pictures may be. */
    @AttributeDefinition(description = "Further hosts from which pictures may be fetched.")
    String[] hosts() default {};

    /** Price of one. */
    @AttributeDefinition(description = "Price of a picture, micros of US dollars.", min = "0")
    long price_micros() default 0;

    /** Patience with one answer. */
    @AttributeDefinition(description = "Most seconds to wait for one answer, 1 to 600.", min = "1", max = "600")
    int request_seconds() default 180;
}
