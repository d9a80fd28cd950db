package dev.maestro.rules;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.NodeList;
import com.github.javaparser.ast.expr.BinaryExpr;
import com.github.javaparser.ast.expr.ConditionalExpr;
import com.github.javaparser.ast.expr.EnclosedExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.expr.LiteralExpr;
import com.github.javaparser.ast.expr.LiteralStringValueExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import com.github.javaparser.ast.expr.ThisExpr;
import com.github.javaparser.ast.expr.UnaryExpr;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.drools.mvel.parser.ast.expr.DrlxExpression;
import org.drools.mvel.parser.ast.expr.HalfBinaryExpr;
import org.drools.mvel.parser.ast.expr.HalfPointFreeExpr;
import org.drools.mvel.parser.ast.expr.PointFreeExpr;
import org.drools.mvel.parser.printer.PrintUtil;

/**
 * Holds one expression against what a rule may say. It names each form that it knows and refuses every other, so that what a
 * later version of the engine understands is refused, too.
 *
 * @param names   what stands for a value here: components of the matched fact, and variables
 * @param problem told of each thing that is not allowed, and where
 */
record ExpressionCheck(Set<String> names, BiConsumer<Node, String> problem) {
    private static final int MAX_SHOWN = 60;
    private static final Set<UnaryExpr.Operator> SIGNS = Set.of(UnaryExpr.Operator.LOGICAL_COMPLEMENT, UnaryExpr.Operator.MINUS,
            UnaryExpr.Operator.PLUS);

    /** Drools' own forms do not all tell their children, so each is taken apart here. */
    void check(Expression expression) {
        if (expression instanceof DrlxExpression whole) {
            check(whole.getExpr());
        } else if (expression instanceof EnclosedExpr enclosed) {
            check(enclosed.getInner());
        } else if (expression instanceof UnaryExpr unary && SIGNS.contains(unary.getOperator())) {
            check(unary.getExpression());
        } else if (expression instanceof BinaryExpr binary) {
            check(binary.getLeft());
            check(binary.getRight());
        } else if (expression instanceof HalfBinaryExpr half) {
            check(half.getRight());
        } else if (expression instanceof ConditionalExpr choice) {
            check(choice.getCondition());
            check(choice.getThenExpr());
            check(choice.getElseExpr());
        } else if (expression instanceof PointFreeExpr operation) {
            check(operation.getLeft());
            operator(operation, operation.getOperator().asString(), operation.getRight());
        } else if (expression instanceof HalfPointFreeExpr operation) {
            operator(operation, operation.getOperator().asString(), operation.getRight());
        } else if (expression instanceof NameExpr name) {
            name(name);
        } else if (expression instanceof FieldAccessExpr field) {
            field(field);
        } else if (expression instanceof MethodCallExpr call) {
            call(call);
        } else if (!(expression instanceof LiteralExpr || expression instanceof ThisExpr self && self.getTypeName().isEmpty())) {
            refuse(expression, "is no form that a rule may use; compare components of facts with values and with one another");
        }
    }

    private void name(NameExpr name) {
        String text = name.getNameAsString();
        if (!names.contains(text)) {
            refuse(name, "is no component of the fact and no variable of the rule; there are: " + RuleWords.list(new TreeSet<>(names)));
        }
    }

    private void field(FieldAccessExpr field) {
        if (RuleWords.subject(PrintUtil.printNode(field))) {
            return;
        }
        if (!RuleWords.component(field.getNameAsString())) {
            refuse(field, "reads what is no component of a fact; a variable's components are read as $variable.component()");
            return;
        }
        check(field.getScope());
    }

    private void call(MethodCallExpr call) {
        String name = call.getNameAsString();
        if (call.getScope().isEmpty()) {
            refuse(call, "calls \"" + name + "\", which is a function; functions and eval are not for rules");
            return;
        }
        boolean reads = call.getArguments().isEmpty() && RuleWords.component(name);
        if (!reads && !RuleWords.TEXT_CALLS.contains(name)) {
            refuse(call, "calls \"" + name + "\"; of a text a rule may call: " + RuleWords.list(RuleWords.TEXT_CALLS));
            return;
        }
        check(call.getScope().get());
        if (name.equals("matches")) {
            pattern(call, call.getArguments());
        } else {
            call.getArguments().forEach(this::check);
        }
    }

    private void operator(Expression operation, String operator, NodeList<Expression> right) {
        if (!RuleWords.OPERATORS.contains(operator.replaceFirst("\\[\\w+]$", ""))) {
            refuse(operation,
                    "uses the operator \"" + operator + "\"; beside comparisons there are: " + RuleWords.list(RuleWords.OPERATORS));
        } else if (operator.equals("matches")) {
            pattern(operation, right);
        } else {
            right.forEach(this::check);
        }
    }

    /** A pattern is written out, so that it is known to be one before the first call. */
    private void pattern(Expression where, NodeList<Expression> arguments) {
        if (arguments.size() != 1 || !(arguments.getFirst().orElseThrow() instanceof StringLiteralExpr literal)) {
            refuse(where, "matches by a pattern that is not written out; write it as one text in quotation marks");
            return;
        }
        try {
            Pattern.compile(((LiteralStringValueExpr) literal).getValue().translateEscapes());
        } catch (IllegalArgumentException e) {
            refuse(where, "matches by what is no pattern: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private void refuse(Node node, String reason) {
        String text = PrintUtil.printNode(node).replaceAll("\\s+", " ");
        problem.accept(node, "\"" + (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text) + "\" " + reason);
    }
}
