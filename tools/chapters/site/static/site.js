// What makes reading easier: keys, where one was, side by side. Every page reads without it.
"use strict";

const root = document.documentElement.dataset.root;
const step = document.querySelector("article.step");
const store = {
  get(key, otherwise) {
    try { return JSON.parse(localStorage.getItem(`pipit-${key}`)) ?? otherwise; } catch { return otherwise; }
  },
  set(key, value) {
    try { localStorage.setItem(`pipit-${key}`, JSON.stringify(value)); } catch { /* private windows */ }
  },
};

const KEYS = [
  ["h or ←", "the step before", () => follow("prev"), ["h", "ArrowLeft"]],
  ["l or →", "the next step", () => follow("next"), ["l", "ArrowRight"]],
  ["/", "search", search, ["/"]],
  ["c", "contents", () => { location.href = `${root}index.html`; }, ["c"]],
  ["s", "side by side, or one column", toggleSplit, ["s"]],
  ["e", "unfold all, or fold again", unfold, ["e"]],
  ["?", "this list", showKeys, ["?"]],
];

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea");
  if (typing || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
  const found = KEYS.find(([, , , keys]) => keys.includes(event.key));
  if (!found) return;
  event.preventDefault();
  found[2]();
});

function follow(rel) {
  const link = document.querySelector(`link[rel=${rel}]`);
  if (link) location.href = link.href;
}

function search() {
  const field = document.querySelector("input[type=search]");
  if (field) field.focus();
  else location.href = `${root}search.html`;
}

function unfold() {
  const all = [...document.querySelectorAll("main details:not(.proof)")];
  const open = all.some((one) => !one.open);
  for (const one of all) one.open = open;
}

function showKeys() {
  let dialog = document.querySelector("dialog.keys");
  if (!dialog) {
    dialog = make("dialog", { className: "keys" }, make("h2", { id: "keys-title" }, "Keys"),
      make("dl", {}, ...KEYS.flatMap(([keys, what]) => [make("dt", {}, make("kbd", {}, keys)), make("dd", {}, what)])),
      make("form", { method: "dialog" }, make("button", {}, "Close")));
    dialog.setAttribute("aria-labelledby", "keys-title");
    document.body.append(dialog);
  }
  dialog.showModal();
}

function make(name, values, ...children) {
  const made = Object.assign(document.createElement(name), values);
  made.append(...children);
  return made;
}

// Side by side: lines that were removed stand left of those that came for them.
function toggleSplit() {
  store.set("split", !document.body.classList.contains("is-split"));
  applySplit();
}

function applySplit() {
  const wanted = Boolean(store.get("split", false));
  document.body.classList.toggle("is-split", wanted);
  for (const lines of document.querySelectorAll(".file .lines")) wanted ? split(lines) : join(lines);
  const button = document.querySelector(".split");
  if (button) button.setAttribute("aria-pressed", wanted);
}

function split(lines) {
  if (lines.joined) return;
  lines.joined = [...lines.children];
  const rows = [];
  let left = [];
  let right = [];
  const flush = () => {
    for (let n = 0; n < Math.max(left.length, right.length); n += 1) rows.push(pair(left[n], right[n]));
    left = [];
    right = [];
  };
  for (const row of lines.joined) {
    if (row.classList.contains("d")) left.push(row.cloneNode(true));
    else if (row.classList.contains("a")) right.push(row.cloneNode(true));
    else if (row.classList.contains("eof")) (right.length ? right : left).push(row.cloneNode(true));
    else { flush(); rows.push(pair(without(row.cloneNode(true)), row.cloneNode(true))); }
  }
  flush();
  lines.replaceChildren(...rows);
}

function pair(left, right) {
  const empty = () => make("div", { className: "is-empty" });
  return make("div", { className: "pair" }, left ?? empty(), right ?? empty());
}

function without(row) {
  row.querySelector("a")?.replaceWith(make("span", {}));
  row.setAttribute("aria-hidden", "true");
  return row;
}

function join(lines) {
  if (!lines.joined) return;
  lines.replaceChildren(...lines.joined);
  delete lines.joined;
}

function addTools() {
  const changes = document.querySelector(".changes");
  const facts = document.querySelector(".facts");
  if (!changes || !facts) return;
  const tools = make("li", { className: "tools" },
    make("button", { type: "button", className: "is-quiet split", onclick: toggleSplit }, "Side by side"),
    make("button", { type: "button", className: "is-quiet", onclick: unfold }, "Unfold"));
  if (facts.tagName === "UL") facts.append(tools);
  else facts.after(make("div", { className: "tools" }, ...tools.children));
}

// A link to a line or a file opens what holds it.
function openTarget() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  if (!target) return;
  for (let one = target.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
  target.scrollIntoView({ block: target.matches("details") ? "start" : "center" });
}

// Prose stays in sight beside a long diff: stuck by its top, or by its end where it is taller.
function stick() {
  for (const prose of document.querySelectorAll(".spread > .prose")) {
    const top = Math.min(24, window.innerHeight - prose.offsetHeight - 24);
    prose.style.setProperty("--stick", `${top}px`);
  }
}

function remember() {
  if (step) {
    const read = new Set(store.get("read", []));
    read.add(step.dataset.step);
    store.set("read", [...read]);
    store.set("last", { key: step.dataset.step, name: step.dataset.name });
    addEventListener("pagehide", () => store.set("place", { key: step.dataset.step, y: scrollY }));
    const place = store.get("place", {});
    if (location.hash === "#on" && place.key === step.dataset.step) scrollTo({ top: place.y, behavior: "instant" });
  }
  const last = store.get("last", null);
  const resume = document.querySelector(".resume");
  if (last && resume) {
    resume.href = `${root}steps/${last.key}.html#on`;
    resume.textContent = `Go on at ${last.name}`;
    resume.hidden = false;
  }
  const read = new Set(store.get("read", []));
  for (const link of document.querySelectorAll("a[data-step]")) {
    link.classList.toggle("was-read", read.has(link.dataset.step));
    link.classList.toggle("is-here", link.dataset.step === last?.key);
  }
}

function addCopy() {
  for (const block of document.querySelectorAll(".go code")) {
    const button = make("button", { type: "button", className: "is-quiet" }, "Copy");
    button.onclick = async () => {
      await navigator.clipboard.writeText(block.textContent);
      button.textContent = "Copied";
    };
    if (navigator.clipboard) block.after(" ", button);
  }
}

for (const hint of document.querySelectorAll(".keys-hint")) hint.hidden = false;
addTools();
addCopy();
applySplit();
remember();
stick();
openTarget();
addEventListener("hashchange", openTarget);
addEventListener("resize", stick);
addEventListener("load", stick);
document.addEventListener("toggle", stick, true);
