package dev.maestro.activities.sandbox;

import dev.maestro.core.errors.MaestroException;

/**
 * What one run in the sandbox may use. The kernel holds every limit except three that the worker watches: the wall
 * clock, the resident memory of the whole run, and the output.
 *
 * @param wallMs            from start to end, in milliseconds; then everything that the run started is killed
 * @param cpuSeconds        processor time of each process, in seconds
 * @param addressSpaceBytes address space of each process
 * @param residentBytes     resident memory of all processes together, looked at every 25 ms
 * @param processes         processes and threads together, the sandbox's own two among them
 * @param openFiles         open files of each process
 * @param fileBytes         longest file that can be written
 * @param scratchBytes      everything in the scratch folder, which is memory
 * @param scratchFiles      files and folders in the scratch folder
 * @param outputBytes       of standard output, and of standard error: more ends the run
 */
public record SandboxLimits(
        long wallMs, int cpuSeconds, long addressSpaceBytes, long residentBytes, int processes, int openFiles, long fileBytes,
        long scratchBytes, int scratchFiles, int outputBytes) {
    private static final long MIB = 1 << 20;

    /**
     * Ten seconds are the reference system's limit; a program of a coding task needs some 20 MiB and one process, so
     * the rest is some 25 times what is needed, and little enough that a hostile one is not noticed on the machine.
     */
    public static final SandboxLimits DEFAULT = new SandboxLimits(10_000, 10, 512 * MIB, 640 * MIB, 16, 64, 16 * MIB, 32 * MIB, 1_000,
            256 << 10);

    public SandboxLimits {
        if (wallMs < 1 || cpuSeconds < 1 || addressSpaceBytes < 64 * MIB || residentBytes < 32 * MIB || processes < 4 || openFiles < 16
                || fileBytes < 1 || scratchBytes < 4_096 || scratchFiles < 8 || outputBytes < 1_024) {
            throw new MaestroException(SandboxErrors.SANDBOX_LIMITS,
                    "every limit is positive, with at least 64 MiB of address space, 32 MiB of resident memory, "
                            + "4 processes, 16 open files, 8 scratch files of 4,096 bytes and 1,024 bytes of output");
        }
    }

    /** @param ms at least 1; processor time is cut to it, rounded up to whole seconds */
    public SandboxLimits withWallMs(long ms) {
        return new SandboxLimits(ms, (int) Math.max(1, Math.min(cpuSeconds, (ms + 999) / 1_000)), addressSpaceBytes, residentBytes,
                processes, openFiles,
                fileBytes, scratchBytes, scratchFiles, outputBytes);
    }
}
