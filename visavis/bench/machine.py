"""What processes cost: memory and processor time, as the kernel counts them."""

import os
import platform
from contextlib import suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE_KIB = os.sysconf("SC_PAGE_SIZE") // 1024


def rss_kib(pid: int) -> int:
    """Tell the memory that a process has in use, shared pages included."""
    return int((Path("/proc") / str(pid) / "statm").read_text().split()[1]) * PAGE_KIB


def pss_kib(pids: list[int]) -> int:
    """Tell the memory of these processes together, each shared page counted once."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            lines = (Path("/proc") / str(pid) / "smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total


def cpu_seconds(pids: list[int]) -> float:
    """Tell the processor time of these processes and of their children that ended."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            total += sum(map(int, _stat(pid)[11:15]))
    return total / TICKS


def family(pid: int) -> list[int]:
    """List a process and its children of now."""
    children: list[int] = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError, IndexError):
                if int(_stat(int(folder.name))[1]) == pid:
                    children.append(int(folder.name))
    return [pid, *children]


def described() -> dict[str, object]:
    """Describe the machine, as far as it explains the figures."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cpus": len(os.sched_getaffinity(0)),
        "memory_gib": round(memory),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 1),
    }


def _stat(pid: int) -> list[str]:
    # The name stands in parentheses and may hold anything; what follows is regular.
    return (Path("/proc") / str(pid) / "stat").read_text().rpartition(") ")[2].split()


def serves_client(pid: int) -> bool:
    """Tell whether a process of PostgreSQL serves a client, by the title that it gives itself."""
    with suppress(OSError):
        title = (Path("/proc") / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ")
        return b"[local]" in title
    return False
