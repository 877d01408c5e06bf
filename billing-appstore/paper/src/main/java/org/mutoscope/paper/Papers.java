package org.mutoscope.paper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The files a paper App Store leaves for those who want to trust it in a test. */
public final class Papers {
    /** Its root certificate. */
    public static final String ROOT = "paper-root.pem";
    /** The key for its API. */
    public static final String KEY = "paper-api-key.p8";
    /** Where it answers. */
    public static final String URL = "paper-url.txt";
    /** A configuration of the App Store bundle that trusts it. */
    public static final String CONFIGURATION = "org.mutoscope.billing.appstore.cfg";

    private Papers() {}

    /** Writes all of them, the address last. */
    public static void write(PaperStore store, Shop.App app, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(ROOT), store.chain().rootPem());
        Path key = folder.resolve(KEY);
        Files.deleteIfExists(key);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(key, store.credentials().keyPem());
        Files.writeString(folder.resolve(CONFIGURATION), String.join("\n", configuration(store, app, folder)) + "\n");
        Files.writeString(folder.resolve(URL), store.url() + "\n");
    }

    private static List<String> configuration(PaperStore store, Shop.App app, Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return List.of(
                "# For tests and the demo. trust=paper-money makes purchases of this paper App Store spendable credits:",
                "# whoever can reach it can make them. With trust=paper and environments=sandbox they are play credits.",
                "trust=paper-money",
                "paper.root=" + absolute.resolve(ROOT),
                "paper.server=" + store.url(),
                "bundle.id=" + app.bundleId(),
                "app.apple.id=" + app.appleId(),
                "issuer.id=" + store.credentials().issuerId(),
                "key.id=" + store.credentials().keyId(),
                "key=${file:" + absolute.resolve(KEY) + "}");
    }
}
