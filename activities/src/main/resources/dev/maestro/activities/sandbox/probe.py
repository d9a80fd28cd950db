# Tries, harmlessly, whether every limit of the sandbox is in force; prints one line for each that is not.
import errno
import os
import resource
import sys
import time

LIMITS = {}  # filled in by the worker


def holds(what, true):
    if not true:
        print(what)


def refused(action, *errors):
    try:
        action()
    except OSError as error:
        return not errors or error.errno in errors
    return False


def limit(kind):
    return resource.getrlimit(kind)[1]


holds("it runs as root", 0 not in os.getresuid() + os.getresgid())
holds("the process number " + str(os.getpid()) + " is one of the machine's", os.getpid() < 200)
holds("the worker's process is seen", LIMITS["worker_pid"] < 200 or refused(lambda: os.kill(LIMITS["worker_pid"], 0), errno.ESRCH))
holds("there is a /proc", not os.path.isdir("/proc/self"))
holds("files of the machine can be read", not any(os.path.exists(path) for path in ("/etc/passwd", "/root", "/home", "/var", "/run", "/sys/kernel")))
holds("the system's files can be written", refused(lambda: open("/usr/bin/maestro-probe", "w")) and refused(lambda: open("/maestro-probe", "w")))
holds("the environment holds " + ", ".join(os.environ), set(os.environ) <= {"PATH", "PWD", "SHLVL", "_", "OLDPWD", "PYTHONHASHSEED", "PYTHONSAFEPATH", "MALLOC_ARENA_MAX", "LC_CTYPE", "LANG"})
holds("files of the worker are open", all(refused(lambda: os.fstat(number), errno.EBADF) for number in range(5, 64)))

scratch = os.statvfs("/tmp")
holds("the scratch folder has no size", scratch.f_blocks * scratch.f_frsize <= LIMITS["scratch_bytes"] + 65536)
holds("the scratch folder has no limit of files", 0 < scratch.f_files <= LIMITS["scratch_files"])
holds("address space is not limited", limit(resource.RLIMIT_AS) == LIMITS["address_space_bytes"])
holds("the size of files is not limited", limit(resource.RLIMIT_FSIZE) == LIMITS["file_bytes"])
holds("open files are not limited", limit(resource.RLIMIT_NOFILE) == LIMITS["open_files"])
holds("processor time is not limited", limit(resource.RLIMIT_CPU) == LIMITS["cpu_seconds"] + 1)
holds("processes are not limited", limit(resource.RLIMIT_NPROC) == LIMITS["processes"])

import socket
holds("sockets can be made", refused(socket.socket, errno.EPERM) and refused(lambda: socket.socket(socket.AF_UNIX), errno.EPERM))
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
holds("namespaces can be made", libc.unshare(0x10000000) == -1)
holds("folders can be mounted", libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == -1)
holds("the user can be changed", libc.setuid(0) == -1)
holds("memory of nobody can be had", libc.memfd_create(b"x", 0) == -1)

# No more children than the limit can ever come of this loop, whether the limit holds or not.
children = []
stopped = False
for _ in range(LIMITS["processes"] + 4):
    try:
        child = os.fork()
    except OSError as error:
        stopped = error.errno == errno.EAGAIN
        break
    if child == 0:
        time.sleep(5)
        os._exit(0)
    children.append(child)
for child in children:
    os.kill(child, 9)
for child in children:
    os.waitpid(child, 0)
holds("more processes than allowed can be started", stopped)
holds("not even one process can be started", len(children) > 1)
print("python " + sys.version.split()[0])
