package dev.maestro.app.crash;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;

/**
 * The worker's side of the crash test: tells the test, before and after each recording, where it is, and
 * waits until the test lets it go on — if it is still alive then.
 */
final class Boundary {
    private static final Set<String> RECORDINGS = Set.of("acceptAndPin", "recordDecision", "recordStep", "recordObservation", "finish");

    private final URI control;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Boundary(URI control) {
        this.control = control;
    }

    /** The same object, with a boundary before and after each recording method. */
    <T> T around(Class<T> type, T subject) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, method, arguments) -> {
            boolean recording = RECORDINGS.contains(method.getName());
            String name = recording ? method.getName() + " " + place(arguments[0]) : "";
            if (recording) {
                reached(name + " before");
            }
            try {
                Object result = method.invoke(subject, arguments);
                if (recording) {
                    reached(name + " after");
                }
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private static String place(Object row) {
        for (String component : new String[]{"key", "queryId", "id"}) {
            try {
                return String.valueOf(row.getClass().getMethod(component).invoke(row));
            } catch (ReflectiveOperationException _) {
                // The next component, then.
            }
        }
        throw new IllegalArgumentException("a recording without a key: " + row.getClass());
    }

    /** Returns when the test says so. A post, so that the JDK's client does not send it twice by itself. */
    void reached(String name) {
        post("reached", name);
    }

    /** Asks the scripted policy or expert, which lives in the test and counts. */
    String ask(String whom, String key) {
        return post(whom, key);
    }

    private String post(String path, String body) {
        try {
            return http.send(HttpRequest.newBuilder(control.resolve("/" + path)).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new IllegalStateException("the crash test is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
