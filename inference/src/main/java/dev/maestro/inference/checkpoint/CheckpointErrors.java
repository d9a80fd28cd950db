package dev.maestro.inference.checkpoint;

import dev.maestro.core.errors.ErrorCode;

/** Checkpoint folders that cannot be used. */
public enum CheckpointErrors implements ErrorCode {
    CONFIG_MISSING("The folder has no config.json. Give the folder of a published checkpoint, with all of its files."),
    CONFIG_INVALID("The config.json cannot be read, or is no JSON. Fetch it again."),
    CONFIG_MODEL_UNSUPPORTED("The checkpoint is of a model that this program does not compute. Use one of those that the message names."),
    CONFIG_UNSUPPORTED(
            "The config.json asks for things that this program does not do. The message lists all of them; use another checkpoint."),
    GENERATION_CONFIG_INVALID(
            "The generation_config.json cannot be read, or holds a value outside its range. Fetch it again, or mend the value."),
    CHECKPOINT_UNREADABLE("A file of the checkpoint cannot be read. Check its permissions and the disk."),
    CHECKPOINT_WEIGHTS_MISSING("The folder holds no weights as safetensors. Fetch them, or save them so."),
    CHECKPOINT_INDEX_INVALID("The index of the weights cannot be read, or names what is no file of the folder. Fetch it again."),
    CHECKPOINT_SHARD_MISSING("A file of weights that the index names is not there. Fetch it."),
    CHECKPOINT_TENSOR_TWICE(
            "A tensor is in the checkpoint twice, so nobody can tell which one is meant. Fetch the files again, each from the same place."),
    CHECKPOINT_TENSOR_MISSING(
            "A tensor that the model needs is not in the weights. Use the weights and the config.json of the same checkpoint."),
    CHECKPOINT_SHAPE_WRONG(
            "A tensor has another shape than config.json asks for. Use the weights and the config.json of the same checkpoint."),
    CHECKPOINT_DTYPE_UNSUPPORTED(
            "A tensor is stored in a number format that weights cannot have here. Save the weights as float32, bfloat16 or float16."),
    CHECKPOINT_NOT_FINITE(
            "A tensor holds values that are not finite numbers. Fetch it again, or use a checkpoint from before training went wrong."),
    CHECKPOINT_NOT_SAFETENSORS("A file of weights is no safetensors file. Save the weights as safetensors."),
    CHECKPOINT_INCONSISTENT("A file of weights contradicts itself or its index. Fetch the files again."),
    CHECKPOINT_TRUNCATED("A file of weights ends too early. Fetch it again."),
    CHECKPOINT_CHANGED("A file of weights was replaced while it was read. Load the checkpoint again when nobody writes to its folder."),
    DTYPE_UNSUPPORTED("The device does not compute in the number format that was asked for. Choose another format or another device."),
    MEMORY_TOO_SMALL(
            "The weights and a least number of tokens do not fit into the memory there is. Free memory, allow more, or use a smaller model.");

    private final String meaning;

    CheckpointErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
