package org.mutoscope.backend.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.media.FrameSize;

class SizesTest {
    private static final FrameSize TALL = new FrameSize(48, 80);
    private static final FrameSize WIDE = new FrameSize(80, 48);

    @Test
    void offersTheSoraSizesAndItsOwn() {
        assertEquals(
                Stream.of(
                                "720x1280",
                                "1280x720",
                                "1024x1792",
                                "1792x1024",
                                "1080x1920",
                                "1920x1080",
                                "360x640",
                                "640x360",
                                "480x854",
                                "854x480",
                                "48x80",
                                "80x48")
                        .map(FrameSize::parse)
                        .collect(Collectors.toSet()),
                Sizes.delivered(List.of(TALL, WIDE)));
    }

    @Test
    void aModelOfOneOrientationOffersOnlyThat() {
        assertTrue(Sizes.delivered(List.of(TALL)).stream().allMatch(size -> size.height() > size.width()));
    }

    @Test
    void rendersTheSameOrientation() {
        assertEquals(Optional.of(TALL), Sizes.rendered(new FrameSize(720, 1280), List.of(WIDE, TALL)));
        assertEquals(Optional.of(WIDE), Sizes.rendered(new FrameSize(1792, 1024), List.of(WIDE, TALL)));
        assertEquals(Optional.empty(), Sizes.rendered(new FrameSize(512, 512), List.of(WIDE, TALL)));
    }

    @Test
    void prefersTheSameThenTheNearestShapeThenTheLargest() {
        FrameSize narrow = new FrameSize(90, 160);
        FrameSize large = new FrameSize(180, 320);
        assertEquals(Optional.of(narrow), Sizes.rendered(narrow, List.of(TALL, large, narrow)));
        assertEquals(Optional.of(large), Sizes.rendered(new FrameSize(720, 1280), List.of(TALL, narrow, large)));
    }
}
