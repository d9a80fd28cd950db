/** PyTorch in this process: native libraries, programs of tensor operations, and who frees what. */
@NullMarked
package dev.maestro.inference.torch;

import org.jspecify.annotations.NullMarked;
