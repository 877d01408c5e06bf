package org.mutoscope.pipeline;

import org.mutoscope.api.assets.AssetStore;
import org.mutoscope.api.creation.FirstFrame;
import org.mutoscope.api.guard.PromptGuard;
import org.mutoscope.api.licensing.LicensingPolicy;
import org.mutoscope.api.media.FrameFilter;
import org.mutoscope.api.media.MediaEncoder;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.api.media.SoundMixer;
import org.mutoscope.api.media.SpeechSynthesizer;
import org.mutoscope.api.provenance.ProvenanceStep;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.Services;
import org.mutoscope.core.plugins.SwappableServices;

/** The swappable services that stand along the road, and the one way to call them. */
record Kinds(
        PartnerCalls calls,
        Services<PromptGuard> guards,
        Services<LicensingPolicy> policies,
        Services<FrameFilter> filters,
        Services<MediaEncoder> encoders,
        Services<MediaReader> readers,
        Services<ProvenanceStep> steps,
        Services<AssetStore> stores,
        Services<SoundMixer> mixers,
        Services<SpeechSynthesizer> voices,
        Services<FirstFrame> artists) {
    /** The api gives encoders, readers and mixers no name of their own; every declared component has this one. */
    private static final String COMPONENT = "component.name";

    static Kinds of(SwappableServices services, PartnerCalls calls) {
        return new Kinds(
                calls,
                services.of(PromptGuard.class, PromptGuard.ID),
                services.of(LicensingPolicy.class, LicensingPolicy.ID),
                services.of(FrameFilter.class, FrameFilter.ID),
                services.of(MediaEncoder.class, COMPONENT),
                services.of(MediaReader.class, COMPONENT),
                services.of(ProvenanceStep.class, ProvenanceStep.ID),
                services.of(AssetStore.class, AssetStore.ID),
                services.of(SoundMixer.class, COMPONENT),
                services.of(SpeechSynthesizer.class, SpeechSynthesizer.ID),
                services.of(FirstFrame.class, FirstFrame.ID));
    }
}
