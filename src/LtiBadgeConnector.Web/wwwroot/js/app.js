// Everything on these pages works without this file where the browser keeps our cookie.
// It smooths work, and it carries the session where the browser refuses cookies.
const meta = name => document.querySelector(`meta[name="${name}"]`)?.content;
const said = () => document.querySelector("#said");

// 1. Tell the LMS how tall we are. The server writes the origin it learned at launch;
//    without one we stay silent and the page scrolls inside its frame.
const platformOrigin = meta("platform-origin");
const tellPlatform = message => window.parent.postMessage(message, platformOrigin);
const isFramed = platformOrigin && window.parent !== window;
//    A frame as tall as its page does not scroll, the LMS around it does: without a word from us
//    the next page is seen from where the last link was pressed. The first page is left where it is.
const goToTop = () => isFramed && tellPlatform({ subject: "lti.scrollToTop" });
if (document.referrer.startsWith(`${location.origin}/course/`)) goToTop();
if (isFramed) {
  let last = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (Math.abs(height - last) < 8) return;
    last = height;
    tellPlatform({ subject: "lti.frameResize", height: Math.max(height, 400) });
  }).observe(document.body);
}

// 2. Copy buttons appear only where copying can work, and say what happened.
function showCopyButtons(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("button[data-copy]")) button.hidden = false;
}
document.addEventListener("click", async event => {
  const button = event.target.closest("button[data-copy]");
  const source = button && document.querySelector(button.dataset.copy);
  if (!source) return;
  try {
    await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
    said().textContent = button.dataset.said;
  } catch {
    // Frames without clipboard permission: select it instead.
    if (source.select) source.select();
    else getSelection().selectAllChildren(source);
  }
});

// 3. After a partial update, and after a page that came back with errors, keep the keyboard
//    where the person is working.
function focusIn(root) {
  (root.matches?.("[data-focus]") ? root : root.querySelector("[data-focus]"))?.focus();
}
document.addEventListener("htmx:afterSettle", event => {
  showCopyButtons(event.target);
  focusIn(event.target);
  if (event.detail.target === document.body) focusOnPage();
});
showCopyButtons(document);
focusIn(document.body);

//    htmx puts a whole page in place without telling anybody: a page load would have set the
//    language and put the reader at the top.
document.addEventListener("htmx:beforeSwap", event => {
  if (event.detail.target !== document.body) return;
  const language = /<html lang="([a-z-]+)"/i.exec(event.detail.serverResponse)?.[1];
  if (language) document.documentElement.lang = language;
});
function focusOnPage() {
  if (document.body.querySelector("[data-focus]")) return;
  goToTop();
  const heading = document.querySelector("main h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

//    A field that saves itself is marked as wrong, or no longer so, by what is said above it.
document.addEventListener("htmx:afterSettle", () => {
  for (const said of document.querySelectorAll(".err[id$='-error']")) {
    const control = document.getElementById(said.id.slice(0, -"-error".length));
    if (said.hidden) control?.removeAttribute("aria-invalid");
    else control?.setAttribute("aria-invalid", "true");
  }
});

// 4. The launch session and the anti-forgery token travel in headers. A browser that refuses
//    cookies inside frames has no other way to say who it is; htmx sends to our own origin only.
const headers = () => Object.entries({
  "X-Launch-Session": meta("launch-session"),
  RequestVerificationToken: meta("request-token"),
}).filter(([, value]) => value);
document.addEventListener("htmx:configRequest", event => {
  for (const [name, value] of headers()) event.detail.headers[name] = value;
});
document.addEventListener("htmx:historyCacheMiss", event => {
  for (const [name, value] of headers()) event.detail.xhr.setRequestHeader(name, value);
});

// 5. A navigation that htmx makes for a link shows what came back, refusals included:
//    an error page that is not shown is a dead link.
document.addEventListener("htmx:beforeSwap", event => {
  const { boosted, xhr } = event.detail;
  if (boosted && xhr.getResponseHeader("Content-Type")?.startsWith("text/html")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// 6. The network went away: what was typed stays, the status line says so, and a field that
//    saves itself tries again.
document.addEventListener("htmx:sendError", event => {
  const from = event.detail.elt;
  const again = from.hasAttribute("data-retry");
  if (said()) said().textContent = again ? said().dataset.retrying : said().dataset.offline;
  if (again) setTimeout(() => from.isConnected && from.dispatchEvent(new Event("change", { bubbles: true })), 5000);
});

// 7. What asks another server can take a while: the status line says so until the answer is there.
document.addEventListener("submit", event => {
  const busy = event.submitter?.dataset.busy;
  if (busy && said()) said().textContent = busy;
});

// 8. An answer that goes to the LMS by a form sends itself; without this file its button does.
const answer = root => root.querySelector("form[data-autopost]")?.submit();
document.addEventListener("htmx:afterSettle", () => answer(document));
answer(document);

// 9. A field with a long list is a search: what the server finds stands below it, arrows, Enter
//    and Escape work in it. Without this file the browser's own list does.
const listOf = box => document.getElementById(box.dataset.find);
function prepareSearches() {
  for (const box of document.querySelectorAll("input[data-find][list]")) {
    box.removeAttribute("list");
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", box.dataset.find], ["aria-expanded", "false"]]) box.setAttribute(name, value);
  }
  for (const box of document.querySelectorAll("[data-narrow]")) box.closest("label").hidden = false;
}
function mark(box, option) {
  for (const one of listOf(box).children) one.setAttribute("aria-selected", one === option);
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
}
function show(box, isOpen) {
  const list = listOf(box);
  list.hidden = !isOpen || list.children.length === 0;
  box.setAttribute("aria-expanded", !list.hidden);
  mark(box, list.hidden ? null : list.firstElementChild);
}
function choose(box, option) {
  box.value = option.dataset.value;
  show(box, false);
  box.dispatchEvent(new Event("change", { bubbles: true }));
}
const searchOf = event => event.target.closest?.("input[role=combobox]");
document.addEventListener("htmx:configRequest", event => {
  if (event.detail.elt.dataset.find && event.detail.verb === "get") event.detail.parameters = { q: event.detail.elt.value };
});
document.addEventListener("htmx:afterSettle", event => {
  prepareSearches();
  const box = document.querySelector(`input[data-find="${event.target.id}"]`);
  if (box) show(box, box === document.activeElement);
});
document.addEventListener("keydown", event => {
  const box = searchOf(event);
  if (!box || event.isComposing) return;
  const options = [...listOf(box).children];
  const at = options.findIndex(one => one.getAttribute("aria-selected") === "true");
  const isOpen = !listOf(box).hidden;
  if (event.key === "ArrowDown" && !isOpen) box.dispatchEvent(new Event("find"));
  else if (!isOpen) return;
  else if (event.key === "ArrowDown") mark(box, options[(at + 1) % options.length]);
  else if (event.key === "ArrowUp") mark(box, options[(at - 1 + options.length) % options.length]);
  else if (event.key === "Enter") choose(box, options[at]);
  else if (event.key === "Escape") show(box, false);
  else return;
  event.preventDefault();
});
// Pressing an option must not take the focus from the field: it would save what is half typed.
document.addEventListener("mousedown", event => event.target.closest?.(".found") && event.preventDefault());
document.addEventListener("click", event => {
  const option = event.target.closest?.(".found > [role=option]");
  if (option) choose(document.querySelector(`input[data-find="${option.parentElement.id}"]`), option);
});
document.addEventListener("focusout", event => searchOf(event) && show(searchOf(event), false));
prepareSearches();

// 10. Boxes are narrowed by what is typed above them, in either language; a ticked one always stays.
//     How many were found is said when the keyboard has been quiet for a second.
const plain = text => text.normalize("NFKC").toLowerCase();
let quiet;
function narrow(box) {
  const words = plain(box.value).split(/\s+/);
  let found = 0;
  for (const pick of box.closest("label").nextElementSibling.children) {
    const fits = words.every(word => plain(`${pick.textContent} ${pick.dataset.also ?? ""}`).includes(word));
    if (fits) found++;
    pick.hidden = !fits && !pick.querySelector("input").checked;
  }
  clearTimeout(quiet);
  quiet = setTimeout(() => said().textContent = found ? box.dataset.some.replace("{0}", found) : box.dataset.none, 1000);
}
const narrows = event => event.target.matches?.("[data-narrow]");
document.addEventListener("input", event => narrows(event) && narrow(event.target));
// It is no answer: leaving it saves nothing, and Enter sends nothing.
document.addEventListener("change", event => narrows(event) && event.stopPropagation(), true);
document.addEventListener("keydown", event => {
  if (!narrows(event) || event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
  event.preventDefault();
  if (event.key === "Enter" || !event.target.value) return;
  event.target.value = "";
  narrow(event.target);
});
