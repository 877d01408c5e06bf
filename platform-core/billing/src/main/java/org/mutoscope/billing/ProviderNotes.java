package org.mutoscope.billing;

import java.util.Optional;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.UnitOfWork;

/** What billing providers remember, each for itself. */
record ProviderNotes(UnitOfWork storage) {
    private static final String UPDATE = "update provider_note set note = ? where provider = ? and note_key = ?";

    Optional<String> read(String provider, String key) {
        return storage.read(tx -> tx.first(
                "select note from provider_note where provider = ? and note_key = ?",
                row -> row.text("note"),
                provider,
                key));
    }

    void write(String provider, String key, String value) {
        if (key.isEmpty() || key.length() > 128 || value.length() > 65_536 || !Texts.storable(key + value)) {
            throw new IllegalArgumentException("a note has a key of 1 to 128 characters and a value of at most 65,536");
        }
        storage.write(tx -> {
            if (tx.update(UPDATE, value, provider, key) == 0) {
                try {
                    tx.update(
                            "insert into provider_note (provider, note_key, note) values (?, ?, ?)",
                            provider,
                            key,
                            value);
                } catch (DuplicateKey e) {
                    tx.update(UPDATE, value, provider, key);
                }
            }
            return key;
        });
    }
}
