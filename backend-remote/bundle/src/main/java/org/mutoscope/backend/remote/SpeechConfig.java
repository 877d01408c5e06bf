package org.mutoscope.backend.remote;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one voice service, factory PID {@value #PID}. docs/operate/remote-speech.md explains every key. */
@ObjectClassDefinition(name = "Voice service", description = "Speaks narration by an OpenAI-style speech API.")
public @interface SpeechConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.backend.remote.speech";

    /** Where it is. */
    @AttributeDefinition(description = "Address of the API, with /v1.")
    String base() default "";

    /** Who we are. */
    @AttributeDefinition(type = AttributeType.PASSWORD, description = "Key, as ${file:/path}; empty for none.")
    String key() default "";

    /** What speaks. */
    @AttributeDefinition(description = "The model's name at the service.")
    String model() default "";

    /** Who speaks. */
    @AttributeDefinition(description = "LANGUAGE:VOICE for each language, * for all others.")
    String[] voices() default {};

    /** How it comes. */
    @AttributeDefinition(description = "response_format to ask for: wav or pcm.")
    String response_format() default "wav";

    /** What raw samples are. */
    @AttributeDefinition(
            description = "Samples a second of pcm, 16 bit, one channel, 8000 to 192000.",
            min = "8000",
            max = "192000")
    int pcm_rate() default 24000;

    /** How it is to sound. */
    @AttributeDefinition(description = "instructions to send; empty for none.")
    String instructions() default "";

    /** Who comes first. */
    @AttributeDefinition(
            description = "Of several voices the one with the highest rank speaks; the offline voice has -100.")
    int rank() default 0;

    /** Calls at once. */
    @AttributeDefinition(description = "Texts that are spoken at once, 1 to 64.", min = "1", max = "64")
    int slots() default 4;

    /** How much a day. */
    @AttributeDefinition(
            description = "Most characters in a day of UTC, 0 for no limit; a restart begins anew.",
            min = "0")
    long day_characters() default 0;

    /** Price of what it speaks. */
    @AttributeDefinition(description = "Price of a million characters, micros of US dollars.", min = "0")
    long price_micros() default 0;

    /** Patience with one answer. */
    @AttributeDefinition(description = "Most seconds to wait for one answer, 1 to 600.", min = "1", max = "600")
    int request_seconds() default 120;
}
