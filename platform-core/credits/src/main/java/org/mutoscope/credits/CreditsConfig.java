package org.mutoscope.credits;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys of {@code org.mutoscope.credits}. */
@ObjectClassDefinition(name = "Credits", description = "The free allowance, prices and the upkeep of the ledger.")
@interface CreditsConfig {
    @AttributeDefinition(
            name = "Free generations per day",
            description = "Standard clips that the free lot of an account is worth; 0 turns the free allowance off.",
            min = "0",
            max = "100000")
    int free_generations_per_day() default 30;

    @AttributeDefinition(
            name = "Free lot, hours",
            description = "How long a free lot stays open after the hold that opened it.",
            min = "1",
            max = "8784")
    int free_lot_hours() default 24;

    @AttributeDefinition(
            name = "Standard clip, credits",
            description = "Price of a clip of 4 seconds at up to 720x1280 by a model that prices does not name.",
            min = "1",
            max = "1000000")
    int clip_credits() default 10;

    @AttributeDefinition(
            name = "Prices",
            description = "Price of the standard clip by model, as model:credits.",
            required = false)
    String[] prices() default {};

    @AttributeDefinition(
            name = "Audio, factor",
            description = "Factor on the price of clips that are asked for with sound, as a fraction: 5/4.")
    String audio_factor() default "1/1";

    @AttributeDefinition(
            name = "Quote, minutes",
            description = "How long a quoted price stands.",
            min = "1",
            max = "1440")
    int quote_minutes() default 10;

    @AttributeDefinition(
            name = "Expiry sweep, seconds",
            description = "How often lots whose time is over are booked as expired. They cannot be spent in between.",
            min = "1",
            max = "86400")
    int expiry_sweep_seconds() default 60;
}
