package dev.maestro.app.program;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Sets what a signal of the system does to this process. The JDK has no public way to decide that; {@code
 * sun.misc.Signal} (module jdk.unsupported) is reached by name, because the compiler's warning about it cannot be
 * answered. Thread-safe.
 */
final class Signals {
    private Signals() {}

    /**
     * From now on the signal does this, on a thread of the JVM's, instead of ending the process.
     *
     * @param name   without {@code SIG}, e.g. {@code TERM}
     * @param action gets the signal's number
     * @return false where the signal is not ours to decide: it is unknown here, or the JVM was told to leave it alone (-Xrs)
     */
    static boolean handle(String name, IntConsumer action) {
        try {
            Class<?> signals = Class.forName("sun.misc.Signal");
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            Method number = signals.getMethod("getNumber");
            Object handler = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[]{handlers},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            action.accept((int) number.invoke(arguments[0]));
                            yield null;
                        }
                        case "equals" -> self == arguments[0];
                        case "hashCode" -> System.identityHashCode(self);
                        default -> "signal handler for " + name;
                    });
            signals.getMethod("handle", signals, handlers).invoke(null, signals.getConstructor(String.class).newInstance(name), handler);
            return true;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException) {
                return false;
            }
            throw new IllegalStateException("signal " + name + " cannot be handled", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no sun.misc.Signal; Maestro needs a JDK with the module jdk.unsupported", e);
        }
    }
}
