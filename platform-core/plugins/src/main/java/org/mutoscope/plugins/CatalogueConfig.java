package org.mutoscope.plugins;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where plugins can be found. */
@ObjectClassDefinition(name = "Plugin catalogue")
public @interface CatalogueConfig {
    /** Indexes: files or addresses. */
    @AttributeDefinition(
            name = "Indexes",
            description = "paths, file:, https: or http: addresses of index.xml or index.xml.gz")
    String[] indexes() default {};

    /** How long fetching an index or a jar may take. */
    @AttributeDefinition(name = "Fetching", description = "seconds, 1 to 3600", min = "1", max = "3600")
    int fetch_seconds() default 120;

    /** Largest jar. */
    @AttributeDefinition(name = "Largest jar", description = "bytes, 1024 or more", min = "1024")
    long max_bytes() default 536_870_912L;
}
