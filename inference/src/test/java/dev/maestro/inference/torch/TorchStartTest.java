package dev.maestro.inference.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.maestro.policy.checkpoint.TorchUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchStartTest {
    @TempDir
    private Path folder;

    /** Natives cannot be exchanged in a process, so each try has its own. */
    public static final class Child {
        private Child() {}

        public static void main(String[] args) {
            try {
                TorchSettings settings = TorchSettings.standard().unpackedUnder(Path.of(args[0]));
                Torch.start(args.length == 1 ? settings : settings.with(Path.of(args[1]), args[2]));
                System.out.println("started");
            } catch (TorchUnavailableException e) {
                System.out.println("refused " + e.getMessage());
            }
        }
    }

    private String startInAnotherProcess(String flavor) throws IOException, InterruptedException {
        return output(new ProcessBuilder(child(folder.resolve("lib").toString(), flavor)));
    }

    private List<String> child(String... more) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                        "-cp", System.getProperty("java.class.path"), Child.class.getName(), folder.resolve("cache").toString()));
        command.addAll(List.of(more));
        return command;
    }

    private static String output(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    @Test
    void a_folder_without_natives_in_the_environment_is_refused_and_not_passed_over() throws Exception {
        ProcessBuilder command = new ProcessBuilder(child());
        command.environment().put("PYTORCH_LIBRARY_PATH", folder.resolve("lib").toString());
        assertThat(output(command)).contains("refused TORCH_NATIVES_MISSING", folder.resolve("lib") + " (PYTORCH_LIBRARY_PATH)");
    }

    @Test
    void a_folder_without_natives_is_refused() throws Exception {
        assertThat(startInAnotherProcess("cpu")).contains("refused TORCH_NATIVES_MISSING", "torch/lib");
    }

    @Test
    void natives_that_do_not_load_are_refused_and_the_process_goes_on() throws Exception {
        Files.createDirectories(folder.resolve("lib"));
        for (String library : List.of("torch", "torch_cpu", "c10")) {
            Files.writeString(folder.resolve("lib").resolve(System.mapLibraryName(library)), "not a library");
        }
        assertThat(startInAnotherProcess("cpu")).contains("refused TORCH_NATIVES_UNUSABLE", folder.resolve("lib").toString(), "for CUDA");
    }

    @Test
    void cuda_without_a_device_is_refused_and_other_natives_need_another_process() {
        Torch torch = Torch.start(TorchSettings.standard());
        assertThat(torch.version()).isEqualTo("2.7.1");
        if (!torch.hasCuda()) {
            assertThatExceptionOfType(TorchUnavailableException.class).isThrownBy(() -> torch.openCuda(0))
                    .withMessageContaining("CUDA_UNAVAILABLE");
        }
        assertThatExceptionOfType(TorchUnavailableException.class)
                .isThrownBy(() -> Torch.start(TorchSettings.standard().with(folder, "cu128")))
                .withMessageContaining("TORCH_ALREADY_STARTED");
    }

    @Test
    void a_cuda_device_that_is_not_there_is_refused_with_those_that_are() {
        assertThatExceptionOfType(TorchUnavailableException.class).isThrownBy(() -> Torch.refuse(0, 0, "cpu", Optional.empty()))
                .withMessageContainingAll("CUDA_UNAVAILABLE", "with cpu natives. Give");
        assertThatExceptionOfType(TorchUnavailableException.class).isThrownBy(() -> Torch.refuse(0, 0, "cu128", Optional.of("no driver")))
                .withMessageContaining("with cu128 natives: no driver.");
        assertThatExceptionOfType(TorchUnavailableException.class).isThrownBy(() -> Torch.refuse(1, 1, "cu128", Optional.empty()))
                .withMessageContainingAll("CUDA_DEVICE_MISSING: cuda:1", "sees 1 CUDA device, cuda:0.");
        assertThatExceptionOfType(TorchUnavailableException.class).isThrownBy(() -> Torch.refuse(7, 4, "cu128", Optional.empty()))
                .withMessageContainingAll("CUDA_DEVICE_MISSING: cuda:7", "4 CUDA devices, cuda:0 to cuda:3");
        assertThatNoException().isThrownBy(() -> Torch.refuse(3, 4, "cu128", Optional.empty()));
    }

    @Test
    void the_runtime_that_is_loaded_is_found_by_its_name_whatever_its_version() {
        Stream<String> maps = Stream.of(
                "7f1c5e400000-7f1c5e500000 r-xp 00000000 fe:00 1234                       /opt/a venv/lib/libc10.so",
                "7f1c5e600000-7f1c5e700000 rw-p 00000000 00:00 0",
                "7f1c5e600000-7f1c5e700000 r-xp 00000000 fe:00 1235                       /opt/a venv/nvidia/cuda_runtime/lib/libcudart.so.12");
        assertThat(CudaRuntime.libraryIn(maps)).hasValue(Path.of("/opt/a venv/nvidia/cuda_runtime/lib/libcudart.so.12"));
        assertThat(CudaRuntime.libraryIn(Stream.of("7f1c5e600000-7f1c5e700000 rw-p 00000000 00:00 0 [stack]", ""))).isEmpty();
    }

    @Test
    void a_cache_that_cannot_be_written_is_refused() throws Exception {
        Files.writeString(folder.resolve("cache"), "a file");
        assertThat(startInAnotherProcess("cpu")).contains("refused TORCH_CACHE_UNUSABLE");
    }
}
