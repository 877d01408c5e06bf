package org.mutoscope.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mutoscope.api.assets.AssetStore;
import org.mutoscope.api.assets.StoredAsset;
import org.mutoscope.api.media.MediaFacts;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;

/** Looks once more whether the file is a clip, since it is about to be charged for, then puts it and its pictures into the store. */
final class Storing {
    static final List<String> VARIANTS =
            List.of("video", "thumbnail", "spritesheet", Rendering.MARK, Inputs.FRAME, Inputs.MARK);
    private static final Map<String, String> EXTENSIONS = Map.of(
            "video/mp4",
            ".mp4",
            "video/webm",
            ".webm",
            "video/quicktime",
            ".mov",
            "image/webp",
            ".webp",
            "image/jpeg",
            ".jpg",
            "image/png",
            ".png",
            Manifests.TYPE,
            ".c2pa");

    private final Kinds kinds;

    Storing(Kinds kinds) {
        this.kinds = kinds;
    }

    void store(Trip trip) throws Detour, InterruptedException {
        long begun = System.nanoTime();
        trip.attempt.progress(0.98, "store");
        check(trip);
        List<Trip.Picture> files =
                new ArrayList<>(List.of(new Trip.Picture("video", trip.clip.file(), trip.clip.mediaType())));
        files.addAll(trip.pictures);
        put(trip, files);
        trip.took("store", begun);
    }

    /** Puts files into the store; they become assets of the trip. */
    void put(Trip trip, List<Trip.Picture> files) throws Detour, InterruptedException {
        Offered<AssetStore> offered =
                kinds.stores().all().stream().findFirst().orElseThrow(() -> Detour.waiting("waiting for asset store"));
        Leased<AssetStore> lease = offered.lease().orElseThrow(() -> Detour.waiting("waiting for asset store"));
        try (lease) {
            for (Trip.Picture file : files) {
                put(trip, lease, file);
            }
        } catch (PartnerFault e) {
            trip.goOn();
            throw lease.gone()
                    ? Detour.waiting("waiting for asset store")
                    : Detour.failed(Code.STORING_FAILED, e.getMessage(), e);
        }
    }

    private void check(Trip trip) throws Detour, InterruptedException {
        trip.goOn();
        Optional<Leased<MediaReader>> lease =
                kinds.readers().all().stream().findFirst().flatMap(reader -> reader.lease());
        if (lease.isEmpty()) {
            throw Detour.waiting("waiting for media reader");
        }
        try (Leased<MediaReader> reader = lease.get()) {
            MediaFacts facts = kinds.calls().run(reader, "probe", r -> r.probe(trip.clip.file()));
            if (facts.frames() < 1 && facts.milliseconds() < 1) {
                throw Detour.failed(Code.ENCODING_FAILED, "the finished file holds no frames", null);
            }
            trip.fact("frames", String.valueOf(facts.frames()));
            trip.fact("milliseconds", String.valueOf(facts.milliseconds()));
            trip.fact("codecs", String.join(", ", facts.codecs()));
        } catch (PartnerFault e) {
            trip.goOn();
            throw Detour.failed(Code.ENCODING_FAILED, "the finished file cannot be read: " + e.getMessage(), e);
        }
    }

    private void put(Trip trip, Leased<AssetStore> store, Trip.Picture picture)
            throws PartnerFault, InterruptedException {
        trip.goOn();
        String key = key(trip.job().id(), picture.variant(), picture.mediaType());
        Path file = picture.file();
        StoredAsset stored = kinds.calls().run(store, "put", s -> {
            s.delete(key); // an earlier attempt that did not come to its end may have left another file
            return s.put(key, file);
        });
        trip.assets.add(new Trip.Asset(
                picture.variant(),
                store.from().id(),
                stored.key(),
                picture.mediaType(),
                stored.bytes(),
                stored.sha256()));
    }

    static String key(String jobId, String variant, String mediaType) {
        return jobId + "/" + variant + EXTENSIONS.getOrDefault(mediaType, "");
    }

    /** Every key under which an attempt of this job may have stored something. @param shots how many it has */
    static List<String> keys(String jobId, int shots) {
        Stream<String> ofShots =
                IntStream.rangeClosed(1, shots).boxed().flatMap(number -> Shot.variants(number).stream());
        return Stream.concat(VARIANTS.stream(), ofShots)
                .flatMap(variant -> Stream.concat(EXTENSIONS.keySet().stream(), Stream.of(""))
                        .map(mediaType -> key(jobId, variant, mediaType)))
                .toList();
    }
}
