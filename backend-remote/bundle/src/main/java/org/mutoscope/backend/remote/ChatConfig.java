package org.mutoscope.backend.remote;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one chat model, factory PID {@value #PID}. docs/operate/remote-creation.md explains every key. */
@ObjectClassDefinition(
        name = "Chat model",
        description = "Writes storyboards and advises on prompts by an OpenAI-style chat API.")
public @interface ChatConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.backend.remote.chat";

    /** Where it is. */
    @AttributeDefinition(description = "Address of the API, with /v1.")
    String base() default "";

    /** Who we are. */
    @AttributeDefinition(type = AttributeType.PASSWORD, description = "Key, as ${file:/path}; empty for none.")
    String key() default "";

    /** Who writes. */
    @AttributeDefinition(description = "The model's name at the service.")
    String model() default "";

    /** Price of what it reads. */
    @AttributeDefinition(description = "Price of a million tokens in, micros of US dollars.", min = "0")
    long price_input_micros() default 0;

    /** Price of what it writes. */
    @AttributeDefinition(description = "Price of a million tokens out, micros of US dollars.", min = "0")
    long price_output_micros() default 0;

    /** Patience with one answer. */
    @AttributeDefinition(description = "Most seconds to wait for one answer, 1 to 600.", min = "1", max = "600")
    int request_seconds() default 120;
}
