package org.mutoscope.guard.names;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.mutoscope.api.guard.NameCatalogue;
import org.mutoscope.api.guard.PromptGuard;
import org.mutoscope.api.guard.Screening;
import org.mutoscope.api.guard.Verdict;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the names of registered subjects in a text. It objects to none, the licensing policies decide on them; it blocks only while names
 * are registered and it cannot have them.
 */
@Component(
        immediate = true,
        configurationPid = NamesConfig.PID,
        property = {PromptGuard.ID + "=names", PromptGuard.ORDER + ":Integer=100"})
@Designate(ocd = NamesConfig.class)
public final class NameGuard implements PromptGuard {
    private static final Logger LOG = LoggerFactory.getLogger(NameGuard.class);

    private final ScheduledExecutorService thread;
    private final Keeper keeper;
    private volatile NamesConfig config;
    private volatile Looking looking;
    private volatile boolean told;

    /** Called by the component runtime. */
    @Activate
    public NameGuard(NamesConfig config) {
        change(config);
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, "mutoscope-names");
            made.setDaemon(true);
            return made;
        });
        keeper = new Keeper(thread, System::nanoTime);
    }

    /** Called by the component runtime. */
    @Modified
    public void change(NamesConfig changed) {
        config = changed;
        looking = Looking.of(changed);
    }

    /** Called by the component runtime. */
    @Deactivate
    public void close() {
        thread.shutdownNow();
    }

    /** Called by the component runtime when a catalogue comes, or a better one. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindNames(NameCatalogue catalogue) {
        keeper.come(catalogue);
    }

    /** Called by the component runtime when it goes. */
    public void unbindNames(NameCatalogue catalogue) {
        keeper.gone(catalogue);
    }

    @Override
    public Verdict screen(Screening screening) throws InterruptedException {
        Names names = keeper.names(config.wait_milliseconds(), config.grace_seconds());
        if (names == null) {
            return new Verdict.Block(
                    List.of(),
                    "names_unavailable",
                    "The names of registered likenesses, characters and works cannot be looked up at the moment, and what is not"
                            + " checked is not made. Try again in a minute.");
        }
        if (names == Names.NONE && !told) {
            told = true;
            LOG.info("no registry of rights offers names: prompts are not looked through for any");
        }
        return new Verdict.Pass(names.isEmpty() ? List.of() : names.find(screening.text(), looking));
    }
}
