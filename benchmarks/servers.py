"""What the benchmarks share: a stand-in for HoneyHive, the servers that are measured, and the driver."""
import asyncio, json, os, pathlib, re, shutil, socket, statistics, subprocess, sys, threading, time, urllib.request

HERE = pathlib.Path(__file__).resolve().parent
TOKEN = "benchmark-token-0123456789"
KEY = "hh_benchmark"
# The relay as in the image: its JVM flags, and its log in JSON.
FLAGS = [f"@{HERE.parent / 'docker' / 'jvm.options'}", "-Xmx512m"]
LOG = {"LOGGING_STRUCTURED_FORMAT_CONSOLE": "ecs"}


def document(size, status="completed", dense=False):
    """A result of about that size, with numbers as dull and as varied as metrics are; gzip makes an eighth of it, and a
    fifth of a dense one."""
    head = {"status": status, "success": True, "run_object": {"status": status,
            "updated_at": "2020-01-01T00:00:00Z"}, "metrics": {}}
    number = 0
    text = json.dumps(head)
    details = []
    while len(text) + 130 * len(details) < size:
        number += 1
        details.append({"metric_name": f"metric_{number}", "metric_type": "CLIENT_SIDE",
                        "aggregate": (number * 7919 % 100003) / 100003, "event_name": f"step_{number % 17}",
                        "values": [number * 48271 % 99991 / 99991, number * 31 % 997] if dense else
                                  [number % 11, number % 7]})
    head["metrics"] = {"details": details}
    return json.dumps(head).encode()


class HoneyHive(asyncio.Protocol):
    """A stand-in for HoneyHive. One thread answers every request after the same delay."""

    bodies, delay, asked = {}, 0.0, 0

    def connection_made(self, transport):
        self.transport, self.received = transport, b""

    def data_received(self, data):
        *heads, self.received = (self.received + data).split(b"\r\n\r\n")
        for head in heads:
            HoneyHive.asked += 1
            asyncio.get_running_loop().call_later(self.delay, self.answer, head.split(b" ", 2)[1].decode())

    def answer(self, path):
        body = next((body for name, body in self.bodies.items() if f"-{name}" in path), b"")
        self.transport.write(b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
            b"200 OK" if body else b"404 Not Found", len(body), body))

    @classmethod
    def start(cls, bodies, delay=0.0):
        """Starts it with bodies for the paths that have their names in them, and returns its port."""
        cls.bodies, cls.delay = bodies, delay
        loop = asyncio.new_event_loop()
        server = loop.run_until_complete(loop.create_server(cls, "127.0.0.1", 0, backlog=1024))
        threading.Thread(target=loop.run_forever, daemon=True).start()
        return server.sockets[0].getsockname()[1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fail(reason):
    sys.exit(f"benchmark refused: {reason}")


class Server:
    """A running server: its base URL and the processes that its CPU time is the sum of."""

    def __init__(self, name, port, process, log):
        self.name, self.port, self.base, self.process, self.log = name, port, f"http://127.0.0.1:{port}", process, log

    def pids(self):
        pids, found = [self.process.pid], [self.process.pid]
        while found:
            children = pathlib.Path(f"/proc/{found[0]}/task/{found[0]}/children").read_text().split()
            found = found[1:] + [int(child) for child in children]
            pids += [int(child) for child in children]
        return pids

    def cpu(self):
        ticks = 0
        for pid in self.pids():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def rss(self):
        return sum(int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1])
                   for pid in self.pids()) // 1024

    def get(self, name, coding, tag=None):
        request = urllib.request.Request(f"{self.base}/v1/runs/bench-{name}/result", headers=headers(coding, tag))
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as ex:
            return ex.code, ex.headers, b""

    def wait(self, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                fail(f"{self.name} ended with {self.process.returncode}: {open(self.log).read()[-300:]}")
            try:
                if self.get("2k", "identity")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        fail(f"{self.name} did not answer within {seconds} s")

    def measure(self, target, connections, seconds, fields):
        """Drives it and returns CPU microseconds per request, requests per second and the 99th percentile in ms."""
        options = [option for name, value in fields.items() for option in ("-H", f"{name}: {value}")]
        # Begun anew, a log takes memory that is in use already: the first touch of fresh memory costs a virtual machine
        # more than the line does.
        os.truncate(self.log, 0)
        before = self.cpu()
        out = subprocess.run(["wrk", "-t1", f"-c{connections}", "--timeout", "20s", f"-d{seconds}s", *options, "-s",
                              str(HERE / "wrk.lua"), f"{self.base}/v1/runs/bench-{target}/result"],
                             capture_output=True, text=True, check=True)
        used = self.cpu() - before
        told = json.loads(out.stdout.splitlines()[-1])
        if told["errors"] or not told["requests"] or told["unexpected"]:
            fail(f"{self.name} {target}: {told}")
        return used / told["requests"] * 1e6, told["requests"] / told["seconds"], told["p99_us"] / 1000

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def headers(coding, tag=None):
    fields = {"Authorization": f"Bearer {TOKEN}", "Accept-Encoding": "gzip" if coding == "gzip" else "identity"}
    return fields | ({"If-None-Match": tag} if tag else {})


def start_nginx(folder, template, **values):
    port = free_port()
    configuration = (HERE / template).read_text()
    for name, value in {"FOLDER": folder, "PORT": port, "TOKEN": TOKEN, **values}.items():
        configuration = configuration.replace(f"@{name}@", str(value))
    (folder / "nginx.conf").write_text(configuration)
    return Server("nginx", port, subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]),
                  folder / "access.log")


def start_java(name, folder, command, upstream, **settings):
    port = free_port()
    log = open(folder / f"{name}.log", "a")
    environment = dict(os.environ, HH_API_KEY=KEY, RELAY_TOKEN=TOKEN, HH_API_URL=f"http://127.0.0.1:{upstream}",
                       SERVER_PORT=str(port), SERVER_ADDRESS="127.0.0.1", MANAGEMENT_SERVER_PORT="0", **settings)
    return Server(name, port, subprocess.Popen(command, stdout=log, stderr=log, env=environment), log.name)


def given_or_smoke(options, rounds, seconds, warm_up):
    """Adds what every benchmark can be told, and returns what this one was told."""
    options.add_argument("--smoke", action="store_true")
    options.add_argument("--rounds", type=int, default=rounds)
    options.add_argument("--seconds", type=int, default=seconds)
    options.add_argument("--warm-up", type=int, default=warm_up)
    options.add_argument("--jar", default=next(map(str, (HERE.parent / "target").glob("honeyhive-relay-*.jar")), ""))
    options.add_argument("--java", default=str(pathlib.Path(os.environ.get("JAVA_HOME", "/usr")) / "bin" / "java"))
    options.add_argument("--flag", action="append", default=[], help="a JVM flag, such as --flag=-Xmx512m")
    given = options.parse_args()
    if given.smoke:
        given.rounds, given.seconds, given.warm_up = 1, 1, 1
    if not given.jar:
        fail("there is no jar: mvn -DskipTests package")
    for tool in ("nginx", "wrk", given.java):
        if not shutil.which(tool):
            fail(f"{tool} is not there")
    return given


def spread(values, digits=1):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"
