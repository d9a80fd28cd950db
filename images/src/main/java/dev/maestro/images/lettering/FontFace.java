package dev.maestro.images.lettering;

/** The typefaces that come with the program as files: Liberation (SIL Open Font License) and DejaVu (Bitstream Vera licence). */
public enum FontFace {
    SANS("liberation/LiberationSans-Regular.ttf"),
    SANS_BOLD("liberation/LiberationSans-Bold.ttf"),
    SANS_ITALIC("liberation/LiberationSans-Italic.ttf"),
    SERIF("liberation/LiberationSerif-Regular.ttf"),
    SERIF_BOLD("liberation/LiberationSerif-Bold.ttf"),
    SERIF_ITALIC("liberation/LiberationSerif-Italic.ttf"),
    MONO("liberation/LiberationMono-Regular.ttf"),
    MONO_BOLD("liberation/LiberationMono-Bold.ttf"),
    DEJAVU_SANS("net/sf/jasperreports/fonts/dejavu/DejaVuSans.ttf"),
    DEJAVU_SANS_BOLD("net/sf/jasperreports/fonts/dejavu/DejaVuSans-Bold.ttf"),
    DEJAVU_CONDENSED("net/sf/jasperreports/fonts/dejavu/DejaVuSansCondensed.ttf"),
    DEJAVU_CONDENSED_BOLD("net/sf/jasperreports/fonts/dejavu/DejaVuSansCondensed-Bold.ttf"),
    DEJAVU_SERIF("net/sf/jasperreports/fonts/dejavu/DejaVuSerif.ttf"),
    DEJAVU_SERIF_BOLD("net/sf/jasperreports/fonts/dejavu/DejaVuSerif-Bold.ttf"),
    DEJAVU_MONO("net/sf/jasperreports/fonts/dejavu/DejaVuSansMono.ttf"),
    DEJAVU_MONO_BOLD("net/sf/jasperreports/fonts/dejavu/DejaVuSansMono-Bold.ttf");

    private final String resource;

    FontFace(String resource) {
        this.resource = resource;
    }

    String resource() {
        return resource;
    }
}
