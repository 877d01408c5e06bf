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

    /** What the sets cuda13 and cuda12 said on a machine without CUDA, 2026-11-23; the folder is made longer. */
    @Test
    void namesTheLibraryThatEachSetMisses() {
        String folder = "/srv" + "/of/many/levels".repeat(40);
        assertTrue(DeviceChoice.explain(
                        "Error code - ORT_FAIL - message: /home/runner/work/javacpp-presets/javacpp-presets/onnxruntime/"
                                + "cppbuild/linux-x86_64-gpu/onnxruntime/onnxruntime/core/session/provider_bridge_ort.cc:2020 onnxruntime::Provider& "
                                + "onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load library "
                                + folder
                                + "/cuda13/libonnxruntime_providers_cuda.so with error: " + MISSING)
                .startsWith("libcublasLt.so.13 is missing; install it or name its folder in worker.library.path ("));
        assertTrue(DeviceChoice.explain(
                        "Error code - ORT_FAIL - message: /onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:1988 "
                                + "onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load library "
                                + folder
                                + "/cuda12/libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open shared object file: "
                                + "No such file or directory")
                .startsWith("libcublasLt.so.12 is missing; install it or name its folder in worker.library.path ("));
        assertTrue(DeviceChoice.explain("cannot open shared object file").startsWith("a CUDA library is missing; "));
    }

    private static void missingLibrary(byte[] graph) throws OrtException {
        throw new OrtException(MISSING);
    }

    private static Device choose(String wish, DeviceChoice.CudaProbe probe) {
        return new DeviceChoice(new WorkerOptions(wish, 3, 0, 0, List.of()), probe).choose();
    }
}
