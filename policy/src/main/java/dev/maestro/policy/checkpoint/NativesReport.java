package dev.maestro.policy.checkpoint;

/**
 * PyTorch as it runs in this process.
 *
 * @param threads     of one operation
 * @param cudaDevices that this process sees
 */
public record NativesReport(String version, int threads, int cudaDevices) {}
