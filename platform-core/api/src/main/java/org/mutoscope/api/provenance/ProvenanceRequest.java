package org.mutoscope.api.provenance;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** A finished file and what is known about it. Holds neither prompt nor name of the creator. */
@ProviderType
public interface ProvenanceRequest {
    /** Id of the asset. */
    String assetId();

    /** The file; a {@code SIGN} step replaces it in place. */
    Path file();

    /** Its media type. */
    String mediaType();

    /** Id of the model that rendered it. */
    String model();

    /** Name and version of the bundle that rendered it. */
    String backend();

    /** When rendering ended. */
    Instant createdAt();

    /** Assets it was made from. */
    List<String> parents();

    /** Duties from the licences, for example {@code attribution}. */
    Map<String, String> obligations();

    /** What the steps before said, {@code <kind>.<name>}, for example {@code c2pa.manifest_sha256}. */
    default Map<String, String> evidence() {
        return Map.of();
    }
}
