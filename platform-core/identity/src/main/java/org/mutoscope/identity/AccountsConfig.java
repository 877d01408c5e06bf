package org.mutoscope.identity;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of accounts. */
@ObjectClassDefinition(id = "org.mutoscope.identity.accounts", name = "Accounts")
public @interface AccountsConfig {
    /** Days for which a request to delete an account can be taken back. */
    @AttributeDefinition(name = "Deletion can be taken back for, days", min = "0", max = "365")
    int grace_days() default 14;
}
