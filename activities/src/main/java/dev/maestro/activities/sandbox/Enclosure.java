package dev.maestro.activities.sandbox;

import java.util.ArrayList;
import java.util.List;

/**
 * The command line that shuts a program in. It consists, from outside to inside, of a session of its own; another user,
 * when the worker is root; the namespaces and the read-only tree; the scratch folder; the dropping of all rights; the
 * kernel's limits; and Python, whose first act is to give up the system calls that programs have no use for
 * (bootstrap.py).
 */
final class Enclosure {
    /** Makes the scratch folder, which bubblewrap cannot limit in its number of files, and goes on with what follows. */
    private static final String SCRATCH = "mount -n -t tmpfs -o \"$1\" scratch /tmp; cd /tmp; shift; exec \"$@\"";
    /**
     * The tree that bubblewrap would make: what is to be seen, bound read-only into a small memory file system that becomes
     * the root and is read-only itself; the old root goes. Arguments: where (an empty or harmless folder), the scratch
     * folder's options, then "folder PATH", "file PATH", "link NAME TARGET" as often as needed, then "--" and what to run.
     */
    private static final String TREE = """
            root=$1; options=$2; shift 2
            umask 022
            mount -n -t tmpfs -o size=256k,nr_inodes=200,mode=0755,nosuid tree "$root"
            cd "$root"
            mkdir old tmp dev etc usr
            while [ "$1" != -- ]; do
              case $1 in
                folder) mkdir -p ".$2"; mount -n --bind "$2" ".$2"; mount -n -o remount,bind,ro,nosuid,nodev ".$2"; shift 2 ;;
                file) : > ".$2"; mount -n --bind "$2" ".$2"; mount -n -o remount,bind,ro,nosuid,nodev ".$2"; shift 2 ;;
                device) : > ".$2"; mount -n --bind "$2" ".$2"; shift 2 ;;
                link) ln -s "$3" ".$2"; shift 3 ;;
                *) exit 3 ;;
              esac
            done
            shift
            ln -s old/proc proc
            mount -n -t tmpfs -o "$options" scratch tmp
            mount -n -o remount,bind,ro,nosuid "$root"
            pivot_root . old
            cd /
            umount -n -l /old
            cd /tmp
            "$@" || exit $?
            """;
    private static final List<String> DEVICES = List.of("/dev/null", "/dev/urandom");

    private final Machine machine;
    private final Mechanism mechanism;
    private final SandboxLimits limits;

    Enclosure(Machine machine, Mechanism mechanism, SandboxLimits limits) {
        this.machine = machine;
        this.mechanism = mechanism;
        this.limits = limits;
    }

    /** @param user of the run, when the worker is root */
    List<String> command(int user, String bootstrap) {
        List<String> command = new ArrayList<>(List.of("setsid", "--wait", "setpriv", "--pdeathsig", "KILL"));
        if (machine.root() && mechanism.userNamespace()) {
            command.addAll(asUser(user));
        }
        if (mechanism.bubblewrap()) {
            bubblewrap(command);
        } else {
            unshare(command);
        }
        inside(command, user);
        command.addAll(List.of(machine.python(), "-s", "-S", "-B", "-X", "utf8", "-c", bootstrap));
        return List.copyOf(command);
    }

    private static List<String> asUser(int user) {
        return List.of("--reuid=" + user, "--regid=" + user, "--clear-groups");
    }

    private void bubblewrap(List<String> command) {
        command.addAll(List.of("bwrap", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try",
                "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETPCAP"));
        command.addAll(
                mechanism.userNamespace() ? List.of("--unshare-user") : List.of("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"));
        // Parents that bubblewrap makes by itself are closed to other users.
        List.of("/usr", "/usr/local", "/etc", "/dev", "/tmp").forEach(parent -> command.addAll(List.of("--dir", parent)));
        machine.folders().forEach(folder -> command.addAll(List.of("--ro-bind", folder, folder)));
        machine.files().forEach(file -> command.addAll(List.of("--ro-bind", file, file)));
        machine.links().forEach((link, target) -> command.addAll(List.of("--symlink", target, link)));
        DEVICES.forEach(device -> command.addAll(List.of("--dev-bind", device, device)));
        command.addAll(List.of("--remount-ro", "/", "--chdir", "/", "sh", "-ec", SCRATCH, "sh", scratch()));
    }

    private void unshare(List<String> command) {
        command.addAll(List.of("unshare", "--mount", "--net", "--pid", "--ipc", "--uts", "--cgroup", "--fork", "--kill-child=KILL"));
        if (mechanism.userNamespace()) {
            command.addAll(List.of("--user", "--map-current-user", "--keep-caps"));
        }
        command.addAll(List.of("sh", "-ec", TREE, "sh", "/tmp", scratch()));
        machine.folders().forEach(folder -> command.addAll(List.of("folder", folder)));
        machine.files().forEach(file -> command.addAll(List.of("file", file)));
        DEVICES.forEach(device -> command.addAll(List.of("device", device)));
        machine.links().forEach((link, target) -> command.addAll(List.of("link", link, target)));
        command.addAll(List.of("--", "setsid"));
    }

    private void inside(List<String> command, int user) {
        command.add("setpriv");
        if (!mechanism.userNamespace()) {
            command.addAll(asUser(user));
        }
        command.addAll(List.of("--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all", "--no-new-privs"));
        command.addAll(List.of("prlimit",
                "--as=" + limits.addressSpaceBytes(),
                // The soft limit's signal can be ignored, the hard one's cannot.
                "--cpu=" + limits.cpuSeconds() + ":" + (limits.cpuSeconds() + 1),
                "--nproc=" + limits.processes(),
                "--nofile=" + limits.openFiles(),
                "--fsize=" + limits.fileBytes(),
                "--core=0", "--memlock=0", "--msgqueue=0", "--sigpending=64", "--rtprio=0", "--nice=0"));
    }

    private String scratch() {
        return "size=" + limits.scratchBytes() + ",nr_inodes=" + limits.scratchFiles() + ",mode=1777,nosuid,nodev,noexec";
    }
}
