package dev.maestro.rules;

import java.io.InputStream;
import java.lang.constant.ClassDesc;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Loads the classes of operators' rules. It knows those and what {@link CompiledRules} lists, and no others. */
final class RuleClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final Set<String> own;
    private final CompiledRules rules;

    RuleClassLoader(Set<String> own, CompiledRules rules) {
        super("operators-rules", null);
        this.own = Set.copyOf(own);
        this.rules = rules;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        String internal = name.replace('.', '/');
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            if (own.contains(internal)) {
                byte[] bytes = rules.watched(internal);
                return defineClass(name, bytes, 0, bytes.length);
            }
        }
        if (CompiledRules.loadable(internal)) {
            return Class.forName(name, false, RuleClassLoader.class.getClassLoader());
        }
        throw new ClassNotFoundException(name + " is not for rules");
    }

    /** A listed class's file, for the verification of those that refer to it. */
    static @Nullable InputStream resource(ClassDesc type) {
        String descriptor = type.descriptorString();
        return ClassLoader.getSystemResourceAsStream(descriptor.substring(1, descriptor.length() - 1) + ".class");
    }
}
