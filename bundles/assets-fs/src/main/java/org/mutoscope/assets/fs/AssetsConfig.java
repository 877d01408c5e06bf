package org.mutoscope.assets.fs;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator may set. The shipped file conf/org.mutoscope.assets.fs.cfg says the same. */
@ObjectClassDefinition(
        id = AssetsConfig.PID,
        name = "Mutoscope assets (files)",
        description = "Where finished clips are kept.")
@interface AssetsConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.assets.fs";

    @AttributeDefinition(
            name = "Folder",
            description = "Where the files are; a path that is not absolute starts in the data folder."
                    + " Used by one platform only.")
    String directory() default "assets";

    @AttributeDefinition(
            name = "Reserve",
            description = "Megabytes (1,000,000 bytes) of the disk that are never filled with assets.",
            min = "0",
            max = "100000000")
    int reserve_megabytes() default 500;
}
