package org.mutoscope.rest;

import java.io.ByteArrayInputStream;
import java.util.List;
import org.mutoscope.core.plugins.Catalogue;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Lists one plugin. */
final class StubCatalogue implements Catalogue {
    volatile boolean closed;

    @Override
    public Found search(String words) {
        Item item = new Item(
                "com.acme.backend", "1.1.0", "Draws", 77, "00", true, "It fits this platform.", List.of("1.0.0"));
        return new Found(words.isEmpty() || words.equals("acme") ? List.of(item) : List.of(), List.of("One is away."));
    }

    @Override
    public Plugins.Change change(Plugins.Verb verb, String nameAndVersion, Plugins.Manner manner) {
        if (!nameAndVersion.startsWith("com.acme.backend")) {
            throw new Problem(Code.NOT_IN_CATALOGUE, "It is in no index.");
        }
        ByteArrayInputStream content = new ByteArrayInputStream(new byte[77]) {
            @Override
            public void close() {
                closed = true;
            }
        };
        return new Plugins.Change(verb, "com.acme.backend-1.1.0.jar", content, manner, Plugins.Source.CATALOGUE);
    }
}
