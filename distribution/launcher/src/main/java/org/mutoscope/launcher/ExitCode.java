package org.mutoscope.launcher;

/** Exit codes of {@code mutoscope up}, after BSD's sysexits so that a supervisor can tell a retry from a repair. */
public final class ExitCode {
    /** Stopped because somebody asked for it. A signal ends the process with 128 + its number, as usual. */
    public static final int OK = 0;
    /** Out of memory; the number with which the JVM's own option ExitOnOutOfMemoryError ends the process. */
    public static final int OUT_OF_MEMORY = 3;
    /** The command line makes no sense. */
    public static final int USAGE = 64;
    /** The distribution is damaged: a bundle is missing or is not the one of the lock file. */
    public static final int DAMAGED = 65;
    /** The HTTP port is taken. */
    public static final int PORT_TAKEN = 69;
    /** The framework itself failed. */
    public static final int INTERNAL = 70;
    /** The data directory cannot be created or written. */
    public static final int DATA_UNUSABLE = 73;
    /** The database cannot be opened; the bundle storage-jdbc sets it through {@link FrameworkSettings#EXIT_CODE}. */
    public static final int STORAGE = 74;
    /** Another platform uses the data directory. */
    public static final int DATA_LOCKED = 75;
    /** The configuration is wrong; every problem was named. */
    public static final int CONFIGURATION = 78;

    private ExitCode() {}
}
