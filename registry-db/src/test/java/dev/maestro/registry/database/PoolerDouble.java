package dev.maestro.registry.database;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between a client and a PostgreSQL server as PgBouncer does: it refuses parameters of the start that it does not know,
 * and either gives each client a connection of its own or shares one among all by transaction.
 */
final class PoolerDouble implements Closeable {
    private static final int SSL_REQUEST = 80_877_103;
    private static final Set<String> KNOWN = Set.of("user", "database", "client_encoding", "datestyle", "timezone",
            "standard_conforming_strings", "application_name");

    private final ServerSocket door;
    private final String host;
    private final int port;
    private final boolean shared;
    private final ReentrantLock backendLock = new ReentrantLock(true);
    private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private Socket backend;
    private byte[] greeting = new byte[0];

    PoolerDouble(String host, int port, boolean shared) throws IOException {
        this.host = host;
        this.port = port;
        this.shared = shared;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!door.isClosed()) {
                try {
                    Socket client = door.accept();
                    sockets.add(client);
                    Thread.ofVirtual().start(() -> serve(client));
                } catch (IOException _) {
                    return;
                }
            }
        });
    }

    int port() {
        return door.getLocalPort();
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            byte[] start = start(in);
            if (start.length == 8 && ByteBuffer.wrap(start).getInt(4) == SSL_REQUEST) {
                client.getOutputStream().write('N');
                start = start(in);
            }
            String unknown = unknownParameter(start);
            if (!unknown.isEmpty()) {
                client.getOutputStream().write(error("unsupported startup parameter: " + unknown));
            } else if (shared) {
                share(client, in, start);
            } else {
                pipe(client, start);
            }
        } catch (IOException _) {
            // the client or the server has gone
        }
    }

    private static byte[] start(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] packet = new byte[length];
        ByteBuffer.wrap(packet).putInt(length);
        in.readFully(packet, 4, length - 4);
        return packet;
    }

    private static String unknownParameter(byte[] start) {
        String[] texts = new String(start, 8, start.length - 8, StandardCharsets.UTF_8).split("\0");
        for (int i = 0; i + 1 < texts.length; i += 2) {
            if (!KNOWN.contains(texts[i].toLowerCase(java.util.Locale.ROOT))) {
                return texts[i];
            }
        }
        return "";
    }

    private static byte[] error(String message) {
        byte[] fields = ("SFATAL\0C08P01\0M" + message + "\0\0").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + fields.length).put((byte) 'E').putInt(4 + fields.length).put(fields).array();
    }

    private void pipe(Socket client, byte[] start) throws IOException {
        try (Socket server = new Socket(host, port)) {
            sockets.add(server);
            server.getOutputStream().write(start);
            Thread back = Thread.ofVirtual().start(() -> copy(server, client));
            copy(client, server);
            back.interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // one of them has gone
        }
    }

    /** One connection for all: whoever speaks holds it until the server is idle again, outside of a transaction. */
    private void share(Socket client, DataInputStream in, byte[] start) throws IOException {
        OutputStream out = client.getOutputStream();
        backendLock.lock();
        try {
            if (backend == null) {
                backend = new Socket(host, port);
                sockets.add(backend);
                backend.getOutputStream().write(start);
                greet(in, out);
            } else {
                out.write(greeting);
            }
        } finally {
            backendLock.unlock();
        }
        ByteArrayOutputStream asked = new ByteArrayOutputStream();
        while (true) {
            byte[] message = message(in);
            if (message[0] == 'X') {
                return;
            }
            asked.writeBytes(message);
            if (message[0] != 'S' && message[0] != 'Q') {
                continue;
            }
            if (!backendLock.isHeldByCurrentThread()) {
                backendLock.lock();
            }
            backend.getOutputStream().write(asked.toByteArray());
            asked.reset();
            if (answer(out) == 'I') {
                backendLock.unlock();
            }
        }
    }

    /** The first client's own greeting, in which it shows its password; what follows that is kept for the others. */
    private void greet(DataInputStream in, OutputStream out) throws IOException {
        DataInputStream server = new DataInputStream(backend.getInputStream());
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] message;
        do {
            message = message(server);
            out.write(message);
            boolean asks = message[0] == 'R' && ByteBuffer.wrap(message).getInt(5) != 0;
            if (asks && ByteBuffer.wrap(message).getInt(5) != 12) {
                backend.getOutputStream().write(message(in));
            } else if (!asks) {
                kept.writeBytes(message);
            }
        } while (message[0] != 'Z');
        greeting = kept.toByteArray();
    }

    private byte answer(OutputStream out) throws IOException {
        DataInputStream server = new DataInputStream(backend.getInputStream());
        byte[] message;
        do {
            message = message(server);
            out.write(message);
        } while (message[0] != 'Z');
        return message[5];
    }

    private static byte[] message(DataInputStream in) throws IOException {
        byte type = in.readByte();
        int length = in.readInt();
        byte[] message = new byte[1 + length];
        ByteBuffer.wrap(message).put(type).putInt(length);
        in.readFully(message, 5, length - 4);
        return message;
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
