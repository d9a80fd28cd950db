package dev.maestro.rules;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.ObjectCreationExpr;
import com.github.javaparser.ast.stmt.BlockStmt;
import com.github.javaparser.ast.stmt.ExpressionStmt;
import com.github.javaparser.ast.stmt.Statement;
import dev.maestro.core.registry.RuleSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.AttributeDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.BindingDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.EvalDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.ImportDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.QueryDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsParserException;
import org.drools.model.codegen.execmodel.generator.DrlxParseUtil;
import org.drools.mvel.parser.ast.expr.DrlxExpression;
import org.kie.internal.builder.conf.LanguageLevelOption;

/**
 * Reads an operator's source before anything compiles it, and refuses all but rules that match facts and insert verdicts. What
 * does not parse is left to the compiler, which says it better and runs nothing.
 */
final class SourceCheck {
    private static final int MAX_CHARACTERS = 100_000;

    /** Facts of which a working memory may hold thousands: three of them joined would be more than it can hold. */
    private static final int MAX_JOINED = 2;
    private static final Pattern PRIORITY = Pattern.compile("-?\\d{1,9}");
    private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\u+");
    private static final String CONSEQUENCE_CURE = "write insert(new Refusal(\"CODE\", \"reason\")); and the like, one after the other";

    private final RuleSource source;
    private final List<RuleProblem> problems = new ArrayList<>();

    private SourceCheck(RuleSource source) {
        this.source = source;
    }

    static List<RuleProblem> of(RuleSource source) {
        SourceCheck check = new SourceCheck(source);
        check.source();
        return check.problems.stream().distinct().toList();
    }

    private void source() {
        if (UNICODE_ESCAPE.matcher(source.drl()).find()) {
            // The compiler reads them before it reads the text, so that what looks like a text may be code.
            refuse(lineOf("\\u"), "a Unicode escape (\\u…); write the character itself");
            return;
        }
        if (source.drl().length() > MAX_CHARACTERS) {
            refuse(1, "has more than " + MAX_CHARACTERS + " characters; split it");
            return;
        }
        Optional<PackageDescr> parsed = parsed();
        if (parsed.isEmpty()) {
            return;
        }
        PackageDescr content = parsed.get();
        for (ImportDescr imported : content.getImports()) {
            if (!RuleWords.importable(imported.getTarget())) {
                refuse(lineOf(imported.getTarget()), "imports " + imported.getTarget() + "; only the facts may be imported: "
                        + RuleWords.FACTS + ".*");
            }
        }
        content.getFunctionImports().forEach(f -> refuse(lineOf(f.getTarget()), "imports the function " + f.getTarget() + "; remove it"));
        content.getAccumulateImports().forEach(a -> refuse(lineOf(a.getTarget()), "imports " + a.getTarget() + "; remove it"));
        content.getGlobals().forEach(g -> refuse(g.getLine(), "declares the global \"" + g.getIdentifier() + "\"; rules have facts only"));
        none("declares a function; write what it says into the rules", content.getFunctions());
        none("declares a type; rules match the facts only: " + RuleWords.facts(), content.getTypeDeclarations());
        none("declares an enumeration; remove it", content.getEnumDeclarations());
        none("declares an entry point; remove it", content.getEntryPointDeclarations());
        none("declares a window; remove it", content.getWindowDeclarations());
        if (content.getUnit() != null) {
            refuse(lineOf("unit"), "names a rule unit; remove it");
        }
        attributes("the source", content.getAttributes());
        content.getRules().forEach(this::rule);
    }

    private Optional<PackageDescr> parsed() {
        try {
            DrlParser parser = new DrlParser(LanguageLevelOption.DRL6);
            PackageDescr content = parser.parse(false, source.drl());
            return parser.hasErrors() ? Optional.empty() : Optional.ofNullable(content);
        } catch (DroolsParserException | RuntimeException notOne) {
            return Optional.empty();
        }
    }

    private void none(String reason, Collection<? extends BaseDescr> declared) {
        declared.forEach(d -> refuse(d.getLine(), reason));
    }

    private void rule(RuleDescr rule) {
        String name = "rule \"" + rule.getName() + "\"";
        if (rule instanceof QueryDescr) {
            refuse(rule.getLine(), "query \"" + rule.getName() + "\": queries are not for rules; remove it");
            return;
        }
        attributes(name, rule.getAttributes().values());
        if (!rule.getAnnotations().isEmpty()) {
            refuse(rule.getLine(), name + " has annotations; remove them");
        }
        if (rule.getParentName() != null) {
            refuse(rule.getLine(), name + " extends another; write out its conditions");
        }
        if (!rule.getNamedConsequences().isEmpty()) {
            refuse(rule.getLine(), name + " has named consequences; write a rule for each");
        }
        Set<String> variables = new HashSet<>();
        if (rule.getLhs() != null) {
            variables(rule.getLhs(), variables);
            joined(name, rule.getLhs());
            element(name, rule.getLhs(), variables);
        }
        consequence(name, rule, variables);
    }

    /** How many patterns of facts that may be many are joined here; what stands within not and exists is counted for itself. */
    private int joined(String rule, BaseDescr element) {
        int joined = 0;
        if (element instanceof PatternDescr pattern) {
            joined = RuleWords.many(pattern.getObjectType()) ? 1 : 0;
        } else if (element instanceof AndDescr and) {
            joined = and.getDescrs().stream().mapToInt(d -> joined(rule, d)).sum();
        } else if (element instanceof OrDescr or) {
            joined = or.getDescrs().stream().mapToInt(d -> joined(rule, d)).max().orElse(0);
        } else if (element instanceof ConditionalElementDescr inner) {
            inner.getDescrs().forEach(d -> joined(rule, (BaseDescr) d));
        }
        if (joined > MAX_JOINED && element instanceof AndDescr) {
            refuse(element.getLine(), rule + " joins " + joined + " patterns of facts of which there may be many (" + RuleWords.MANY
                    + "); at most " + MAX_JOINED + " are possible, so split the rule");
        }
        return joined;
    }

    private void attributes(String owner, Collection<AttributeDescr> attributes) {
        for (AttributeDescr attribute : attributes) {
            boolean allowed = switch (attribute.getName()) {
                case "salience" -> PRIORITY.matcher(attribute.getValue()).matches();
                case "no-loop" -> true;
                case "dialect" -> attribute.getValue().contains("java");
                default -> false;
            };
            if (!allowed) {
                refuse(attribute.getLine(), owner + " has the attribute " + attribute.getName() + " " + attribute.getValue()
                        + "; allowed are no-loop and a salience that is a number");
            }
        }
    }

    private static void variables(BaseDescr element, Set<String> variables) {
        if (element instanceof PatternDescr pattern) {
            if (pattern.getIdentifier() != null) {
                variables.add(pattern.getIdentifier());
            }
            pattern.getConstraint().getDescrs().forEach(d -> bound(d, variables));
        } else if (element instanceof ConditionalElementDescr group) {
            group.getDescrs().forEach(d -> variables((BaseDescr) d, variables));
        }
    }

    private static void bound(BaseDescr constraint, Set<String> variables) {
        if (constraint instanceof BindingDescr binding) {
            variables.add(binding.getVariable());
        } else if (constraint instanceof ExprConstraintDescr expression) {
            parse(expression).map(DrlxExpression::getBind).ifPresent(bind -> variables.add(bind.asString()));
        }
    }

    private void element(String rule, BaseDescr element, Set<String> variables) {
        if (element instanceof PatternDescr pattern) {
            pattern(rule, pattern, variables);
        } else if (element instanceof EvalDescr) {
            refuse(element.getLine(), rule + " uses eval; write the condition into the pattern of a fact");
        } else if (element instanceof AndDescr || element instanceof OrDescr || element instanceof NotDescr
                || element instanceof ExistsDescr) {
            // That is all that combines patterns; forall, accumulate and the rest are forms of their own.
            for (Object inner : ((ConditionalElementDescr) element).getDescrs()) {
                element(rule, (BaseDescr) inner, variables);
            }
        } else {
            refuse(element.getLine(), rule + " has a condition of the kind \""
                    + element.getClass().getSimpleName().replace("Descr", "").toLowerCase(Locale.ROOT)
                    + "\"; conditions are patterns of facts, with and, or, not, exists");
        }
    }

    private void pattern(String rule, PatternDescr pattern, Set<String> variables) {
        int line = pattern.getLine();
        if (pattern.getObjectType() == null) {
            refuse(line, rule + " reads by a path; write patterns of facts: " + RuleWords.facts());
            return;
        }
        if (pattern.getSource() != null) {
            refuse(line, rule + " takes " + pattern.getObjectType() + " from elsewhere (from, accumulate, collect, entry-point); "
                    + "rules match facts only");
            return;
        }
        if (!pattern.getBehaviors().isEmpty() || !pattern.getAnnotations().isEmpty() || pattern.isQuery()) {
            refuse(line, rule + " has a pattern with a window, an annotation or a query; remove it");
            return;
        }
        Optional<Class<?>> fact = RuleWords.fact(pattern.getObjectType());
        if (fact.isEmpty()) {
            refuse(line, rule + " matches " + pattern.getObjectType() + ", which is no fact; there are: " + RuleWords.facts());
            return;
        }
        Set<String> names = new HashSet<>(variables);
        names.addAll(RuleWords.components(fact.get()));
        pattern.getConstraint().getDescrs().forEach(d -> constraint(rule, fact.get(), line, d, names));
    }

    private void constraint(String rule, Class<?> fact, int patternLine, BaseDescr constraint, Set<String> names) {
        int line = constraint.getLine() > 0 ? constraint.getLine() : patternLine;
        if (!(constraint instanceof ExprConstraintDescr expression)) {
            refuse(line, rule + ": " + constraint + " is no condition that a rule may have");
            return;
        }
        Optional<DrlxExpression> parsed = parse(expression);
        if (parsed.isEmpty()) {
            refuse(line, rule + ": \"" + expression.getExpression() + "\" is no condition that a rule may have");
            return;
        }
        new ExpressionCheck(names, (node, reason) -> refuse(line, rule + ": in " + fact.getSimpleName() + " " + reason))
                .check(parsed.get());
    }

    private static Optional<DrlxExpression> parse(ExprConstraintDescr constraint) {
        try {
            return Optional.of(DrlxParseUtil.parseExpression(constraint.getExpression()));
        } catch (RuntimeException | StackOverflowError notOne) {
            return Optional.empty();
        }
    }

    private void consequence(String rule, RuleDescr descr, Set<String> variables) {
        String text = descr.getConsequence() == null ? "" : descr.getConsequence().toString();
        int first = firstLine(descr);
        JavaParser parser = new JavaParser(new ParserConfiguration().setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_17));
        Optional<BlockStmt> block = parser.parseBlock("{" + text + "}").getResult();
        if (block.isEmpty()) {
            // The compiler says why.
            return;
        }
        for (Statement statement : block.get().getStatements()) {
            verdict(rule, statement, first, variables);
        }
    }

    /** The engine gives the line of the word "then", and the text from its first statement on. */
    private int firstLine(RuleDescr descr) {
        List<String> lines = source.drl().lines().toList();
        int line = Math.clamp(descr.getConsequenceLine(), 1, lines.size());
        String rest = lines.get(line - 1);
        rest = rest.substring(Math.max(0, rest.indexOf("then")));
        rest = rest.startsWith("then") ? rest.substring("then".length()) : rest;
        while (rest.isBlank() && line < lines.size()) {
            rest = lines.get(line++);
        }
        return line;
    }

    private void verdict(String rule, Statement statement, int first, Set<String> variables) {
        if (!(statement instanceof ExpressionStmt expression && expression.getExpression() instanceof MethodCallExpr call
                && call.getScope().isEmpty() && call.getNameAsString().equals("insert") && call.getArguments().size() == 1
                && call.getArgument(0) instanceof ObjectCreationExpr made)) {
            refuse(line(first, statement), rule + " does more than insert a verdict; " + CONSEQUENCE_CURE);
            return;
        }
        if (made.getAnonymousClassBody().isPresent() || made.getScope().isPresent()
                || !RuleWords.verdict(made.getType().getNameWithScope())) {
            refuse(line(first, made), rule + " inserts " + made.getType().getNameWithScope() + "; a rule may insert: "
                    + RuleWords.verdicts());
            return;
        }
        ExpressionCheck check = new ExpressionCheck(variables, (node, reason) -> refuse(line(first, node), rule + ": " + reason));
        for (Expression argument : made.getArguments()) {
            check.check(argument);
        }
    }

    private static int line(int first, Node node) {
        return first + node.getBegin().map(at -> at.line).orElse(1) - 1;
    }

    private void refuse(int line, String reason) {
        problems.add(new RuleProblem(source.name(), Math.max(line, 0), reason));
    }

    private int lineOf(String text) {
        int at = source.drl().indexOf(text);
        return at < 0 ? 0 : (int) source.drl().substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    }
}
