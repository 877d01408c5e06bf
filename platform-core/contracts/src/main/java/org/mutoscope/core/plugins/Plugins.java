package org.mutoscope.core.plugins;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes which bundles run while the platform runs. Command line, REST and the watcher of {@code deploy/} are skins over it. What is to run is
 * written in {@code plugins.lock}. One change at a time touches the framework; while a bundle drains others may be changed. Safe for use by
 * several threads.
 */
@ProviderType
public interface Plugins {
    /** What the file name of a jar looks like, as a regular expression; a path is none. */
    String FILE_NAME = "[A-Za-z0-9][A-Za-z0-9._+@-]{0,195}\\.jar";

    /** The bundles of the lock and the files in {@code deploy/}, newest version first within a name. */
    List<Plugin> list();

    /** One of them, by symbolic name, or {@code name@version}; the newest if the version is not given. Also a file in {@code deploy/} that could not be installed, by its file name. */
    Optional<Plugin> find(String nameAndVersion);

    /**
     * Says what a change would do, and touches nothing.
     *
     * @throws org.mutoscope.core.problem.Problem {@code plugin_refused} with one sentence, {@code plugin_not_found}, {@code nothing_to_go_back_to},
     *     {@code plugins_lock_unreadable}
     */
    Plan plan(Change change);

    /**
     * Plans a change and does it.
     *
     * @return what came of it; still RUNNING if the change is not to be waited for
     * @throws org.mutoscope.core.problem.Problem as {@link #plan}, and if the plan is refused; then nothing was touched
     */
    Operation perform(Change change);

    /**
     * Changes, newest first, at most 100, those of earlier runs of the platform too. What came of files in {@code deploy/} is among them, and what nobody
     * asked for: the automatic way back, and quarantine.
     */
    List<Operation> operations();

    /** One of them. */
    Optional<Operation> operation(String id);

    /** Compares the lock, the kept jars, the files in {@code deploy/} and what runs; empty if all agree. */
    List<String> verify();

    /** Explains why something does not run or does not serve; about what is well, says so. @throws org.mutoscope.core.problem.Problem {@code plugin_not_found} */
    Reason why(String nameAndVersion);

    /** The lock, as it stands in {@code plugins.lock}. */
    String lock();

    /** Writes the lock and the jars it names as one zip, for {@link Verb#APPLY} on another installation. @throws java.io.IOException if it cannot be written */
    void export(OutputStream out) throws java.io.IOException;

    /** What is to be changed. */
    enum Verb {
        /** Beside what is there. The jar is given, and the subject is its file name. */
        INSTALL,
        /** In the place of the other versions of its name. The jar is given, and the subject is its file name. */
        UPGRADE,
        /** Run what was switched off or drained. */
        ENABLE,
        /** Stop it, now and at the next start, and keep its file. */
        DISABLE,
        /** Give it no more work. */
        DRAIN,
        /** Stop it and delete its file; {@link #ROLLBACK} brings it back. */
        REMOVE,
        /** Run what ran before under this name. */
        ROLLBACK,
        /** Make this installation like an exported lock. The zip is given, the subject does not matter. */
        APPLY
    }

    /**
     * A change.
     *
     * @param subject symbolic name or {@code name@version}; a file name where the verb says so
     * @param content where the verb says so, else null; read once, not closed
     * @param source where the content comes from; the operator may be stricter about one than about another
     */
    record Change(Verb verb, String subject, InputStream content, Manner manner, Source source) {
        /** Somebody sent the content, if there is one. */
        public Change(Verb verb, String subject, InputStream content, Manner manner) {
            this(verb, subject, content, manner, Source.UPLOAD);
        }
    }

    /** How a jar comes. */
    enum Source {
        /** Somebody put it into {@code deploy/}. */
        DEPLOY,
        /** It was sent to the admin API, by the command line or by a program. */
        UPLOAD,
        /** It was fetched from where a catalogue says that it is. */
        CATALOGUE
    }

    /**
     * How it is to be done.
     *
     * @param drainSeconds how long running work of what stops may take to end before it is handed over, 0 to 3,600
     * @param force also if bundles of the platform restart, others no longer run, or the version is an older one
     * @param waits whether to come back only when it is done
     */
    record Manner(int drainSeconds, boolean force, boolean waits) {
        /** Waits, forces nothing. */
        public static Manner draining(int seconds) {
            return new Manner(seconds, false, true);
        }
    }

    /**
     * What a change does.
     *
     * @param sentence {@code upgrade com.acme.veo 1.3.0 -> 1.4.0}
     * @param steps in order
     * @param untouched bundles that notice nothing
     * @param inUse uses at this moment of what stops or restarts
     * @param drainSeconds how long these have
     * @param checks what was looked at
     * @param refusal why it is refused as it stands, or null
     */
    record Plan(
            Verb verb,
            String sentence,
            List<Step> steps,
            int untouched,
            int inUse,
            int drainSeconds,
            List<Check> checks,
            String refusal) {
        /** Copies the lists. */
        public Plan {
            steps = List.copyOf(steps);
            checks = List.copyOf(checks);
        }
    }

    /**
     * What happens to one bundle.
     *
     * @param what START, STOP, RESTART (stops and starts again, or is replaced by another jar of the same version), DRAIN
     * @param bundle {@code name@version}
     */
    record Step(String what, String bundle) {}

    /** Something that was looked at. @param name digest, signature, tests, needs, dependents @param sentence what was found */
    record Check(String name, boolean holds, String sentence) {}

    /**
     * A change that is being done or was done.
     *
     * @param subject name of the bundle, or {@code plugins.lock}
     * @param state RUNNING, DONE, FAILED, TAKEN_BACK (what nobody asked for: a bad version made room for the one before it), QUARANTINED (it does
     *     harm and was stopped), INTERRUPTED (the platform ended before the change did)
     * @param sentence what is going on, or what came of it and why
     * @param happened what the framework told of bundles that started and stopped; the same words as in the plan
     * @param ended null while it runs
     * @param events how it went, in order
     */
    record Operation(
            String id,
            Plan plan,
            String subject,
            String state,
            String sentence,
            List<Step> happened,
            Instant begun,
            Instant ended,
            List<Event> events) {
        /** Copies the lists. */
        public Operation {
            happened = List.copyOf(happened);
            events = List.copyOf(events);
        }
    }

    /** Something that was noted while a change was done. @param words one line */
    record Event(Instant at, String words) {}

    /**
     * Why.
     *
     * @param sentence what is the matter, or that all is well
     * @param fix what to do; null if there is nothing
     * @param chain from what was asked about down to the root, one sentence each
     * @param raw words of the framework, of the component runtime or of the exception; null if there are none
     */
    record Reason(String sentence, String fix, List<String> chain, String raw) {
        /** Copies the list. */
        public Reason {
            chain = List.copyOf(chain);
        }
    }

    /**
     * A bundle.
     *
     * @param name symbolic name, or the file name if it has none
     * @param version or null
     * @param file file in {@code deploy/}
     * @param state COPYING, STARTING, ACTIVE, DRAINING, FAILED, QUARANTINED (it did harm and is not run again until it is enabled), DISABLED, REMOVED
     * @param sentence one plain sentence: what it does, or why it does not and what to do
     * @param services stable names of what it offers
     * @param sha256 digest of the file
     * @param inUse leases on its services
     * @param tested what its maker's run of the test kit found; null if the jar holds no readable report
     * @param signer the name in the certificate of who signed all of it; null if nobody did. It is what the certificate says, whether or not the key ring knows it
     */
    record Plugin(
            String name,
            String version,
            String file,
            String state,
            String sentence,
            List<String> services,
            String sha256,
            int inUse,
            TestReport tested,
            String signer) {}

    /**
     * The report of the test kit that lies in a bundle. Its maker wrote it: it is a statement, no proof.
     *
     * @param kit name and version of the kit
     * @param suite which contracts
     * @param passed contracts that held
     * @param failed contracts that did not
     * @param notDeclared contracts about what the bundle does not offer
     * @param date day of the run, ISO 8601
     * @param ofThisCode whether the classes that were tested are those of the jar
     */
    record TestReport(
            String kit, String suite, int passed, int failed, int notDeclared, String date, boolean ofThisCode) {}
}
