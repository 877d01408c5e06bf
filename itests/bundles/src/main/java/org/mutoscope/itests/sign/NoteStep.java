package org.mutoscope.itests.sign;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.mutoscope.api.provenance.Evidence;
import org.mutoscope.api.provenance.ProvenanceRequest;
import org.mutoscope.api.provenance.ProvenanceStep;
import org.osgi.service.component.annotations.Component;

/** A recording step for tests: notes how long the file is. */
@Component(property = {ProvenanceStep.ID + "=note", ProvenanceStep.PHASE + "=" + ProvenanceStep.RECORD})
public final class NoteStep implements ProvenanceStep {
    @Override
    public Evidence apply(ProvenanceRequest request) throws IOException {
        return new Evidence("note", Map.of("bytes", Long.toString(Files.size(request.file()))));
    }
}
