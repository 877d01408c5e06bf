package org.mutoscope.observe;

import java.util.List;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/**
 * A look at one part.
 *
 * @param name of the part
 * @param tags by which it can be asked for, beside its name
 * @param look what it does; whatever it throws is a finding too
 */
record Check(String name, List<String> tags, Supplier<Diagnosis> look) implements HealthCheck {
    static Check of(String name, Supplier<Diagnosis> look, String... tags) {
        return new Check(name, List.of(tags), look);
    }

    @Override
    public Result execute() {
        try {
            return look.get().result();
        } catch (RuntimeException e) {
            return Diagnosis.wrong("This could not be looked at.")
                    .because(e.toString())
                    .result();
        }
    }
}
