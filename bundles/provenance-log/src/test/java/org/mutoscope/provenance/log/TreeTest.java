package org.mutoscope.provenance.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root and proofs from tiles against RFC 6962 done plainly over all leaves. */
class TreeTest {
    @TempDir
    Path home;

    private final List<byte[]> leaves = new ArrayList<>();
    private Log log;

    @BeforeEach
    void open() throws Exception {
        log = new Log(home.resolve("history"), home, LogKey.of(home, "example.com/log"));
    }

    private void grow(int to) throws Exception {
        List<byte[]> more = new ArrayList<>();
        for (int i = leaves.size(); i < to; i++) {
            byte[] entry = ("entry " + i).getBytes(StandardCharsets.UTF_8);
            more.add(entry);
            leaves.add(Hashes.leaf(entry));
        }
        log.append(more);
    }

    private static byte[] plain(List<byte[]> hashes) {
        if (hashes.isEmpty()) {
            return Hashes.nothing();
        }
        if (hashes.size() == 1) {
            return hashes.get(0);
        }
        int half = Integer.highestOneBit(hashes.size() - 1);
        return Hashes.node(plain(hashes.subList(0, half)), plain(hashes.subList(half, hashes.size())));
    }

    /** RFC 9162, section 2.1.3.2. */
    private static byte[] climbed(byte[] leaf, long index, long size, List<byte[]> path) {
        long node = index;
        long last = size - 1;
        byte[] hash = leaf;
        for (byte[] beside : path) {
            assertTrue(last > 0, "the proof is too long");
            if ((node & 1) == 1 || node == last) {
                hash = Hashes.node(beside, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Hashes.node(hash, beside);
            }
            node >>= 1;
            last >>= 1;
        }
        assertEquals(0, last, "the proof is too short");
        return hash;
    }

    /** RFC 9162, section 2.1.4.2: whether the later log begins with the earlier. */
    private static boolean continues(long first, byte[] firstRoot, long second, byte[] secondRoot, List<byte[]> proof) {
        List<byte[]> path = new ArrayList<>(proof);
        if (Long.bitCount(first) == 1) {
            path.add(0, firstRoot);
        }
        long node = first - 1;
        long last = second - 1;
        while ((node & 1) == 1) {
            node >>= 1;
            last >>= 1;
        }
        byte[] one = path.get(0);
        byte[] other = path.get(0);
        for (byte[] hash : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                one = Hashes.node(hash, one);
                other = Hashes.node(hash, other);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                other = Hashes.node(other, hash);
            }
            node >>= 1;
            last >>= 1;
        }
        return java.util.Arrays.equals(one, firstRoot) && java.util.Arrays.equals(other, secondRoot) && last == 0;
    }

    @Test
    void nothingHasARoot() throws Exception {
        assertEquals(0, log.checkpoint().size());
        assertArrayEquals(Hashes.nothing(), log.checkpoint().root());
        assertTrue(log.proof(0).isEmpty());
    }

    @Test
    void everySizeHasTheRootOfItsLeaves() throws Exception {
        for (int size : new int[] {1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 513, 700}) {
            grow(size);
            assertEquals(size, log.checkpoint().size());
            assertArrayEquals(plain(leaves), log.checkpoint().root(), "size " + size);
        }
        // earlier sizes follow from the tiles of now, as long as these are full
        assertArrayEquals(plain(leaves.subList(0, 512)), new Tree(new Folder(home.resolve("history")), 512).root());
    }

    @Test
    void threeLevels() throws Exception {
        grow(65_536 + 300);
        assertArrayEquals(plain(leaves), log.checkpoint().root());
        Tree tree = new Tree(new Folder(home.resolve("history")), leaves.size());
        for (int index : new int[] {0, 1, 255, 256, 65_535, 65_536, leaves.size() - 1}) {
            assertArrayEquals(
                    log.checkpoint().root(),
                    climbed(leaves.get(index), index, leaves.size(), tree.inclusion(index)),
                    "index " + index);
        }
        assertTrue(Files.exists(home.resolve("history/tile/1/000")));
        assertEquals(32, Files.size(home.resolve("history/tile/2/000.p/1")));
    }

    @Test
    void everyEntryCanBeProved() throws Exception {
        for (int size : new int[] {1, 2, 5, 256, 300}) {
            grow(size);
            Tree tree = new Tree(new Folder(home.resolve("history")), size);
            for (int index = 0; index < size; index++) {
                byte[] root = climbed(leaves.get(index), index, size, tree.inclusion(index));
                assertArrayEquals(log.checkpoint().root(), root, index + " of " + size);
            }
            assertThrows(
                    IllegalArgumentException.class,
                    () -> tree.inclusion(tree.inclusion(0).size() + 1_000));
            assertThrows(IllegalArgumentException.class, () -> tree.inclusion(-1));
        }
    }

    @Test
    void everyEarlierSizeCanBeProved() throws Exception {
        grow(300);
        byte[] root = log.checkpoint().root();
        Tree tree = new Tree(new Folder(home.resolve("history")), 300);
        for (int earlier = 1; earlier < 300; earlier++) {
            byte[] before = plain(leaves.subList(0, earlier));
            assertTrue(continues(earlier, before, 300, root, tree.consistency(earlier)), "from " + earlier);
        }
        assertTrue(tree.consistency(0).isEmpty());
        assertTrue(tree.consistency(300).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> tree.consistency(301));
    }

    @Test
    void aTileThatIsGoneIsTold() throws Exception {
        grow(300);
        Files.delete(home.resolve("history/tile/0/000"));
        Tree tree = new Tree(new Folder(home.resolve("history")), 300);
        String words = assertThrows(IOException.class, () -> tree.inclusion(3)).getMessage();
        assertTrue(words.contains("tile/0/000"), words);
    }

    @Test
    void narrowTilesGoWhenTheTileIsFull() throws Exception {
        grow(200);
        assertTrue(Files.exists(home.resolve("history/tile/0/000.p/200")));
        assertTrue(Files.exists(home.resolve("history/tile/entries/000.p/200")));
        grow(260);
        assertTrue(Files.notExists(home.resolve("history/tile/0/000.p")));
        assertTrue(Files.notExists(home.resolve("history/tile/entries/000.p")));
        assertTrue(Files.exists(home.resolve("history/tile/entries/001.p/4")));
    }
}
