package dev.maestro.inference.torch;

import dev.maestro.core.errors.ErrorCode;

/** What keeps PyTorch from computing in this process. */
public enum TorchErrors implements ErrorCode {
    TORCH_ALREADY_STARTED(
            "PyTorch runs in this process with other natives than those asked for, and they cannot be exchanged. Use another process."),
    TORCH_NATIVES_UNUSABLE("The natives of PyTorch do not load on this machine. The message says why, and which ones do."),
    TORCH_NATIVES_MISSING(
            "The folder that should hold the natives of PyTorch holds none. Give the torch/lib folder of an installed PyTorch."),
    TORCH_CACHE_UNUSABLE("The natives of PyTorch cannot be unpacked into their folder. Free space there, or choose another folder."),
    TORCH_THREADS_INVALID("The number of threads of an operation is outside its range. Give 1 to 1024, or 0 for one per core."),
    TORCH_FLAVOR_UNKNOWN("There is no bridge to a PyTorch of this flavor. Write one of those that the message lists."),
    CUDA_UNAVAILABLE("No CUDA device can be used with these natives. Give natives for CUDA and a machine with a device, or choose cpu."),
    CUDA_DEVICE_MISSING("The machine has fewer CUDA devices than the number asked for. Name one of those that the message lists.");

    private final String meaning;

    TorchErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
