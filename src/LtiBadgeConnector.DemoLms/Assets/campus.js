// Forms that start or answer a launch send themselves.
for (const form of document.querySelectorAll("form[data-auto-submit]")) form.submit();

// A page inside the frame that has ended moves the whole window on.
const done = document.querySelector("[data-go-top]");
if (done && window.top !== window) setTimeout(() => { window.top.location = done.dataset.goTop; }, 1200);

// Messages from a tool count only when they come from the tool's own origin. The frame may be deeper than ours.
const frame = document.querySelector("iframe[data-tool-origin]");
const stores = new Map();

const answers = {
  "lti.capabilities": () => ({ supported_messages: supported() }),
  "lti.put_data": (data, origin) => {
    const values = stores.get(origin) ?? new Map();
    stores.set(origin, values);
    if (data.value === null) values.delete(data.key);
    else if (values.size < 100) values.set(data.key, String(data.value));
    return { key: data.key, value: data.value };
  },
  "lti.get_data": (data, origin) => ({ key: data.key, value: stores.get(origin)?.get(data.key) ?? null }),
};

function supported() {
  const subjects = ["lti.capabilities", "lti.frameResize", "lti.scrollToTop"];
  if (offersStorage()) subjects.push("lti.put_data", "lti.get_data");
  return subjects.map(subject => ({ subject }));
}

function offersStorage() {
  return frame !== null && "platformStorage" in frame.dataset;
}

window.addEventListener("message", event => {
  const data = event.data;
  if (!frame || typeof data !== "object" || data === null || typeof data.subject !== "string") return;
  if (event.origin !== frame.dataset.toolOrigin) return;

  if (data.subject === "org.imsglobal.lti.close" && frame.dataset.closeTo) {
    window.location = frame.dataset.closeTo;
    return;
  }

  if (data.subject === "lti.frameResize" && Number.isFinite(Number(data.height)) && event.source === frame.contentWindow) {
    frame.style.height = Math.min(Math.max(Number(data.height), 320), 8000) + "px";
    return;
  }

  if (data.subject === "lti.scrollToTop" && event.source === frame.contentWindow) {
    frame.scrollIntoView();
    return;
  }

  const isStorage = data.subject === "lti.put_data" || data.subject === "lti.get_data";
  if (!(data.subject in answers) || (isStorage && !offersStorage())) return;
  const reply = { subject: data.subject + ".response", message_id: data.message_id, ...answers[data.subject](data, event.origin) };
  event.source.postMessage(reply, event.origin);
});
