package org.mutoscope.backend.local;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration, PID {@value #PID}. The file in {@code conf/} explains every key to operators. */
@ObjectClassDefinition(name = "Local backend", description = "Runs models on this machine in worker processes.")
public @interface LocalConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.backend.local";

    /** {@code auto}, {@code cpu} or {@code cuda}. */
    @AttributeDefinition(
            description =
                    "auto: CUDA if it works, else CPU, and the log says why; cpu; cuda: nothing else, offers nothing if it does not work.")
    String device() default "auto";

    /** Worker processes, each renders one clip at a time. */
    @AttributeDefinition(
            description = "Number of worker processes, 1 to 64; each renders one clip at a time.",
            min = "1",
            max = "64")
    int workers() default 1;

    /** Threads of each worker. */
    @AttributeDefinition(
            description = "Threads of each worker, 0 to 1024; 0 shares the processors among the workers.",
            min = "0",
            max = "1024")
    int threads() default 0;

    /** Folders whose subfolders are model packages. */
    @AttributeDefinition(
            description =
                    "Folders with model packages, separated by commas; empty: models in the program's folder and in the data folder.")
    String model_folders() default "";

    /** How often the model folders are looked at. */
    @AttributeDefinition(
            description =
                    "Seconds between two looks at the model folders, 0 to 3600; packages that have come or gone are noticed when two looks agree. 0: only at the start.",
            min = "0",
            max = "3600")
    int model_watch_seconds() default 1;

    /** Class path of the worker. */
    @AttributeDefinition(description = "Class path of the worker; empty: lib/worker/* in the program's folder.")
    String worker_classpath() default "";

    /** Java program. */
    @AttributeDefinition(description = "Java program of the worker; empty: the one that runs the platform.")
    String worker_java() default "";

    /** Heap, and buffers, of a worker. */
    @AttributeDefinition(
            description = "Java memory of a worker in MiB, 16 to 65536; the model's own memory comes on top.",
            min = "16",
            max = "65536")
    int worker_heap_mb() default 256;

    /** Folder with native libraries. */
    @AttributeDefinition(
            description =
                    "Folder with the native libraries of ONNX Runtime 1.28.0; empty: the CPU build that is shipped.")
    String worker_natives() default "";

    /** Folders with CUDA libraries. */
    @AttributeDefinition(
            description = "Put before LD_LIBRARY_PATH of the worker, for CUDA libraries outside the system's folders.")
    String worker_library_path() default "";

    /** Limit of the CUDA arena. */
    @AttributeDefinition(description = "Most GPU memory for a model in MiB; 0: no limit.", min = "0")
    int cuda_memory_mb() default 0;

    /** Patience with a starting worker. */
    @AttributeDefinition(
            description = "Seconds without progress after which a starting worker counts as hung, 1 to 3600.",
            min = "1",
            max = "3600")
    int start_seconds() default 120;

    /** Patience with a silent worker. */
    @AttributeDefinition(
            description = "Seconds without any sign of life after which a worker counts as hung, 1 to 3600.",
            min = "1",
            max = "3600")
    int heartbeat_seconds() default 15;

    /** Patience with a render that makes no progress. */
    @AttributeDefinition(
            description = "Seconds without progress after which a rendering worker counts as hung, 1 to 86400.",
            min = "1",
            max = "86400")
    int stall_seconds() default 120;

    /** Patience with a graph that is being loaded. */
    @AttributeDefinition(
            description = "Seconds that loading one graph of a model may take, 1 to 86400.",
            min = "1",
            max = "86400")
    int open_seconds() default 600;
}
