/**
 * Durable state: units of work on the one database. Bundles that own tables bring their statements; the storage bundle owns the schema, the connections, the dialects and what durable means.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package org.mutoscope.core.storage;
