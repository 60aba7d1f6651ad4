// LTI platform storage (client-side postMessages): the browser's half of a login when cookies are blocked in frames.
// The value proves to the server that the answer came back to the browser that started; the server compares, not we.
const Patience = 1500;

function ask(element, subject, payload) {
  const { origin, target } = element.dataset;
  const parent = window.opener || window.parent;
  let frame = parent;
  try {
    if (target && target !== "_parent") frame = parent.frames[target] ?? parent;
  } catch {
    frame = parent;
  }
  const messageId = crypto.randomUUID();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => done(reject, "no answer"), Patience);
    function done(how, value) {
      clearTimeout(timer);
      window.removeEventListener("message", hear);
      how(value);
    }
    function hear(event) {
      const data = event.data;
      if (event.origin !== origin || typeof data !== "object" || data === null) return;
      if (data.message_id !== messageId || data.subject !== `${subject}.response`) return;
      if (data.error) done(reject, data.error);
      else done(resolve, data.value);
    }
    window.addEventListener("message", hear);
    frame.postMessage({ subject, message_id: messageId, ...payload }, origin);
  });
}

async function storeAndGo(element) {
  const { key, value, next } = element.dataset;
  try {
    await ask(element, "lti.put_data", { key, value });
    location.replace(next);
  } catch {
    // The cookie may work all the same; the server looks.
    location.replace(element.dataset.else);
  }
}

async function prove(element) {
  const form = element.querySelector("form");
  try {
    const value = await ask(element, "lti.get_data", { key: element.dataset.key });
    if (typeof value !== "string") return;
    form.elements.verifier.value = value;
    form.submit();
  } catch {
    // Nobody answered: the button for a window of its own is already there.
  }
}

const store = document.getElementById("launch-store");
if (store) storeAndGo(store);
const proof = document.getElementById("launch-proof");
if (proof && window.parent !== window) prove(proof);
document.addEventListener("htmx:load", () => document.getElementById("launch-first")?.click(), { once: true });
