package dev.maestro.app.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Makes commands, and hands the context to those whose constructor asks for it. */
final class CommandFactory implements CommandLine.IFactory {
    private final CommandContext session;
    private final CommandLine.IFactory plain = CommandLine.defaultFactory();

    CommandFactory(CommandContext session) {
        this.session = session;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == CommandContext.class) {
                return type.cast(constructor.newInstance(session));
            }
        }
        return plain.create(type);
    }
}
