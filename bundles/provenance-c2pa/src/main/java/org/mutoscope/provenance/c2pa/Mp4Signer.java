package org.mutoscope.provenance.c2pa;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;

/**
 * Signs an MP4 file. The size of a manifest depends on the lengths of its values only, so it is built once with an empty digest to learn
 * where everything will stand, and a second time when the file's digest is known. Immutable, safe for several files at once.
 *
 * @param credential what is signed with
 * @param stamping who gives the time-stamp, or null for none: then the manifest ends with the certificate
 * @param version of this program
 */
record Mp4Signer(Credential credential, Cose.Stamping stamping, String version) {
    /**
     * Writes a signed copy, whole and forced to disk.
     *
     * @param from the file; a manifest store in it is dropped
     * @param to file to write, which must not exist
     * @param manifest what to say
     * @return the store that was written
     * @throws IOException if a file cannot be read or written, or the time-stamp cannot be had
     * @throws GeneralSecurityException if the key does not sign
     */
    byte[] sign(Path from, Path to, Manifest manifest)
            throws IOException, GeneralSecurityException, InterruptedException {
        int signature = Cose.reserve(credential, stamping);
        Superbox empty = binding(new byte[32]);
        byte[] draft = manifest.store(empty, manifest.claim(empty, version), new byte[signature]);
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(
                        to, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long at = Mp4Writer.copy(in, out, Mp4File.box(draft));
            Superbox binding = binding(BmffHash.of(out));
            byte[] claim = manifest.claim(binding, version);
            byte[] store = manifest.store(binding, claim, Cose.sign(credential, stamping, claim, signature));
            if (store.length != draft.length) {
                throw new IllegalStateException("the manifest grew from " + draft.length + " to " + store.length);
            }
            write(out, at + Mp4File.C2PA_HEADER, store);
            out.force(true);
            return store;
        }
    }

    private static Superbox binding(byte[] sha256) {
        return Manifest.cbor(BmffHash.LABEL, BmffHash.assertion(sha256));
    }

    private static void write(FileChannel out, long at, byte[] bytes) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            out.write(in, at + in.position());
        }
    }
}
