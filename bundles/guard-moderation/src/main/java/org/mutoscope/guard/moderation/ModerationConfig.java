package org.mutoscope.guard.moderation;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of one service that is asked about prompts, factory PID {@value #PID}. */
@ObjectClassDefinition(name = "Moderation service", description = "Asks a service whether a prompt may run.")
public @interface ModerationConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.guard.moderation";

    /** Where it is. */
    @AttributeDefinition(
            description = "Whole address that is asked, for example https://api.openai.com/v1/moderations or"
                    + " http://127.0.0.1:8000/v1/chat/completions.")
    String url() default "";

    /** Who we are. */
    @AttributeDefinition(type = AttributeType.PASSWORD, description = "Key, as ${file:/path}; empty for none.")
    String key() default "";

    /** Who answers. */
    @AttributeDefinition(description = "The model's name at the service; empty for its own choice.")
    String model() default "";

    /** How it answers. */
    @AttributeDefinition(
            description =
                    "moderations: as OpenAI's endpoint of this name. safe-unsafe: a chat model that says safe, or unsafe and"
                            + " codes, as Llama Guard. yes-no: a chat model that says Yes where a rule is broken, as ShieldGemma.",
            options = {@Option("moderations"), @Option("safe-unsafe"), @Option("yes-no")})
    String answers() default "moderations";

    /** What a person looks at. */
    @AttributeDefinition(
            description = "Categories that want a person to look, in place of a block, separated by commas.")
    String[] review() default {};

    /** What does not matter. */
    @AttributeDefinition(description = "Categories that do not matter here, separated by commas.")
    String[] ignore() default {};

    /** Patience with one answer. */
    @AttributeDefinition(
            description = "Most milliseconds to wait for one answer, 100 to 4500; then the prompt is blocked.",
            min = "100",
            max = "4500")
    int request_milliseconds() default 4000;
}
