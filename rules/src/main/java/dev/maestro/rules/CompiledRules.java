package dev.maestro.rules;

import java.io.ByteArrayInputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantDynamicEntry;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The classes that the compiler made of operators' sources. What they refer to is held against a list, whatever the sources
 * looked like; then each of their methods is made to report its work to the {@link RuleClock}.
 */
final class CompiledRules {
    private static final String CLOCK = RuleClock.class.getName().replace('.', '/');
    private static final ClassDesc CLOCK_DESC = ClassDesc.ofInternalName(CLOCK);
    private static final ClassDesc MATCHER = ClassDesc.of("java.util.regex.Matcher");
    private static final ClassDesc PATTERN = ClassDesc.of("java.util.regex.Pattern");
    private static final ClassDesc CHARS = ClassDesc.of("java.lang.CharSequence");
    private static final Set<String> ALL = Set.of("*");

    /** What the engine's generator writes into the classes, and what rules may call: class to methods and fields. */
    private static final Map<String, Set<String>> LISTED = Map.ofEntries(
            Map.entry("java/lang/Object", Set.of("<init>")),
            Map.entry("java/lang/Enum", Set.of("<init>", "valueOf")),
            Map.entry("java/lang/System", Set.of("arraycopy")),
            Map.entry("java/lang/String", text()),
            Map.entry("java/lang/CharSequence", Set.of()),
            Map.entry("java/lang/Class", Set.of()),
            Map.entry("java/lang/Boolean", Set.of("valueOf", "booleanValue", "TRUE", "FALSE", "TYPE")),
            Map.entry("java/lang/Integer", Set.of("valueOf", "intValue", "TYPE")),
            Map.entry("java/lang/Long", Set.of("valueOf", "longValue", "TYPE")),
            Map.entry("java/lang/Double", Set.of("valueOf", "doubleValue", "TYPE")),
            Map.entry("java/lang/Number", Set.of("intValue", "longValue", "doubleValue")),
            Map.entry("java/lang/RuntimeException", Set.of("<init>")),
            Map.entry("java/lang/IllegalArgumentException", Set.of("<init>")),
            Map.entry("java/lang/Exception", Set.of()),
            Map.entry("java/lang/StringBuilder", Set.of("<init>", "append", "toString")),
            Map.entry("java/math/BigDecimal", Set.of("<init>", "valueOf")),
            Map.entry("java/util/Collections", Set.of("emptyList")),
            Map.entry("java/util/Arrays", Set.of("asList")),
            Map.entry("java/util/List", Set.of("of", "add")),
            Map.entry("java/util/ArrayList", Set.of("<init>", "add")),
            Map.entry("java/util/regex/Pattern", Set.of("compile", "matcher")),
            Map.entry("java/util/regex/Matcher", Set.of("matches")),
            Map.entry("java/util/Locale", Set.of("ENGLISH", "getDefault")),
            Map.entry("java/time/format/DateTimeFormatter", Set.of()),
            Map.entry("java/time/format/DateTimeFormatterBuilder", ALL),
            Map.entry("org/drools/util/DateUtils", Set.of("getDateFormatMask")),
            Map.entry("org/drools/modelcompiler/util/EvaluationUtil", ALL),
            Map.entry("org/drools/modelcompiler/dsl/pattern/D", Set.of("alphaIndexedBy", "and", "any", "betaIndexedBy", "declarationOf",
                    "eval", "execute", "exists", "expr", "not", "on", "or", "pattern", "reactOn", "rule", "typeMetaData")),
            Map.entry("org/drools/model/Drools", Set.of("insert")),
            Map.entry("org/drools/model/operators/ContainsOperator", Set.of("INSTANCE")),
            Map.entry("org/drools/model/operators/ExcludesOperator", Set.of("INSTANCE")),
            Map.entry("org/drools/model/operators/InOperator", Set.of("INSTANCE")),
            Map.entry("org/drools/model/operators/StringStartsWithOperator", Set.of("INSTANCE")),
            Map.entry("org/drools/model/operators/StringEndsWithOperator", Set.of("INSTANCE")),
            Map.entry("org/drools/model/operators/StringLengthWithOperator", Set.of("INSTANCE")),
            Map.entry("org/drools/model/functions/PredicateInformation", Set.of("<init>", "addRuleNames")),
            Map.entry("org/drools/model/impl/RuleBuilder", Set.of("attribute", "build", "metadata")),
            Map.entry("org/drools/model/consequences/ConsequenceBuilder", Set.of()),
            Map.entry("java/lang/invoke/StringConcatFactory", Set.of("makeConcatWithConstants")),
            Map.entry("java/lang/invoke/MethodHandles", Set.of()),
            Map.entry("java/lang/invoke/MethodHandles$Lookup", Set.of()));

    /** The engine's description of rules: it holds what it is given and reaches nothing. */
    private static final Set<String> PREFIXES = Set.of("org/drools/model/PatternDSL$", "org/drools/model/view/",
            "org/drools/model/consequences/ConsequenceBuilder$", "org/drools/model/functions/Block", "org/drools/model/functions/Function",
            "org/drools/model/functions/Predicate", "org/drools/model/Index");

    /** Its types that are named and not called. */
    private static final Set<String> TYPES = Set.of("org/drools/model/Model", "org/drools/model/PatternDSL", "org/drools/model/Rule",
            "org/drools/model/Rule$Attribute",
            "org/drools/model/RuleItemBuilder", "org/drools/model/RuleItem", "org/drools/model/Variable", "org/drools/model/Declaration",
            "org/drools/model/DomainClassMetadata", "org/drools/model/AlphaIndex", "org/drools/model/BetaIndex", "org/drools/model/Query",
            "org/drools/model/Global", "org/drools/model/TypeMetaData", "org/drools/model/EntryPoint",
            "org/drools/model/functions/HashedExpression", "org/drools/model/functions/Operator", "org/drools/model/ConstraintOperator",
            "org/drools/compiler/kie/builder/MaterializedLambda");

    /** What the verifier and the linker of the virtual machine look at beside what the classes name. */
    private static final Set<String> LOOKED_AT = Set.of("java/lang/Throwable", "java/lang/Error", "java/lang/Comparable",
            "java/lang/Iterable", "java/lang/AbstractStringBuilder", "java/io/Serializable", "java/util/Collection",
            "java/util/AbstractList", "java/lang/invoke/MethodType", "java/lang/invoke/CallSite", "org/drools/model/DroolsEntryPoint");

    private static final Set<String> TYPES_CALLED = Set.of("getPropertyIndex", "NO_LOOP", "SALIENCE");

    private final Map<String, byte[]> classes;
    private final ClassFile format;

    /** @param classes the compiled classes by internal name ({@code a/b/C}) */
    CompiledRules(Map<String, byte[]> classes) {
        this.classes = Map.copyOf(classes);
        this.format = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(
                c -> {
                    byte[] own = this.classes.get(c.packageName().replace('.', '/') + "/" + c.displayName());
                    return own != null ? new ByteArrayInputStream(own) : RuleClassLoader.resource(c);
                })));
    }

    private static Set<String> text() {
        Set<String> names = new LinkedHashSet<>(RuleWords.TEXT_CALLS);
        names.add("hashCode");
        names.add("valueOf");
        return Set.copyOf(names);
    }

    /** Whether the loader may hand the class on. */
    static boolean loadable(String internalName) {
        return LOOKED_AT.contains(internalName) || internalName.equals(CLOCK) || listed(internalName);
    }

    private static boolean listed(String internalName) {
        return LISTED.containsKey(internalName) || TYPES.contains(internalName)
                || internalName.startsWith(RuleWords.FACTS.replace('.', '/') + "/")
                || PREFIXES.stream().anyMatch(internalName::startsWith);
    }

    /** Every class, method and field beyond the list, in words; empty: none. */
    Set<String> beyondTheList() {
        Set<String> beyond = new LinkedHashSet<>();
        for (byte[] bytes : classes.values()) {
            ClassModel model = format.parse(bytes);
            model.methods().stream().filter(m -> m.flags().has(AccessFlag.NATIVE)).forEach(m -> beyond.add("a native method"));
            for (PoolEntry entry : model.constantPool()) {
                look(entry, beyond);
            }
        }
        return beyond;
    }

    private void look(PoolEntry entry, Set<String> beyond) {
        if (entry instanceof ClassEntry type) {
            type(type.asInternalName(), beyond);
        } else if (entry instanceof MemberRefEntry member) {
            member(member.owner().asInternalName(), member.name().stringValue(), beyond);
        } else if (entry instanceof InvokeDynamicEntry dynamic) {
            MemberRefEntry method = dynamic.bootstrap().bootstrapMethod().reference();
            member(method.owner().asInternalName(), method.name().stringValue(), beyond);
        } else if (entry instanceof ConstantDynamicEntry) {
            beyond.add("a computed constant");
        }
    }

    private void type(String name, Set<String> beyond) {
        String element = name.startsWith("[") ? name.replaceAll("^\\[+L?|;$", "") : name;
        if (element.length() > 1 && !classes.containsKey(element) && !listed(element)) {
            beyond.add("class " + element.replace('/', '.'));
        }
    }

    private void member(String owner, String name, Set<String> beyond) {
        boolean fine = classes.containsKey(owner)
                || owner.startsWith("[") && name.equals("clone")
                || owner.startsWith(RuleWords.FACTS.replace('.', '/') + "/")
                || LISTED.getOrDefault(owner, Set.of()).contains(name)
                || LISTED.getOrDefault(owner, Set.of()).equals(ALL)
                || TYPES.contains(owner) && TYPES_CALLED.contains(name)
                || PREFIXES.stream().anyMatch(owner::startsWith) && !name.equals("executeScript");
        if (!fine) {
            beyond.add(owner.replace('/', '.') + "." + name);
        }
    }

    /** The class with a report of its work at the begin of each method, and with patterns that can be stopped. */
    byte[] watched(String internalName) {
        ClassModel model = format.parse(classes.get(internalName));
        return format.transformClass(model,
                ClassTransform.transformingMethodBodies(CompiledRules::works, CodeTransform.ofStateful(Watch::new)));
    }

    private static boolean works(MethodModel method) {
        return !method.methodName().stringValue().startsWith("<");
    }

    private static final class Watch implements CodeTransform {
        @Override
        public void atStart(CodeBuilder code) {
            code.invokestatic(CLOCK_DESC, "work", MethodTypeDesc.of(ConstantDescs.CD_void));
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            if (element instanceof InvokeInstruction call && call.owner().asInternalName().equals("java/lang/String")
                    && call.name().equalsString("matches")) {
                code.invokestatic(CLOCK_DESC, "matches",
                        MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_String, ConstantDescs.CD_String));
            } else if (element instanceof InvokeInstruction call && call.owner().asInternalName().equals("java/util/regex/Pattern")
                    && call.name().equalsString("matcher")) {
                code.invokestatic(CLOCK_DESC, "matcher", MethodTypeDesc.of(MATCHER, PATTERN, CHARS));
            } else {
                code.with(element);
            }
        }
    }
}
