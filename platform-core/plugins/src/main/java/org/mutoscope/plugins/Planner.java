package org.mutoscope.plugins;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.mutoscope.core.plugins.Plugins.Check;
import org.mutoscope.core.plugins.Plugins.Manner;
import org.mutoscope.core.plugins.Plugins.Plan;
import org.mutoscope.core.plugins.Plugins.Step;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.mutoscope.core.problem.Code;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Says what an intent does to the bundles there are, and what speaks against it. */
final class Planner {
    private final BundleContext context;
    private final Installation installation;
    private final DryRun dryRun;

    Planner(BundleContext context, Installation installation, DryRun dryRun) {
        this.context = context;
        this.installation = installation;
        this.dryRun = dryRun;
    }

    /** A plan. @param code of its refusal; null if it is not refused */
    record Draft(Plan plan, Code code) {}

    Draft plan(Intent intent, Manner manner) {
        Collection<Bundle> leaving = intent.verb() == Verb.DRAIN
                ? List.of()
                : intent.stops().stream()
                        .filter(Deployed::runs)
                        .map(d -> d.bundle)
                        .toList();
        Set<Bundle> wired = leaving.isEmpty() ? Set.of() : installation.runner().dependents(leaving);
        String inTheWay = inTheWay(intent);
        List<Path> coming = inTheWay != null
                ? List.of()
                : intent.starts().stream().map(Intent.Incoming::jar).toList();
        DryRun.Found found = coming.isEmpty() && wired.isEmpty()
                ? new DryRun.Found(Map.of(), null)
                : dryRun.of(leaving, coming, wired);
        List<Check> checks = new ArrayList<>();
        intent.starts().forEach(start -> checks.addAll(checks(start, found)));
        List<Step> steps = steps(intent, wired, found.sentences().keySet());
        Check failed =
                checks.stream().filter(check -> !check.holds()).findFirst().orElse(null);
        String refusal = failed == null ? inTheWay : failed.sentence();
        Code code = refusal == null
                ? null
                : failed != null && failed.name().equals("signature") ? Code.PLUGIN_UNTRUSTED : Code.PLUGIN_REFUSED;
        String objection = objection(intent, wired, found, checks);
        if (refusal == null && objection != null && !manner.force()) {
            refusal = objection;
            code = Code.PLUGIN_NEEDS_FORCE;
        }
        int touched = (int)
                steps.stream().filter(s -> !s.what().equals(Happenings.START)).count();
        int inUse = intent.stops().stream()
                        .mapToInt(d -> installation.runner().inUse(d.bundle))
                        .sum()
                + wired.stream().mapToInt(installation.runner()::inUse).sum();
        return new Draft(
                new Plan(
                        intent.verb(),
                        intent.sentence(),
                        steps,
                        context.getBundles().length - touched,
                        inUse,
                        manner.drainSeconds(),
                        checks,
                        refusal),
                code);
    }

    private String inTheWay(Intent intent) {
        try {
            for (Intent.Incoming start : intent.starts()) {
                installation.refuseSecond(
                        start.facts(),
                        intent.stops().stream().filter(intent::goesFirst).toList());
            }
            return null;
        } catch (Refusal e) {
            return e.getMessage();
        }
    }

    /** What it does, without looking whether it can: for the way back, which is taken at once. */
    Plan quick(Intent intent, Manner manner) {
        List<Step> steps = steps(intent, Set.of(), Set.of());
        int untouched = context.getBundles().length - steps.size();
        return new Plan(intent.verb(), intent.sentence(), steps, untouched, 0, manner.drainSeconds(), List.of(), null);
    }

    private static List<Step> steps(Intent intent, Set<Bundle> wired, Set<String> unresolved) {
        List<Step> steps = new ArrayList<>();
        for (Intent.Incoming start : intent.starts()) {
            boolean again = intent.stops().stream()
                    .anyMatch(d -> d.runs() && d.called().equals(start.facts().called()));
            steps.add(new Step(
                    again ? Happenings.RESTART : Happenings.START, start.facts().called()));
        }
        for (Deployed stop : intent.stops()) {
            if (stop.runs() && !intent.goesFirst(stop)) {
                steps.add(new Step(intent.verb() == Verb.DRAIN ? "DRAIN" : Happenings.STOP, stop.called()));
            }
        }
        wired.stream()
                .map(Planner::called)
                .sorted()
                .forEach(name ->
                        steps.add(new Step(unresolved.contains(name) ? Happenings.STOP : Happenings.RESTART, name)));
        return steps;
    }

    private List<Check> checks(Intent.Incoming start, DryRun.Found found) {
        JarFacts facts = start.facts();
        boolean written = installation.shelf().lock().digests().contains(facts.sha256());
        String needs = found.sentences().get(facts.called());
        Trust.Verdict trust = installation.trust().of(facts);
        return List.of(
                new Check(
                        "digest",
                        true,
                        "SHA-256 " + facts.sha256() + (written ? ", known to plugins.lock." : ", new here.")),
                new Check("signature", trust.allowed(), trust.sentence()),
                new Check("tests", true, TestReports.sentence(facts.tested())),
                new Check(
                        "needs",
                        needs == null,
                        found.notAsked() != null
                                ? found.notAsked()
                                : needs == null
                                        ? "All that it imports and requires is here."
                                        : facts.called() + ": " + needs));
    }

    /** What an operator must want knowingly. */
    private String objection(Intent intent, Set<Bundle> wired, DryRun.Found found, List<Check> checks) {
        Set<Long> deployed = installation.all().stream()
                .filter(Deployed::runs)
                .map(d -> d.bundle.getBundleId())
                .collect(Collectors.toSet());
        String core = wired.stream()
                .filter(bundle -> !deployed.contains(bundle.getBundleId()))
                .map(Planner::called)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!core.isEmpty()) {
            return "It would restart bundles of the platform itself: " + core
                    + "; every request would fail meanwhile. Plan a pause and force it.";
        }
        List<String> lost = wired.stream()
                .map(Planner::called)
                .filter(found.sentences()::containsKey)
                .sorted()
                .toList();
        if (!lost.isEmpty()) {
            lost.forEach(name -> checks.add(new Check(
                    "dependents", false, name + ": " + found.sentences().get(name))));
            return "Without it these no longer run: " + String.join(", ", lost) + "; remove them first, or force it.";
        }
        if (intent.verb() == Verb.UPGRADE) {
            return older(intent);
        }
        return null;
    }

    private static String older(Intent intent) {
        JarFacts facts = intent.starts().get(0).facts();
        return intent.stops().stream()
                .map(d -> d.facts.version())
                .max(Comparator.naturalOrder())
                .filter(newest -> newest.compareTo(facts.version()) > 0)
                .map(newest -> facts.name() + " " + facts.version() + " is older than " + newest
                        + ", which runs; use `mutoscope plugin rollback`, or force it.")
                .orElse(null);
    }

    private static String called(Bundle bundle) {
        return bundle.getSymbolicName() + "@" + bundle.getVersion();
    }
}
