"""A Chromium without a window, and what a reader does with it."""

import base64
import os
import time
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


class Browser:
    def __init__(self, pages):
        self.pages = Path(pages)
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        # In a container there is neither a sandbox for root nor much shared memory.
        for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--host-resolver-rules=MAP * ~NOTFOUND"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        service = webdriver.ChromeService("/usr/bin/chromedriver")
        self.driver = webdriver.Chrome(options=options, service=service)
        self.look()

    def close(self):
        self.driver.quit()

    def look(self, width=1400, height=1000, scheme="light", scale=1):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": scale, "mobile": False})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def open(self, page, hash=""):
        """Opens a page anew and returns the seconds until it is drawn."""
        self.driver.get("about:blank")
        start = time.monotonic()
        self.driver.get(f"{(self.pages / page).as_uri()}.html{hash}")
        self.run("return new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))")
        return time.monotonic() - start

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        found = self.all(selector)
        assert found, f"nothing is {selector}"
        return found[0]

    def text(self, selector):
        return " ".join(self.run("return arguments[0].textContent", self.one(selector)).split())

    def hash(self):
        return self.run("return location.hash")

    def press(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def chord(self, modifier, key):
        ActionChains(self.driver).key_down(modifier).send_keys(key).key_up(modifier).perform()

    def focused(self):
        return self.run("""const e = document.activeElement;
            return e.id || e.getAttribute("aria-label") || e.textContent.trim()""")

    def click(self, selector):
        element = self.one(selector)
        self.run("arguments[0].scrollIntoView({ block: 'center' })", element)
        element.click()

    def console(self):
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def pdf(self):
        answer = self.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
        return base64.b64decode(answer["data"])

    def keep(self, name):
        folder = os.environ.get("WONNX_SHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.driver.save_screenshot(f"{folder}/{name}.png")


@contextmanager
def browser(pages):
    one = Browser(pages)
    try:
        yield one
    finally:
        one.close()


__all__ = ["Browser", "Keys", "browser"]
