package org.mutoscope.guard.rules;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.mutoscope.api.guard.PromptGuard;
import org.mutoscope.api.guard.Screening;
import org.mutoscope.api.guard.Verdict;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** Holds texts against the operator's rules: blocks, or wants a person to look. Passes everything while no file is configured. */
@Component(
        immediate = true,
        configurationPid = RulesConfig.PID,
        property = {PromptGuard.ID + "=rules", PromptGuard.ORDER + ":Integer=10"})
@Designate(ocd = RulesConfig.class)
public final class RulesGuard implements PromptGuard {
    private volatile RuleFiles files;

    /** Called by the component runtime. */
    @Activate
    public RulesGuard(RulesConfig config) {
        change(config);
    }

    /** Called by the component runtime. */
    @Modified
    public void change(RulesConfig config) {
        files = new RuleFiles(Stream.of(config.files())
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .toList());
    }

    @Override
    public Verdict screen(Screening screening) throws InterruptedException {
        Rules rules = files.rules();
        if (rules == null) {
            return new Verdict.Block(
                    List.of(),
                    "rules_unreadable",
                    "The rules of this installation cannot be read at the moment, and what is not checked is not made. Its operator"
                            + " finds the reason in the log.");
        }
        List<Rules.Broken> broken = rules.broken(screening.text());
        List<Rules.Broken> blocking =
                broken.stream().filter(each -> each.rule().blocks()).toList();
        if (!blocking.isEmpty()) {
            String category = blocking.get(0).rule().category();
            return new Verdict.Block(
                    blocking.stream().map(Rules.Broken::place).toList(),
                    category,
                    "This installation does not make clips of this kind: " + category + ".");
        }
        if (!broken.isEmpty()) {
            return new Verdict.Review(
                    broken.stream().map(Rules.Broken::place).toList(),
                    "a rule for " + broken.get(0).rule().category());
        }
        return new Verdict.Pass(List.of());
    }
}
