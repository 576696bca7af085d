"""Chromium for tests, driven over the W3C WebDriver protocol.

    if not browser.missing():
        with Browser() as b:
            b.open(url)
            b.run("return document.title")
            b.wait("return !document.querySelector('[aria-busy]')")

Chromium is headless, its profile and downloads lie in a folder that goes with
it, and no host but this machine's has a name for it.
"""

import base64
import http.client
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time

KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "Down": "\ue015", "Up": "\ue013",
        "Left": "\ue012", "Right": "\ue014", "Home": "\ue011", "End": "\ue010", "Space": "\ue00d",
        "Shift": "\ue008", "Backspace": "\ue003", "Delete": "\ue017", "Control": "\ue009"}
START_S = 30

OPTIONS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
           "--hide-scrollbars", "--disable-extensions", "--disable-background-networking",
           "--disable-component-update", "--disable-sync", "--no-proxy-server", "--lang=en-US",
           "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]


def missing():
    """What is not installed, as a sentence; None when all is there."""
    for program in ("chromium", "chromedriver"):
        if not shutil.which(program):
            return f"no {program}"
    return None


class DriverError(Exception):
    """The driver refused; the text is what it said."""


class Browser:
    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="jt-browser.")
        self.driver = self.session = self.port = None

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *exc):
        self.stop()

    def start(self):
        # Its own session, so that it ends with all its processes.
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE,
                                       stderr=subprocess.STDOUT, text=True, start_new_session=True,
                                       env={**os.environ, "HOME": self.dir, "TMPDIR": self.dir})
        for line in self.driver.stdout:
            if "successfully on port" in line:
                self.port = int(line.rsplit(" ", 1)[1].strip(" .\n"))
                break
        if not self.port:
            raise DriverError("chromedriver does not start")
        chrome = {"binary": shutil.which("chromium"), "args": OPTIONS + [f"--user-data-dir={self.dir}/profile"]}
        made = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": chrome,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}}}, root=True)
        self.session = made["sessionId"]
        self.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=self.dir)
        return self

    def stop(self):
        if self.driver:
            if self.session:
                try:
                    self.ask("DELETE", "")
                except (OSError, DriverError, http.client.HTTPException):
                    pass
            try:
                os.killpg(self.driver.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.driver.wait()
            self.driver.stdout.close()
            self.driver = None
        shutil.rmtree(self.dir, ignore_errors=True)

    def ask(self, method, path, body=None, root=False):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path if root else f"/session/{self.session}{path}",
                               None if method == "GET" else json.dumps(body or {}),
                               {"Content-Type": "application/json"})
            value = json.load(connection.getresponse())["value"]
        finally:
            connection.close()
        if isinstance(value, dict) and "error" in value:
            raise DriverError(f"{value['error']}: {value['message'].splitlines()[0]}")
        return value

    def cdp(self, command, **parameters):
        return self.ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    # ---- pages ----

    def open(self, url):
        self.ask("POST", "/url", {"url": url})

    def url(self):
        return self.ask("GET", "/url")

    def back(self):
        self.ask("POST", "/back")

    def run(self, script, *args):
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(args)})

    def run_async(self, script, *args):
        """The script's last argument is called with the result."""
        return self.ask("POST", "/execute/async", {"script": script, "args": list(args)})

    def wait(self, script, *args, seconds=15):
        """Run until the result is true; it is returned."""
        until = time.monotonic() + seconds * float(os.environ.get("JOBTREND_TEST_SLOW", "1"))
        while True:
            result = self.run(script, *args)
            if result or time.monotonic() > until:
                break
            time.sleep(0.03)
        if not result:
            raise DriverError(f"waited in vain for: {script}")
        return result

    def keys(self, *names):
        """Press keys, by name or as text."""
        actions = []
        for name in names:
            for key in [KEYS[name]] if name in KEYS else name:
                actions += [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.ask("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def click(self, css):
        """As a mouse does: to the middle of the element, which must be seen."""
        found = self.ask("POST", "/element", {"using": "css selector", "value": css})
        self.ask("POST", f"/element/{next(iter(found.values()))}/click")

    # ---- circumstances ----

    def screen(self, width, height=900, is_phone=False):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=1, mobile=is_phone)

    def prefers(self, theme):
        self.cdp("Emulation.setEmulatedMedia",
                 features=[{"name": "prefers-color-scheme", "value": theme}])

    def log(self, kind):
        """Entries of "browser" or "performance" since the last call."""
        return self.ask("POST", "/se/log", {"type": kind})

    def requested(self):
        """Addresses asked for since the last call."""
        found = []
        for entry in self.log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                found.append(message["params"]["request"]["url"])
        return found

    def picture(self, path, width, height_max=4000):
        height = min(height_max, self.run("return document.documentElement.scrollHeight"))
        shot = self.cdp("Page.captureScreenshot", captureBeyondViewport=True,
                        clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1})
        with open(path, "wb") as f:
            f.write(base64.b64decode(shot["data"]))

    def download(self, name, seconds=10):
        """The bytes of a file that the page has saved."""
        path = os.path.join(self.dir, name)
        until = time.monotonic() + seconds * float(os.environ.get("JOBTREND_TEST_SLOW", "1"))
        # Chromium reserves the name with an empty file before it has the bytes.
        while not os.path.exists(path) or not os.path.getsize(path):
            if time.monotonic() > until:
                raise DriverError(f"no download {name}, found {os.listdir(self.dir)}")
            time.sleep(0.03)
        with open(path, "rb") as f:
            data = f.read()
        os.remove(path)
        return data
