package org.mutoscope.identity;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the audit. */
@ObjectClassDefinition(id = "org.mutoscope.identity.audit", name = "Audit")
public @interface AuditConfig {
    /** Days that lines are kept; 0 for ever. */
    @AttributeDefinition(name = "Keep lines, days", min = "0")
    int keep_days() default 1_825;
}
