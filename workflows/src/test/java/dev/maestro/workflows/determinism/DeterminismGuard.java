package dev.maestro.workflows.determinism;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import io.temporal.activity.ActivityInterface;
import io.temporal.workflow.WorkflowInterface;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the code that runs inside workflows as far as it goes, and finds what must not run there. It starts at every method of
 * every workflow implementation, and at what the converter calls to make the values that workflows, their queries, signals
 * and activities exchange. From there it follows calls, method references and lambdas into this program's classes; a call of an
 * abstract or overridden method leads to all that implement it, and whatever is made may be compared and printed. It ends
 * at activity interfaces, behind which everything is allowed.
 */
final class DeterminismGuard {
    private static final String OURS = "dev.maestro.";
    private static final Set<String> CALLED_BY_LIBRARIES = Set.of("toString", "equals", "hashCode", "compareTo");
    private static final List<String> READ_BY_JACKSON = List.of("com.fasterxml.jackson.annotation.JsonCreator",
            "com.fasterxml.jackson.annotation.JsonValue");

    private final JavaClasses classes;
    private final Map<JavaCodeUnit, Optional<JavaCodeUnit>> cameFrom = new LinkedHashMap<>();
    private final Deque<JavaCodeUnit> open = new ArrayDeque<>();
    private final Set<String> violations = new LinkedHashSet<>();

    private DeterminismGuard(JavaClasses classes) {
        this.classes = classes;
    }

    /** @param roots workflow implementations; their interfaces are annotated */
    static DeterminismGuard follow(JavaClasses classes, Collection<JavaClass> roots) {
        DeterminismGuard guard = new DeterminismGuard(classes);
        Set<JavaClass> exchanged = new LinkedHashSet<>();
        for (JavaClass root : roots) {
            root.getCodeUnits().forEach(unit -> guard.reach(unit, null));
            guard.exchangedBy(root, exchanged);
        }
        exchanged.forEach(guard::reachConverted);
        guard.followAll();
        return guard;
    }

    /** What must not be, each with the way to it, sorted. */
    List<String> violations() {
        return violations.stream().sorted().toList();
    }

    /** Full names of the classes some of whose code runs inside workflows. */
    Set<String> reached() {
        Set<String> names = new LinkedHashSet<>();
        cameFrom.keySet().forEach(unit -> names.add(unit.getOwner().getName()));
        return names;
    }

    private void followAll() {
        for (JavaCodeUnit unit = open.poll(); unit != null; unit = open.poll()) {
            if (unit.getModifiers().contains(JavaModifier.SYNCHRONIZED)) {
                refuse(unit, "is synchronized");
            }
            for (JavaAccess<?> access : unit.getAccessesFromSelf()) {
                follow(unit, access);
            }
            unit.getCodeUnitReferencesFromSelf().forEach(reference -> follow(reference.getOrigin(), reference));
        }
    }

    private void follow(JavaCodeUnit from, JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        if (owner.isArray()) {
            return;
        }
        if (!owner.getName().startsWith(OURS)) {
            ForbiddenInWorkflows.why(access).ifPresent(why -> refuse(from, why + " (line " + access.getLineNumber() + ")"));
            return;
        }
        if (owner.isAnnotatedWith(ActivityInterface.class)) {
            return;
        }
        initialised(owner, from);
        Optional<? extends JavaMember> target = access.getTarget().resolveMember();
        if (target.isPresent() && target.get() instanceof JavaCodeUnit unit) {
            reach(unit, from);
            if (unit instanceof JavaMethod method) {
                overriding(method).forEach(each -> reach(each, from));
            } else if (unit instanceof JavaConstructor) {
                made(unit.getOwner(), from);
            }
        }
    }

    /** The methods that may run in its place. */
    private List<JavaCodeUnit> overriding(JavaMethod method) {
        List<JavaCodeUnit> found = new ArrayList<>();
        if (method.getModifiers().contains(JavaModifier.STATIC) || method.getModifiers().contains(JavaModifier.PRIVATE)) {
            return found;
        }
        for (JavaClass sub : method.getOwner().getAllSubclasses()) {
            if (classes.contain(sub.getName())) {
                sub.tryGetMethod(method.getName(), method.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new))
                        .ifPresent(found::add);
                // Of a generic method: the types differ, the name does not.
                sub.getMethods().stream()
                        .filter(each -> each.getName().equals(method.getName())
                                && each.getRawParameterTypes().size() == method.getRawParameterTypes().size())
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** A class that is made may be printed and compared, and called back by whoever it was given to. */
    private void made(JavaClass type, JavaCodeUnit from) {
        for (JavaMethod method : type.getMethods()) {
            if (CALLED_BY_LIBRARIES.contains(method.getName()) || overridesForeign(method)) {
                reach(method, from);
            }
        }
    }

    private static boolean overridesForeign(JavaMethod method) {
        JavaClass owner = method.getOwner();
        return owner.getAllRawInterfaces().stream().filter(each -> !each.getName().startsWith(OURS))
                .flatMap(each -> each.getMethods().stream())
                .anyMatch(each -> each.getName().equals(method.getName())
                        && each.getRawParameterTypes().size() == method.getRawParameterTypes().size());
    }

    private void initialised(JavaClass type, JavaCodeUnit from) {
        type.getStaticInitializer().ifPresent(unit -> reach(unit, from));
    }

    private void reach(JavaCodeUnit unit, @Nullable JavaCodeUnit from) {
        JavaClass owner = unit.getOwner();
        if (owner.getName().startsWith(OURS) && !owner.isAnnotatedWith(ActivityInterface.class)
                && cameFrom.putIfAbsent(unit, Optional.ofNullable(from)) == null) {
            open.add(unit);
            initialised(owner, unit);
        }
    }

    private void refuse(JavaCodeUnit where, String what) {
        List<String> way = new ArrayList<>();
        for (Optional<JavaCodeUnit> unit = Optional.of(where); unit.isPresent(); unit = cameFrom.get(unit.get())) {
            way.add(unit.get().getOwner().getSimpleName() + "." + unit.get().getName());
        }
        violations.add(where.getFullName() + " " + what + "; way: " + String.join(" < ", way));
    }

    /** Types of the methods of a workflow's interface and of the activities' that it depends on, with all that they are made of. */
    private void exchangedBy(JavaClass root, Set<JavaClass> found) {
        for (JavaClass type : root.getAllRawInterfaces()) {
            if (type.isAnnotatedWith(WorkflowInterface.class)) {
                type.getMethods().forEach(method -> exchanged(method, found));
            }
        }
        for (JavaClass type : classes) {
            if (type.isAnnotatedWith(ActivityInterface.class)) {
                type.getMethods().forEach(method -> exchanged(method, found));
            }
        }
    }

    private void exchanged(JavaMethod method, Set<JavaClass> found) {
        exchanged(method.getReturnType(), found);
        method.getParameterTypes().forEach(type -> exchanged(type, found));
    }

    private void exchanged(JavaType type, Set<JavaClass> found) {
        if (type instanceof JavaParameterizedType parameterized) {
            parameterized.getActualTypeArguments().forEach(each -> exchanged(each, found));
        }
        JavaClass raw = type.toErasure();
        if (!raw.getName().startsWith(OURS) || !found.add(raw)) {
            return;
        }
        raw.getFields().stream().filter(field -> !field.getModifiers().contains(JavaModifier.STATIC)).forEach(field -> {
            if (ForbiddenInWorkflows.isUnordered(field)) {
                violations.add(field.getFullName() + " is exchanged with activities and read into a set of the converter's choice");
            }
            exchanged(field.getType(), found);
        });
        raw.getAllSubclasses().forEach(each -> exchanged(each, found));
    }

    private void reachConverted(JavaClass type) {
        type.getConstructors().forEach(unit -> {
            reach(unit, null);
            made(type, unit);
        });
        type.getMethods().stream()
                .filter(method -> READ_BY_JACKSON.stream().anyMatch(method::isAnnotatedWith))
                .forEach(method -> reach(method, null));
    }
}
