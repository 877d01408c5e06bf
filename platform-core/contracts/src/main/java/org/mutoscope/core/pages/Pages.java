package org.mutoscope.core.pages;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The files of the web studio, as they are sent to anybody who asks: nothing in them is secret. Safe for use by several threads. */
@ProviderType
public interface Pages {
    /**
     * A file.
     *
     * @param name as a client sent it, without a folder; empty for the first page. Any text may come here
     * @return empty if there is none of exactly that name
     */
    Optional<Page> find(String name);

    /** A file that does not change while its bundle is installed. Safe for use by several threads. */
    interface Page {
        /** Media type, with the character set where it is text. */
        String type();

        /** Names this content: 32 hexadecimal digits; another content has another. */
        String tag();

        /**
         * The content, not to be changed.
         *
         * @param packed whether it is wanted in the form of gzip
         */
        byte[] content(boolean packed);
    }
}
