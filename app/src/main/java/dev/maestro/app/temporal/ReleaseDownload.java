package dev.maestro.app.temporal;

import dev.maestro.app.program.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Downloads the official release archive, where the internet can be reached and the archive's hash is pinned. */
final class ReleaseDownload implements TemporalBinary.Source {
    private static final int SHOW_EVERY = 10_000_000;

    private final Optional<TemporalRelease> release;
    private final String platform;
    private final Progress progress;

    ReleaseDownload(Optional<TemporalRelease> release, String platform, Progress progress) {
        this.release = release;
        this.platform = platform;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "official release download";
    }

    @Override
    public void fetch(Path target, Path scratch) throws IOException {
        TemporalRelease.Archive archive = release.flatMap(TemporalRelease::archive)
                .orElseThrow(() -> new IOException("no published hash is pinned for " + platform + ", and nothing unverified is run"));
        progress.say("fetching the Temporal server " + TemporalRelease.VERSION + " (45 MB) from the official release");
        Path file = scratch.resolve("temporal.tar.gz");
        download(archive.url(), file);
        ScratchFiles.verify(file, archive.sha256());
        // `tar` is on every Linux and macOS; the archive was verified, so its names can be trusted.
        MachineCommands.Result result = new MachineCommands()
                .run(List.of("tar", "-xzf", file.toString(), "-C", scratch.toString(), "temporal"), scratch, Duration.ofMinutes(2));
        if (result.status() != 0) {
            throw new IOException("cannot unpack it: " + result.lastLine());
        }
        if (!Files.isRegularFile(target)) {
            throw new IOException("the archive holds no file \"temporal\"");
        }
    }

    private void download(String url, Path file) throws IOException {
        HttpClient.Builder builder = HttpClient.newBuilder()
                // Where there is no internet, the next way is tried after this long.
                .connectTimeout(Duration.ofSeconds(5))
                .followRedirects(HttpClient.Redirect.NORMAL);
        Optional.ofNullable(ProxySelector.getDefault()).ifPresent(builder::proxy);
        try (HttpClient client = builder.build()) {
            HttpResponse<InputStream> response = client.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException(url + " answered " + response.statusCode());
                }
                copy(in, file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            throw new IOException("cannot reach " + URI.create(url).getHost() + ": "
                    + Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName()), e);
        }
    }

    private void copy(InputStream in, Path file) throws IOException {
        byte[] buffer = new byte[65_536];
        long total = 0;
        long shown = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                total += read;
                if (total - shown >= SHOW_EVERY) {
                    shown = total;
                    progress.say("  " + total / 1_000_000 + " MB");
                }
            }
        }
    }
}
