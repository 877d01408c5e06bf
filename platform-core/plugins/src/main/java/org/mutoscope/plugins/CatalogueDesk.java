package org.mutoscope.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mutoscope.core.plugins.Catalogue;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.plugins.Plugins.Change;
import org.mutoscope.core.plugins.Plugins.Manner;
import org.mutoscope.core.plugins.Plugins.Source;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Looks into the operator's indexes, and fetches from where they point to. */
@Component(service = Catalogue.class, configurationPid = "org.mutoscope.plugins.catalogue")
@Designate(ocd = CatalogueConfig.class)
public final class CatalogueDesk implements Catalogue {
    private static final Comparator<IndexItem> NEWEST =
            Comparator.comparing(IndexItem::version).reversed();

    private final BundleContext context;
    private final Plugins plugins;
    private final Fetcher fetcher;
    private final Indexes indexes;
    private final Path scratch;
    private final long maxBytes;

    /** Opens nothing yet: indexes are read when somebody asks. */
    @Activate
    public CatalogueDesk(BundleContext context, CatalogueConfig config, @Reference Plugins plugins) {
        this.context = context;
        this.plugins = plugins;
        this.maxBytes = config.max_bytes();
        this.fetcher = new Fetcher(Duration.ofSeconds(config.fetch_seconds()));
        String data = context.getProperty("mutoscope.data");
        this.scratch =
                Path.of(data == null ? "data" : data).resolve("catalogue").toAbsolutePath();
        this.indexes = new Indexes(Arrays.asList(config.indexes()), scratch, fetcher);
    }

    @Override
    public Found search(String words) {
        List<String> wanted = Arrays.stream(words.toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        IndexReader.Index index = indexes.read();
        Fitness fitness = new Fitness(context.getBundles());
        List<Plugins.Plugin> there = plugins.list();
        List<Item> items = index.items().stream()
                .filter(item -> item.mentions(wanted))
                .sorted(Comparator.comparing(IndexItem::name).thenComparing(NEWEST))
                .map(item -> described(item, fitness.of(item), there))
                .toList();
        return new Found(items, index.remarks());
    }

    private static Item described(IndexItem item, Fitness.Finding found, List<Plugins.Plugin> there) {
        List<String> here = there.stream()
                .filter(p -> p.name().equals(item.name()) && p.version() != null)
                .map(Plugins.Plugin::version)
                .toList();
        return new Item(
                item.name(),
                item.version().toString(),
                item.description(),
                item.bytes(),
                item.sha256(),
                found.fits(),
                found.sentence(),
                here);
    }

    @Override
    public Change change(Verb verb, String nameAndVersion, Manner manner) {
        IndexItem item = choose(nameAndVersion);
        Path jar = null;
        try {
            Files.createDirectories(scratch);
            jar = Files.createTempFile(scratch, ".fetched-", ".jar");
            fetch(item, jar);
            String file = item.name() + "-" + item.version() + ".jar";
            return new Change(
                    verb,
                    file,
                    Files.newInputStream(jar, StandardOpenOption.DELETE_ON_CLOSE),
                    manner,
                    Source.CATALOGUE);
        } catch (IOException e) {
            Shelf.clear(jar);
            throw new Problem(Code.DISK_FULL, "What was fetched could not be written: " + e.getMessage(), null, e);
        } catch (Problem e) {
            Shelf.clear(jar);
            throw e;
        }
    }

    private IndexItem choose(String nameAndVersion) {
        IndexReader.Index index = indexes.read();
        List<IndexItem> named = index.items().stream()
                .filter(item -> item.is(nameAndVersion))
                .sorted(NEWEST)
                .toList();
        if (named.isEmpty()) {
            throw new Problem(
                    Code.NOT_IN_CATALOGUE,
                    nameAndVersion + " is in no index; `mutoscope plugin search` lists what is."
                            + String.join(
                                    "",
                                    index.remarks().stream().map(r -> " " + r).toList()));
        }
        if (nameAndVersion.contains("@")) {
            return named.get(0); // whoever names a version means it: the plan says what it lacks
        }
        Fitness fitness = new Fitness(context.getBundles());
        Optional<IndexItem> fits =
                named.stream().filter(item -> fitness.of(item).fits()).findFirst();
        return fits.orElseThrow(() -> new Problem(
                Code.NOT_IN_CATALOGUE,
                "No version of " + nameAndVersion + " fits this platform. "
                        + named.get(0).version() + ": "
                        + fitness.of(named.get(0)).sentence()));
    }

    private void fetch(IndexItem item, Path jar) throws IOException {
        try {
            fetcher.fetch(item.jar(), jar, maxBytes);
        } catch (IOException e) {
            throw wrong(
                    item.called() + " cannot be fetched from " + item.jar() + " (" + e.getMessage()
                            + "); look whether the index is up to date, or the net away.",
                    e);
        }
        String sha256 = JarFacts.digest(jar);
        if (!sha256.equals(item.sha256())) {
            throw wrong(
                    "What lies at " + item.jar() + " has the SHA-256 " + sha256 + ", and the index says "
                            + item.sha256() + "; it was not installed. Ask whoever keeps the catalogue.",
                    null);
        }
        try {
            JarFacts facts = JarFacts.read(jar);
            if (!facts.called().equals(item.called())) {
                throw wrong(
                        "What lies at " + item.jar() + " is " + facts.called() + ", and the index says " + item.called()
                                + "; ask whoever keeps the catalogue.",
                        null);
            }
        } catch (Refusal e) {
            throw wrong(item.called() + ": " + e.getMessage(), e);
        }
    }

    private static Problem wrong(String sentence, Exception cause) {
        return new Problem(Code.CATALOGUE_JAR_WRONG, sentence, null, cause);
    }
}
