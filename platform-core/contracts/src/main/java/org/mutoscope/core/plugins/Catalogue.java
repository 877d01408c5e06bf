package org.mutoscope.core.plugins;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The plugins that could be installed, as the operator's indexes list them (OSGi Repository Service, chapter 132: files or addresses). Nothing is installed by
 * looking. Safe for use by several threads.
 */
@ProviderType
public interface Catalogue {
    /**
     * Looks through all indexes, reading them anew.
     *
     * @param words all must occur in name or description, whatever their case; empty for everything
     * @throws org.mutoscope.core.problem.Problem {@code catalogue_unreadable} if no index is configured, or none can be read
     */
    Found search(String words);

    /**
     * Fetches a jar and compares its digest with the index.
     *
     * @param verb INSTALL or UPGRADE
     * @param nameAndVersion symbolic name, or {@code name@version}; without version the newest that fits this platform
     * @return what to hand to {@link Plugins}; whoever asked closes its content
     * @throws org.mutoscope.core.problem.Problem {@code catalogue_unreadable}, {@code not_in_catalogue}, {@code catalogue_jar_wrong}
     */
    Plugins.Change change(Plugins.Verb verb, String nameAndVersion, Plugins.Manner manner);

    /**
     * What was found.
     *
     * @param items by name, newest version first within a name
     * @param remarks about indexes that could not be read, or were read as they were kept, and about what they list wrongly
     */
    record Found(List<Item> items, List<String> remarks) {
        /** Copies the lists. */
        public Found {
            items = List.copyOf(items);
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * A plugin in an index.
     *
     * @param name symbolic name
     * @param description at most 300 characters; empty if there is none
     * @param bytes size of its jar; 0 if the index does not say
     * @param sha256 digest of its jar, in hexadecimal digits
     * @param fits whether this platform has the API and the Java that it needs
     * @param sentence that it fits, or what it needs and what is here
     * @param here versions of that name that are here
     */
    record Item(
            String name,
            String version,
            String description,
            long bytes,
            String sha256,
            boolean fits,
            String sentence,
            List<String> here) {
        /** Copies the list. */
        public Item {
            here = List.copyOf(here);
        }
    }
}
