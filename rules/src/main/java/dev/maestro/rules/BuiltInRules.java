package dev.maestro.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.drools.model.Model;

/** The rules that come with the program, as the build compiled them: executable models, beside their sources. */
final class BuiltInRules {
    /** Every source, by stage and concern; a test holds the list against the folder. */
    static final List<String> SOURCES = List.of(
            "admit/expert", "admit/images", "admit/input", "admit/pair", "admit/skill",
            "dispatch/leaf", "dispatch/meaning", "dispatch/named", "dispatch/route",
            "limits/approval", "limits/health");

    /** Where the build writes the names of the compiled models: group and artifact of the pom. */
    private static final String MODEL_NAMES = "/META-INF/kie/dev.maestro/maestro-rules/drools-model";

    private BuiltInRules() {}

    static List<Model> models() {
        List<Model> models = new ArrayList<>();
        for (String line : read(MODEL_NAMES).lines().toList()) {
            if (!line.startsWith("dev.maestro.rules.")) {
                continue;
            }
            try {
                models.add((Model) Class.forName(line).getDeclaredConstructor().newInstance());
            } catch (ClassNotFoundException | NoSuchMethodException | InstantiationException | IllegalAccessException
                    | InvocationTargetException e) {
                throw new IllegalStateException("compiled rules " + line + " are not on the class path; build the rules module again", e);
            }
        }
        if (models.isEmpty()) {
            throw new IllegalStateException(MODEL_NAMES + " names no compiled rules; build the rules module again");
        }
        return models;
    }

    /** {@code sha256:} and the hash of all sources, in the order of {@link #SOURCES}. */
    static String identity() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String source : SOURCES) {
                digest.update((source + '\n' + read("/META-INF/maestro/rules/" + source + ".drl")).getBytes(StandardCharsets.UTF_8));
            }
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String read(String resource) {
        try (InputStream in = BuiltInRules.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path; build the rules module again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
