package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.EncodeRequest;
import org.mutoscope.api.media.EncodedMedia;
import org.mutoscope.api.media.FrameSource;
import org.mutoscope.api.media.MediaEncoder;
import org.mutoscope.api.media.MediaFacts;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.SoundMixer;
import org.mutoscope.api.media.VideoFormat;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All media services. It keeps nothing but its configuration; a new configuration makes a new one, and running work ends on the old. */
@Component(
        service = {MediaEncoder.class, MediaReader.class, SoundMixer.class},
        immediate = true,
        configurationPid = FfmpegConfig.PID)
@Designate(ocd = FfmpegConfig.class)
public final class FfmpegMedia implements MediaEncoder, MediaReader, SoundMixer {
    private static final Logger LOG = LoggerFactory.getLogger(FfmpegMedia.class);

    private final ClipEncoder encoder;
    private final Prober prober;
    private final FileDecoder decoder;
    private final StillMaker stills;
    private final SoundDesk sounds;

    /**
     * @param context to ask for the folders {@code mutoscope.home} and {@code mutoscope.data}
     * @param config what the operator set
     */
    @Activate
    public FfmpegMedia(BundleContext context, FfmpegConfig config) {
        this(
                new ExecutableSource(
                        config.ffmpeg(),
                        folder(context, "mutoscope.home").resolve("lib").resolve("natives"),
                        folder(context, "mutoscope.data").resolve("natives")),
                config);
    }

    FfmpegMedia(ExecutableSource programs, FfmpegConfig config) {
        encoder = new ClipEncoder(programs, config);
        prober = new Prober(programs, config);
        decoder = new FileDecoder(programs, config, prober);
        stills = new StillMaker(programs, config, prober);
        sounds = new SoundDesk(programs, config);
        // Unpacking takes a second the first time: not while the platform waits, and not in the first job.
        Thread early = new Thread(() -> unpack(programs), "ffmpeg-unpack");
        early.setDaemon(true);
        early.start();
    }

    private static Path folder(BundleContext context, String property) {
        return Path.of(Optional.ofNullable(context.getProperty(property)).orElse("."));
    }

    private static void unpack(ExecutableSource programs) {
        try {
            programs.get();
        } catch (IOException e) {
            LOG.error("no clip can be encoded until this is repaired: {}", e.getMessage());
        }
    }

    @Override
    public Set<String> profiles() {
        return Profile.names();
    }

    @Override
    public EncodedMedia encode(EncodeRequest request, FrameSource source) throws IOException, InterruptedException {
        return encoder.encode(request, source);
    }

    @Override
    public MediaFacts probe(Path file) throws IOException, InterruptedException {
        return prober.probe(file).facts();
    }

    @Override
    public void decode(Path file, MediaSink sink) throws IOException, InterruptedException {
        decoder.decode(file, sink);
    }

    @Override
    public void decode(Path file, VideoFormat wanted, MediaSink sink) throws IOException, InterruptedException {
        decoder.decode(file, wanted, sink);
    }

    @Override
    public Optional<AudioFormat> sound(Path file, Path target) throws IOException, InterruptedException {
        return decoder.sound(file, target);
    }

    @Override
    public String still(Path file, String kind, Path target) throws IOException, InterruptedException {
        return stills.still(file, kind, target);
    }

    @Override
    public AudioFormat mix(Track track) throws IOException, InterruptedException {
        return sounds.mix(track);
    }
}
