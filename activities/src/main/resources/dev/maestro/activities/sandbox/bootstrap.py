# The first code that runs in the sandbox, and the only code there that is ours. It takes its orders from standard
# input as frames (four bytes of length, then that many bytes): a word to say that it is ready, what to do, the
# texts to do it with, and last a word to say that everything ran to its end. The last one is read when the program
# is done and not before, so a program that ends itself early cannot say it.
import os
import sys

CONTROL = os.dup(0)
REPORT = os.dup(1)


def take(size):
    data = b""
    while len(data) < size:
        part = os.read(CONTROL, min(size - len(data), 65536))
        if not part:
            os._exit(99)
        data += part
    return data


def frame():
    return take(int.from_bytes(take(4), "big"))


def tell(data):
    while data:
        data = data[os.write(REPORT, data):]


# System calls by machine: what makes or joins namespaces and mounts, sockets of any kind, memory that belongs to no
# process (memfd, System V), looking into other processes, and parts of the kernel no program needs.
CALLS = {
    "x86_64": (0xC000003E, 56, [
        41, 101, 319, 447, 323, 425, 426, 427, 321, 298, 250, 248, 249, 165, 166, 155, 272, 308, 435, 29, 30, 64, 68, 310, 311,
        438, 312, 135, 240, 304, 303, 428, 429, 430, 431, 432, 433, 442, 161, 167, 169, 175, 313, 246, 320, 179, 103, 163, 237,
        256, 279, 238, 300, 172, 173]),
    "generic": (0, 220, [
        198, 117, 279, 447, 282, 425, 426, 427, 280, 241, 219, 217, 218, 40, 39, 41, 97, 268, 435, 194, 196, 190, 186, 270, 271,
        438, 272, 92, 180, 265, 264, 428, 429, 430, 431, 432, 433, 442, 51, 224, 142, 105, 273, 104, 294, 60, 116, 89, 235, 238,
        239, 237, 262]),
}
CLONE_NEW = 0x7E020000


def seal():
    import ctypes
    import struct

    machine = os.uname().machine
    arch, clone, refused = CALLS["x86_64" if machine == "x86_64" else "generic"]
    arch = {"aarch64": 0xC00000B7, "riscv64": 0xC00000F3}.get(machine, arch)
    if not arch:
        raise OSError("no list of system calls for the machine " + machine)
    clone3 = 435
    refused = sorted(set(refused) - {clone3})
    deny = 0x00050001  # EPERM
    code = [(0x20, 0, 0, 4), (0x15, 1, 0, arch), (0x06, 0, 0, 0x80000000), (0x20, 0, 0, 0)]
    if machine == "x86_64":
        code += [(0x35, 0, 1, 0x40000000), (0x06, 0, 0, deny)]
    for number in refused:
        code += [(0x15, 0, 1, number), (0x06, 0, 0, deny)]
    code += [(0x15, 0, 1, clone3), (0x06, 0, 0, 0x00050026)]  # ENOSYS: the C library then uses clone
    code += [(0x15, 0, 3, clone), (0x20, 0, 0, 16), (0x45, 0, 1, CLONE_NEW), (0x06, 0, 0, deny)]
    code += [(0x06, 0, 0, 0x7FFF0000)]
    filters = b"".join(struct.pack("<HBBI", *one) for one in code)

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filters", ctypes.c_char_p)]

    libc = ctypes.CDLL(None, use_errno=True)
    program = Program(len(code), filters)
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "the filter of system calls was not accepted")


def run(name, source):
    import types

    module = types.ModuleType(name)
    module.__file__ = "/tmp/solution.py"
    sys.modules[name] = module
    sys.argv = ["solution.py"]
    status = 0
    try:
        # As a file, so that an error can show the line.
        with open(module.__file__, "wb") as file:
            file.write(source)
        exec(compile(source, module.__file__, "exec", dont_inherit=True), vars(module))
    except SystemExit as end:
        finish(end.code)
    except BaseException as error:
        shown = error.with_traceback(error.__traceback__ and error.__traceback__.tb_next)
        sys.__excepthook__(type(shown), shown, shown.__traceback__)
        finish(1)
    flush()
    tell(b"\n" + frame() + b"\n")
    os._exit(status)


def finish(code):
    if code is not None and not isinstance(code, int):
        print(code, file=sys.stderr)
        code = 1
    flush()
    os._exit((code or 0) & 0xFF)


def flush():
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            stream.flush()
        except Exception:
            pass


def check(texts):
    import ast
    import json
    import warnings

    warnings.simplefilter("ignore")
    for text in texts:
        tell((json.dumps(look(ast, text)) + "\n").encode())
    tell(b"\n" + frame() + b"\n")
    os._exit(0)


def look(ast, text):
    try:
        tree = ast.parse(text.decode("utf-8", "strict"))
    except (Exception, MemoryError) as error:
        return {"valid": False, "error": (type(error).__name__ + ": " + str(error))[:200]}
    try:
        nodes = list(ast.walk(tree))
        return {
            "valid": True,
            "canonical": ast.unparse(tree),
            "telling": telling(ast, tree),
            "assertions": len(tree.body) > 0 and all(isinstance(each, ast.Assert) for each in tree.body),
            "defines": [each.name for each in tree.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))],
            "calls": sorted({each.func.id for each in nodes if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)}),
        }
    except (Exception, MemoryError):
        return {"valid": True, "canonical": "", "telling": "", "assertions": False, "defines": [], "calls": []}


def telling(ast, tree):
    """The assertion of an equation so that it says what came instead; empty for anything else."""
    first = tree.body[0] if len(tree.body) == 1 else None
    compare = first.test if isinstance(first, ast.Assert) and isinstance(first.test, ast.Compare) else None
    if compare is None or len(compare.ops) != 1 or not isinstance(compare.ops[0], ast.Eq):
        return ""
    left, right = ast.unparse(compare.left), ast.unparse(compare.comparators[0])
    return "_came = (%s)\nassert _came == (%s), 'it returned ' + repr(_came)[:500]" % (left, right)


def main():
    sys.path[:] = [folder for folder in sys.path if folder]
    ready = frame()
    what = frame().decode()
    seal()
    nothing = os.open("/dev/null", os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    tell(ready + b"\n")
    if what == "check":
        check([frame() for _ in range(int(frame()))])
    run(what, frame())


main()
