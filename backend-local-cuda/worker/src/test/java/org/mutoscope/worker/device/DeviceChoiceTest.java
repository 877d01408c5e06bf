package org.mutoscope.worker.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceChoiceTest {
    private static final String MISSING =
            "libcublasLt.so.13: cannot open shared object file: No such file or directory";

    @Test
    void autoTakesCudaIfItWorks() {
        assertEquals(new Device("cuda", "CUDA device 0", ""), choose("auto", graph -> {}));
    }

    @Test
    void autoSaysWhyItTakesTheCpu() {
        Device device = choose("auto", DeviceChoiceTest::missingLibrary);
        assertEquals("cpu", device.provider());
        assertEquals("CPU, 3 threads", device.name());
        assertTrue(device.reason().contains("libcublasLt.so.13"), device.reason());
        assertTrue(device.reason().contains("worker.library.path"), device.reason());
    }

    @Test
    void cudaIsNeverReplacedByTheCpu() {
        Device device = choose("cuda", DeviceChoiceTest::missingLibrary);
        assertFalse(device.usable());
        assertTrue(device.reason().contains("libcublasLt.so.13"), device.reason());
    }

    @Test
    void cpuDoesNotProbe() {
        Device device = choose("cpu", graph -> {
            throw new AssertionError("probed");
        });
        assertEquals(new Device("cpu", "CPU, 3 threads", ""), device);
    }

    @Test
    void explainsWhatOnnxRuntimeSays() {
        assertTrue(DeviceChoice.explain("Failed to find CUDA shared provider")
                .startsWith("the installed ONNX Runtime is the CPU build"));
        assertTrue(DeviceChoice.explain("CUDA failure 35: CUDA driver version is insufficient")
                .startsWith("the CUDA libraries found no NVIDIA driver"));
        assertTrue(DeviceChoice.explain(null).startsWith("CUDA did not work"));
    }

    private static void missingLibrary(byte[] graph) throws OrtException {
        throw new OrtException(MISSING);
    }

    private static Device choose(String wish, DeviceChoice.CudaProbe probe) {
        return new DeviceChoice(new WorkerOptions(wish, 3, 0, 0, List.of()), probe).choose();
    }
}
