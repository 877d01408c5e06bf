package org.mutoscope.api.assets;

/**
 * A file in a store.
 *
 * @param key its name in the store
 * @param bytes its size
 * @param sha256 its digest, 64 hexadecimal digits in lower case
 */
public record StoredAsset(String key, long bytes, String sha256) {}
