package dev.maestro.rules;

import dev.maestro.core.registry.RuleSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.compiler.kie.builder.impl.InternalKieModule;
import org.drools.model.Model;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;

/** Compiles the rules that operators keep in the registry. */
final class OperatorRules {
    private static final AtomicLong COMPILATIONS = new AtomicLong();
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)");
    private static final Pattern RULE = Pattern.compile("(?m)^\\s*rule\\s+(?:\"([^\"]+)\"|'([^']+)'|(\\w+))");

    private static final String CLASS = ".class";
    private static final String PACKAGES = "dev/maestro/rules/";

    private OperatorRules() {}

    /** @throws RuleCompileException when a source does not compile, is not of its stage's package, or does more than rules may */
    static List<Model> compile(List<RuleSource> sources, List<Model> builtIn) {
        if (sources.isEmpty()) {
            return List.of();
        }
        List<RuleProblem> problems = new ArrayList<>(formProblems(sources, builtIn));
        sources.forEach(s -> problems.addAll(SourceCheck.of(s)));
        if (!problems.isEmpty()) {
            throw new RuleCompileException(problems);
        }
        KieServices services = KieServices.get();
        ReleaseId release = services.newReleaseId("dev.maestro.operator", "rules", Long.toString(COMPILATIONS.incrementAndGet()));
        Map<String, String> namesByPath = new TreeMap<>();
        KieFileSystem files = services.newKieFileSystem().generateAndWritePomXML(release);
        for (int i = 0; i < sources.size(); i++) {
            RuleSource source = sources.get(i);
            String path = "dev/maestro/rules/" + source.stage() + "/operator" + i + ".drl";
            namesByPath.put(path, source.name());
            files.write("src/main/resources/" + path, source.drl());
        }
        try {
            KieBuilder builder = services.newKieBuilder(files, OperatorRules.class.getClassLoader()).buildAll(ExecutableModelProject.class);
            List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
            if (!errors.isEmpty()) {
                throw new RuleCompileException(errors.stream().map(m -> problem(m, namesByPath)).distinct().toList());
            }
            return load((InternalKieModule) builder.getKieModule(), release, String.join(", ", namesByPath.values()));
        } finally {
            services.getRepository().removeKieModule(release);
        }
    }

    /** The engine's own loader would run whatever was compiled; ours looks first. */
    private static List<Model> load(InternalKieModule module, ReleaseId release, String names) {
        Map<String, byte[]> classes = new TreeMap<>();
        for (String file : module.getFileNames()) {
            if (file.endsWith(CLASS) && file.startsWith(PACKAGES)) {
                classes.put(file.substring(0, file.length() - CLASS.length()), module.getBytes(file));
            }
        }
        CompiledRules rules = new CompiledRules(classes);
        List<RuleProblem> beyond = rules.beyondTheList().stream()
                .map(what -> new RuleProblem(names, 0, "uses " + what + ", which rules may not; they match facts and insert verdicts"))
                .toList();
        if (!beyond.isEmpty()) {
            throw new RuleCompileException(beyond);
        }
        RuleClassLoader loader = new RuleClassLoader(classes.keySet(), rules);
        String listed = new String(
                module.getBytes("META-INF/kie/" + release.getGroupId() + "/" + release.getArtifactId() + "/drools-model"),
                StandardCharsets.UTF_8);
        List<Model> models = new ArrayList<>();
        for (String line : listed.lines().filter(l -> l.startsWith("dev.maestro.rules.")).toList()) {
            try {
                models.add((Model) loader.loadClass(line).getDeclaredConstructor().newInstance());
            } catch (ReflectiveOperationException | LinkageError e) {
                throw new IllegalStateException("compiled rules of " + names + " cannot be loaded", e);
            }
        }
        return List.copyOf(models);
    }

    /** The source that has a rule of this name; empty when it is none of theirs. */
    static Optional<String> sourceOf(List<RuleSource> sources, String rule) {
        for (RuleSource source : sources) {
            Matcher found = RULE.matcher(source.drl());
            while (found.find()) {
                if (name(found).equals(rule)) {
                    return Optional.of(source.name());
                }
            }
        }
        return Optional.empty();
    }

    private static String name(Matcher rule) {
        return rule.group(1) != null ? rule.group(1) : rule.group(2) != null ? rule.group(2) : rule.group(3);
    }

    private static RuleProblem problem(Message message, Map<String, String> namesByPath) {
        String path = message.getPath() == null ? "" : message.getPath();
        String name = namesByPath.entrySet().stream()
                .filter(e -> path.endsWith(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> namesByPath.size() == 1 ? namesByPath.values().iterator().next() : "rule_sources");
        return new RuleProblem(name, Math.max(0, message.getLine()), message.getText().strip());
    }

    private static List<RuleProblem> formProblems(List<RuleSource> sources, List<Model> builtIn) {
        List<RuleProblem> problems = new ArrayList<>();
        Map<String, String> owners = new TreeMap<>();
        builtIn.forEach(m -> m.getRules().forEach(r -> owners.put(m.getPackageName() + '\n' + r.getName(), "the built-in rules")));
        for (RuleSource source : sources) {
            String expected = "dev.maestro.rules." + source.stage();
            Matcher declared = PACKAGE.matcher(source.drl());
            if (!declared.find()) {
                problems.add(new RuleProblem(source.name(), 1, "no package; begin with: package " + expected));
            } else if (!declared.group(1).equals(expected)) {
                problems.add(new RuleProblem(source.name(), lineOf(source.drl(), declared.start(1)),
                        "package " + declared.group(1) + " in a source of stage " + source.stage() + "; write: package " + expected));
            }
            Matcher rule = RULE.matcher(source.drl());
            while (rule.find()) {
                String name = name(rule);
                String owner = owners.putIfAbsent(expected + '\n' + name, source.name());
                if (owner != null) {
                    problems.add(new RuleProblem(source.name(), lineOf(source.drl(), rule.start()),
                            "rule \"" + name + "\" is already in " + owner + "; choose another name"));
                }
            }
        }
        return problems;
    }

    private static int lineOf(String text, int offset) {
        return (int) text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
    }
}
