package org.mutoscope.credits;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys of {@code org.mutoscope.credits.quota}. */
@ObjectClassDefinition(name = "Quota", description = "How the free allowance follows the capacity, and who shares one.")
@interface QuotaConfig {
    @AttributeDefinition(
            name = "Follow capacity",
            description = "false: the free lot always has the size of free.generations.per.day.")
    boolean follow_capacity() default true;

    @AttributeDefinition(
            name = "Floor",
            description = "Standard clips a day that are never taken away.",
            min = "0",
            max = "100000")
    int floor() default 3;

    @AttributeDefinition(
            name = "Target wait, seconds",
            description = "What nine of ten free clips should at most wait for a backend.",
            min = "1",
            max = "86400")
    int target_wait_seconds() default 120;

    @AttributeDefinition(
            name = "Reserve, percent",
            description = "Part of the capacity that is promised to nobody.",
            min = "0",
            max = "90")
    int reserve_percent() default 15;

    @AttributeDefinition(
            name = "Spare backend",
            description =
                    "true: of several backends the slots of the largest are promised to nobody, so that free clips need not wait when it fails.")
    boolean spare_backend() default true;

    @AttributeDefinition(
            name = "Tick, seconds",
            description = "How often the numbers are looked at.",
            min = "1",
            max = "3600")
    int tick_seconds() default 300;

    @AttributeDefinition(
            name = "Settle, seconds",
            description = "Shortest time between two changes.",
            min = "0",
            max = "86400")
    int settle_seconds() default 900;

    @AttributeDefinition(
            name = "Stale, minutes",
            description = "After so long without numbers the quota falls to the floor.",
            min = "1",
            max = "1440")
    int stale_minutes() default 30;

    @AttributeDefinition(
            name = "Clip, seconds",
            description = "What the standard clip is taken to occupy a backend until clips have been measured.",
            min = "1",
            max = "3600")
    int clip_seconds() default 20;

    @AttributeDefinition(
            name = "Demand, least percent",
            description = "Lowest factor on prices when backends are idle.",
            min = "80",
            max = "100")
    int demand_least_percent() default 100;

    @AttributeDefinition(
            name = "Demand, most percent",
            description = "Highest factor on prices when free clips wait too long.",
            min = "100",
            max = "150")
    int demand_most_percent() default 100;

    @AttributeDefinition(
            name = "Age ramp",
            description = "Standard clips a day by age of the account, as day:clips, separated by commas.",
            required = false)
    String[] age_ramp() default {};

    @AttributeDefinition(
            name = "Daily lots per network",
            description = "Daily lots that the accounts of one network may have at a time; 0 for no bound.",
            min = "0",
            max = "1000000")
    int network_lots() default 0;

    @AttributeDefinition(
            name = "Daily lots per device",
            description =
                    "Daily lots that the accounts of one device may have at a time; 0: the header x-mutoscope-device is not read.",
            min = "0",
            max = "1000000")
    int device_lots() default 0;

    @AttributeDefinition(
            name = "Day",
            description =
                    "rolling: a free lot ends free.lot.hours after it was opened. midnight: at the account's midnight.")
    String day() default "rolling";
}
