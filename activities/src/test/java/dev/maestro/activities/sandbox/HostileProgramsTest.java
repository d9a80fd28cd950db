package dev.maestro.activities.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.maestro.activities.sandbox.SandboxOutcome.Exited;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Programs that mean harm, under every mechanism this machine has. None is started before the sandbox's own probe has
 * shown, with harmless means, that every limit is in force: a mechanism that fails its probe is skipped here.
 */
@Tag("sandbox")
class HostileProgramsTest {
    private static final long MIB = 1 << 20;
    private static final SandboxLimits LIMITS = new SandboxLimits(2_500, 1, 256 * MIB, 200 * MIB, 12, 32, 4 * MIB, 8 * MIB, 100, 64 << 10);
    private static final Map<Mechanism, LinuxSandbox> SANDBOXES = new EnumMap<>(Mechanism.class);

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        SANDBOXES.values().forEach(LinuxSandbox::close);
        SANDBOXES.clear();
    }

    private static SandboxOutcome run(Mechanism mechanism, String program) {
        LinuxSandbox sandbox = SANDBOXES.computeIfAbsent(mechanism, m -> LinuxSandbox.start(LIMITS, 2, EnumSet.of(m)));
        assumeTrue(sandbox.status().available(), () -> mechanism + " cannot be tested here: " + sandbox.status().detail());
        return sandbox.run(new Sandbox.Job("solution", List.of(program), LIMITS.wallMs()), () -> false);
    }

    private static Exited ended(Mechanism mechanism, String program) {
        SandboxOutcome outcome = run(mechanism, program);
        assertThat(outcome).isInstanceOf(Exited.class);
        return (Exited) outcome;
    }

    /** What a program printed that tried each of the lines and says of each whether it was refused. */
    private static void everyLineIsRefused(Mechanism mechanism, String imports, String... lines) {
        StringBuilder program = new StringBuilder(imports).append('\n');
        for (String line : lines) {
            program.append("try:\n    ").append(line).append("\n    print(").append("'done: ' + ").append(python(line))
                    .append(")\nexcept Exception as refusal:\n    print('refused')\n");
        }
        Exited exited = ended(mechanism, program.toString());
        assertThat(exited.finished()).as(exited.toString()).isTrue();
        assertThat(exited.printed().out().lines()).hasSize(lines.length).allMatch("refused"::equals);
    }

    private static String python(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void an_ordinary_program_with_the_standard_library_runs_to_its_end(Mechanism mechanism) {
        Exited exited = ended(mechanism, """
                import collections, dataclasses, datetime, decimal, fractions, functools, heapq, itertools, json, math, random, re, statistics, string, typing
                from concurrent.futures import ThreadPoolExecutor
                @dataclasses.dataclass
                class Point:
                    x: int
                with open('/tmp/note.txt', 'w') as note:
                    note.write('kept')
                with ThreadPoolExecutor(4) as pool:
                    print(sum(pool.map(lambda x: x * x, range(10))), Point(3), open('/tmp/note.txt').read(), 'grün')
                """);
        assertThat(exited.finished()).as(exited.toString()).isTrue();
        assertThat(exited.printed().out()).isEqualTo("285 Point(x=3) kept grün\n");
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void nothing_on_the_network_is_reached(Mechanism mechanism) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            everyLineIsRefused(mechanism, "import socket, urllib.request, os",
                    "socket.create_connection(('127.0.0.1', " + server.getLocalPort() + "), 1)",
                    "socket.getaddrinfo('example.com', 80)[0]",
                    "urllib.request.urlopen('http://127.0.0.1:" + server.getLocalPort() + "/', timeout=1)",
                    "socket.socket(socket.AF_UNIX).connect('/run/docker.sock')",
                    "socket.socket(socket.AF_UNIX).connect('\\0systemd')",
                    "socket.socket(socket.AF_INET, socket.SOCK_RAW)",
                    "socket.socket(16, socket.SOCK_RAW)",
                    "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 53))");
        }
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void no_file_of_the_machine_is_read(Mechanism mechanism) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        everyLineIsRefused(mechanism, "import os",
                "open('/etc/passwd').read()", "open('/etc/shadow').read()", "open('/etc/hostname').read()", "os.listdir('/root')",
                "os.listdir('/home')",
                "os.listdir('/var')", "os.listdir('/proc')", "os.listdir('/sys')", "os.listdir('/run')",
                "open('/proc/self/environ').read()",
                "open('/proc/1/cmdline').read()", "open(" + python(secret.toString()) + ").read()",
                "open('/tmp/../../../etc/passwd').read()",
                "os.listdir(" + python(folder.toString()) + ")", "open('/dev/mem', 'rb')", "open('/dev/tty')", "open('/dev/sda', 'rb')");
        assertThat(ended(mechanism, "import os\nprint(sorted(os.listdir('/tmp')), sorted(os.listdir('/dev')))").printed().out())
                .isEqualTo("['solution.py'] ['null', 'urandom']\n");
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void nothing_is_written_but_in_the_scratch_folder(Mechanism mechanism) {
        everyLineIsRefused(mechanism, "import os",
                "open('/usr/bin/python3', 'ab')", "open('/usr/lib/x', 'w')", "open('/x', 'w')", "os.mkdir('/y')",
                "os.remove('/usr/bin/env')",
                "os.rename('/usr/bin/env', '/usr/bin/ls')", "os.chmod('/usr/bin/env', 0o777)", "os.mkdir('/dev/x')",
                "os.mknod('/tmp/sda', 0o60666, os.makedev(8, 0))",
                "os.chown('/tmp', 0, 0)", "os.truncate('/usr/bin/env', 0)");
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void links_lead_nowhere_outside(Mechanism mechanism) {
        everyLineIsRefused(mechanism,
                "import os\nos.symlink('/etc/passwd', '/tmp/passwd')\nos.symlink('/', '/tmp/root')\nos.symlink('/proc/1/root', '/tmp/p')",
                "open('/tmp/passwd').read()", "open('/tmp/root/etc/passwd').read()", "os.listdir('/tmp/p')",
                "os.link('/usr/bin/env', '/tmp/env')",
                "os.chroot('/tmp')", "open('/tmp/root/new', 'w')");
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void the_environment_holds_nothing_of_the_worker(Mechanism mechanism) {
        String names = ended(mechanism, "import os\nprint(*sorted(os.environ))\nprint(os.getcwd(), os.getuid() != 0)").printed().out();
        assertThat(names.lines().findFirst().orElseThrow().split(" "))
                .isSubsetOf("PATH", "PWD", "OLDPWD", "SHLVL", "_", "LC_CTYPE", "MALLOC_ARENA_MAX", "PYTHONHASHSEED", "PYTHONSAFEPATH");
        assertThat(names).endsWith("/tmp True\n");
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void no_file_of_the_worker_is_open(Mechanism mechanism) {
        assertThat(ended(mechanism, """
                import os, stat
                kinds = set()
                for number in range(32):
                    try:
                        found = os.fstat(number)
                    except OSError:
                        continue
                    kinds.add('pipe' if stat.S_ISFIFO(found.st_mode) else 'null' if found.st_rdev == os.makedev(1, 3) else 'other %d' % number)
                print(sorted(kinds))
                """).printed().out()).isEqualTo("['null', 'pipe']\n");
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void no_rights_are_won_and_no_other_process_is_touched(Mechanism mechanism) {
        everyLineIsRefused(mechanism, """
                import os, ctypes, subprocess, signal
                libc = ctypes.CDLL(None, use_errno=True)
                def call(*arguments):
                    if libc.syscall(*[ctypes.c_long(a) for a in arguments]) == -1:
                        raise OSError(ctypes.get_errno(), 'refused')
                def must(result):
                    if result:
                        raise OSError('refused')
                """,
                "os.setuid(0)", "os.setgroups([0])", "must(libc.unshare(0x10000000))", "must(libc.unshare(0x20000))",
                "must(libc.mount(b'x', b'/tmp', b'tmpfs', 0, None))",
                "must(libc.ptrace(16, 1, 0, 0))", "must(libc.memfd_create(b'x', 0) == -1)", "must(libc.shmget(0, 4096, 0o1666) == -1)",
                "must(libc.process_vm_readv(1, 0, 0, 0, 0, 0) == -1)", "must(libc.umount2(b'/usr', 2))", "must(libc.sethostname(b'x', 1))",
                "must(libc.reboot(0))", "must(libc.syscall(ctypes.c_long(56), ctypes.c_long(0x10000011), 0, 0, 0, 0))",
                "subprocess.run(['su', '-c', 'id'], check=True)", "os.nice(-5)");
        // A signal to everything it can see, its own group and session included: at most itself is hit.
        SandboxOutcome killed = run(mechanism,
                "import os, signal\nfor target in (0, -1):\n    try:\n        os.kill(target, signal.SIGTERM)\n    except OSError as e:\n        pass\nprint('on')");
        assertThat(killed).isInstanceOf(Exited.class);
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void processes_and_threads_are_counted_and_stop_at_the_limit(Mechanism mechanism) {
        Exited exited = ended(mechanism, """
                import os, threading, time
                children = 0
                try:
                    for _ in range(30):
                        if os.fork() == 0:
                            time.sleep(30)
                            os._exit(0)
                        children += 1
                except OSError as refusal:
                    print(children, refusal.errno)
                try:
                    for _ in range(30):
                        threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
                except RuntimeError as refusal:
                    print(refusal)
                """);
        assertThat(exited.printed().out().lines().toList()).hasSize(2).last().isEqualTo("can't start new thread");
        assertThat(exited.printed().out().lines().findFirst().orElseThrow()).matches("([1-9]|10|11) 11");
        assertThat(exited.wallMs()).as("it does not wait for the children").isLessThan(LIMITS.wallMs());
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void a_fork_bomb_ends_with_its_run(Mechanism mechanism) {
        // Bounded by the process limit, which the probe has shown to hold.
        SandboxOutcome outcome = run(mechanism, "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass");
        assertThat(outcome).isInstanceOf(SandboxOutcome.TimedOut.class);
        assertThat(ended(mechanism, "print('the next one runs')").finished()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void memory_has_an_end_in_one_process_and_in_all_together(Mechanism mechanism) {
        assertThat(run(mechanism, "x = bytearray(10**9)")).isInstanceOf(SandboxOutcome.OutOfMemory.class);
        assertThat(run(mechanism, "x = []\nwhile True:\n    x.append('y' * 1000000)")).isInstanceOf(SandboxOutcome.OutOfMemory.class);
        assertThat(run(mechanism, """
                import os, time
                for _ in range(5):
                    if os.fork() == 0:
                        break
                held = bytearray(b'x') * (100 << 20)
                time.sleep(10)
                """)).isInstanceOf(SandboxOutcome.OutOfMemory.class);
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void files_have_an_end_in_size_in_number_and_together(Mechanism mechanism) {
        assertThat(ended(mechanism, """
                import errno, os, signal
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                def until_refused(action, most):
                    done = 0
                    try:
                        while done < most:
                            action(done)
                            done += 1
                    except OSError as refusal:
                        print(done < most, errno.errorcode[refusal.errno])
                long = open('/tmp/long', 'wb', buffering=0)
                until_refused(lambda _: long.write(b'x' * 65536), 1000)
                long.truncate(0)
                until_refused(lambda n: open('/tmp/n%d' % n, 'w').close(), 1000)
                for n in range(90): os.remove('/tmp/n%d' % n)
                until_refused(lambda n: open('/tmp/m%d' % n, 'wb', buffering=0).write(b'x' * 2000000) == 2000000 or open('/tmp/zz', 'wb', buffering=0).write(b'x' * 2000000), 50)
                kept = []
                until_refused(lambda n: kept.append(os.open('/dev/null', 0)), 1000)
                """).printed().out()).isEqualTo("True EFBIG\nTrue ENOSPC\nTrue ENOSPC\nTrue EMFILE\n");
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void time_has_an_end_for_one_that_computes_and_one_that_sleeps_with_every_signal_ignored(Mechanism mechanism) {
        String deaf = "import signal, time, os\nfor s in range(1, 65):\n    try:\n        signal.signal(s, signal.SIG_IGN)\n    except (OSError, ValueError):\n        pass\n";
        assertThat(run(mechanism, deaf + "while True:\n    pass")).isInstanceOf(SandboxOutcome.TimedOut.class);
        assertThat(run(mechanism, deaf + "print('began', flush=True)\ntime.sleep(1000)"))
                .isInstanceOfSatisfying(SandboxOutcome.TimedOut.class, timedOut -> {
                    assertThat(timedOut.printed().out()).isEqualTo("began\n");
                    assertThat(timedOut.wallMs()).isBetween(LIMITS.wallMs(), LIMITS.wallMs() + 10_000);
                });
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void a_grandchild_in_a_session_of_its_own_does_not_outlive_the_run(Mechanism mechanism) throws Exception {
        String mark = "maestro-left-behind-" + ProcessHandle.current().pid() + "-" + mechanism;
        Exited exited = ended(mechanism, """
                import os, subprocess, time
                if os.fork() == 0:
                    os.setsid()
                    if os.fork() == 0:
                        subprocess.Popen(['/usr/bin/python3', '-S', '-c', 'import time; time.sleep(60)', '%s'], start_new_session=True)
                        time.sleep(60)
                    os._exit(0)
                time.sleep(0.3)
                """.formatted(mark));
        assertThat(exited.finished()).isTrue();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (runs(mark) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(runs(mark)).isFalse();
    }

    private static boolean runs(String mark) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes.filter(p -> p.getFileName().toString().matches("\\d+")).anyMatch(process -> {
                try {
                    return Files.readString(process.resolve("cmdline")).contains(mark);
                } catch (IOException _) {
                    return false;
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void a_flood_on_either_stream_ends_the_run_and_what_came_first_is_kept(Mechanism mechanism) {
        assertThat(run(mechanism, "print('first')\nwhile True:\n    print('x' * 100)"))
                .isInstanceOfSatisfying(SandboxOutcome.OutputFlood.class, flood -> {
                    assertThat(flood.printed().out()).startsWith("first\n");
                    assertThat(flood.printed().out().length()).isEqualTo(LIMITS.outputBytes());
                });
        assertThat(run(mechanism, "import sys\nwhile True:\n    sys.stderr.write('y' * 1000)")).isInstanceOfSatisfying(
                SandboxOutcome.OutputFlood.class, flood -> assertThat(flood.printed().err().length()).isEqualTo(LIMITS.outputBytes()));
        assertThat(run(mechanism,
                "import zlib, sys\npacked = zlib.compress(bytes(50_000_000))\nsys.stdout.buffer.write(zlib.decompress(packed))"))
                .isInstanceOf(SandboxOutcome.OutputFlood.class);
        assertThat(run(mechanism, "print(f'{1:>99999999}')")).isInstanceOfAny(SandboxOutcome.OutputFlood.class,
                SandboxOutcome.OutOfMemory.class);
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void a_program_that_ends_itself_early_has_not_finished_whatever_it_says(Mechanism mechanism) {
        for (String early : List.of("import os\nos._exit(0)", "raise SystemExit(0)", "import sys\nsys.exit()", "quit()",
                "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
                "import os\nos.abort()", "import os\nos.execv('/usr/bin/true', ['true'])", "import os\nos.closerange(0, 64)\nos._exit(0)",
                "import sys\nprint('0' * 32)\nsys.exit(0)", "def f(): import os; os._exit(0)\nassert f() == 1")) {
            SandboxOutcome outcome = run(mechanism, early + "\nassert 1 == 1");
            assertThat(outcome).as(early).isInstanceOfSatisfying(Exited.class, exited -> assertThat(exited.finished()).isFalse());
        }
        // A child that goes on in its parent's place, or both at once.
        assertThat(run(mechanism, "import os, time\nif os.fork():\n    os._exit(0)\ntime.sleep(0.2)")).isInstanceOfSatisfying(Exited.class,
                exited -> assertThat(exited.finished()).isFalse());
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void output_that_is_no_text_and_a_program_that_removes_itself_are_borne(Mechanism mechanism) {
        Exited exited = ended(mechanism,
                "import os, sys\nos.remove('/tmp/solution.py')\nsys.stdout.buffer.write(bytes(range(256)))\nsys.stdout = None");
        assertThat(exited.finished()).isTrue();
        assertThat(exited.printed().out()).contains("abc").contains("\uFFFD");
        assertThat(ended(mechanism, "import sys\nsys.stdout.close()\nsys.stderr.close()").printed().out()).isEmpty();
        assertThat(ended(mechanism, "import os\nos.chmod('/tmp', 0)\nos.rmdir('/tmp') if False else None").code()).isBetween(0, 255);
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void recursion_without_end_ends(Mechanism mechanism) {
        assertThat(ended(mechanism, "def f(x):\n    return f(x + 1)\nf(0)").printed().err())
                .endsWith("RecursionError: maximum recursion depth exceeded\n");
        SandboxOutcome deep = run(mechanism,
                "import sys\nsys.setrecursionlimit(10**9)\nclass A:\n    def __repr__(self):\n        return repr(self)\nrepr(A())");
        assertThat(deep).isInstanceOfAny(Exited.class, SandboxOutcome.OutOfMemory.class, SandboxOutcome.TimedOut.class);
        if (deep instanceof Exited exited) {
            assertThat(exited.finished()).isFalse();
        }
        assertThat(run(mechanism, "9**9**9**9")).isInstanceOfAny(SandboxOutcome.TimedOut.class, SandboxOutcome.OutOfMemory.class);
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void a_run_that_nobody_waits_for_is_ended(Mechanism mechanism) {
        assertThat(ended(mechanism, "pass").finished()).isTrue();
        long began = System.nanoTime();
        SandboxOutcome outcome = SANDBOXES.get(mechanism).run(
                new Sandbox.Job("solution", List.of("import time\ntime.sleep(60)"), LIMITS.wallMs()),
                () -> System.nanoTime() - began > 200_000_000L);
        assertThat(outcome).isInstanceOf(SandboxOutcome.Cancelled.class);
    }
}
