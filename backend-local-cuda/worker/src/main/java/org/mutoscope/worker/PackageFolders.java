package org.mutoscope.worker;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What in a model folder is a package. */
final class PackageFolders {
    private PackageFolders() {}

    /** Packages of a folder, by their names; none if there is no such folder. */
    static List<Path> in(Path root) throws IOException {
        List<Path> folders = new ArrayList<>();
        if (Files.isDirectory(root)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, PackageFolders::isPackage)) {
                entries.forEach(folders::add);
            }
        }
        folders.sort(null);
        return folders;
    }

    /** Hidden folders are left alone: package managers and editors keep unfinished things there. */
    private static boolean isPackage(Path entry) {
        return Files.isDirectory(entry) && !entry.getFileName().toString().startsWith(".");
    }
}
