/**
 * Units of work on H2 or PostgreSQL: schema, connections, dialect and what durable means.
 *
 * <p>No mapping library: the bundles that own tables write their SQL against {@code Transaction}, which is five methods over JDBC. A library between the two
 * would have to be told about the statement cache, the savepoints and the faults anyway, and it costs time on every one of some 6,000 statements a second.
 */
package org.mutoscope.storage.jdbc;
