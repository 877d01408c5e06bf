package org.mutoscope.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockToolTest {
    @TempDir
    Path work;

    private Path jars;

    @BeforeEach
    void oneForeignAndOneOwnBundle() throws IOException {
        jars = Files.createDirectory(work.resolve("jars"));
        jar("org.foo.foo-1.2.jar", "foo");
        jar("org.mutoscope.mutoscope-api-0.1.0.jar", "org.mutoscope.api");
        list("# start\n1 org.foo:foo\n10 org.mutoscope:mutoscope-api # ours\n");
    }

    @Test
    void writesWhatTheLauncherReadsAndCommitsTheForeignPart() throws IOException {
        run("true");

        assertEquals(2, LockFile.read(work.resolve("lock")).size());
        LockedBundle only = LockFile.read(work.resolve("committed")).get(0);
        assertEquals(1, only.startLevel());
        assertEquals("org.foo:foo:1.2", only.coordinates());
        assertEquals(Sha256.of(jars.resolve("org.foo.foo-1.2.jar")), only.sha256());
        run("false");
    }

    @Test
    void saysWhatDiffersFromTheCommittedFile() throws IOException {
        run("true");
        Files.delete(jars.resolve("org.foo.foo-1.2.jar"));
        jar("org.foo.foo-1.3.jar", "foo");

        String message = assertThrows(IOException.class, () -> run("false")).getMessage();

        assertTrue(message.contains("+ 1  org.foo:foo:1.3"), message);
        assertTrue(message.contains("- 1  org.foo:foo:1.2"), message);
        assertTrue(message.contains("-Dlock.refresh=true"), message);
    }

    @Test
    void refusesJarsAndListThatDisagree() throws IOException {
        list("1 org.foo:foo\n2 org.bar:bar\nx y z a\n");

        String message = assertThrows(IOException.class, () -> run("true")).getMessage();

        assertTrue(message.contains("org.bar:bar is listed but the build brings no jar of it"), message);
        assertTrue(message.contains("mutoscope-api-0.1.0.jar is a dependency"), message);
        assertTrue(message.contains("not a line 'LEVEL GROUP:ARTIFACT': x y z a"), message);
    }

    @Test
    void refusesAJarThatIsNoBundle() throws IOException {
        jar("org.foo.foo-1.2.jar", null);

        assertTrue(
                assertThrows(IOException.class, () -> run("true")).getMessage().contains("is not an OSGi bundle"));
    }

    @Test
    void namesTheLineOfADamagedLockFile() throws IOException {
        Path lock = Files.writeString(work.resolve("lock"), "# fine\n1 a:b:1 nodigest a.jar\n");

        assertTrue(assertThrows(IOException.class, () -> LockFile.read(lock))
                .getMessage()
                .contains("lock, line 2: "));
    }

    private void run(String refresh) throws IOException {
        LockTool.main(new String[] {
            work.resolve("list").toString(),
            jars.toString(),
            work.resolve("lock").toString(),
            work.resolve("committed").toString(),
            refresh
        });
    }

    private void list(String text) throws IOException {
        Files.writeString(work.resolve("list"), text);
    }

    private void jar(String name, String symbolicName) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (symbolicName != null) {
            manifest.getMainAttributes().putValue("Bundle-SymbolicName", symbolicName);
        }
        new JarOutputStream(Files.newOutputStream(jars.resolve(name)), manifest).close();
    }
}
