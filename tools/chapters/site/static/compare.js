// Any two steps on a plain web host: both versions of each file are read from their pages,
// whose lines are in colours already, and compared here.
"use strict";

const CONTEXT = 3;
const base = document.documentElement.dataset.root;
const form = document.querySelector("form.compare");
const said = document.getElementById("compared"); // read out; the lines themselves are not
const place = document.getElementById("comparison");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const wanted = new URLSearchParams(new FormData(form));
  history.pushState(null, "", `?${wanted}`);
  compare();
});
addEventListener("popstate", compare);

async function compare() {
  const wanted = new URLSearchParams(location.search);
  if (!wanted.has("from") || !wanted.has("to")) return;
  for (const name of ["from", "to"]) form.elements[name].value = wanted.get(name);
  said.textContent = "Comparing ...";
  place.replaceChildren();
  try {
    const parts = await compared(wanted);
    place.replaceChildren(...parts);
    const count = parts.length === 1 ? "1 file differs." : `${parts.length} files differ.`;
    said.textContent = parts.length ? count : "The two steps have the same files.";
    applySplit();
  } catch (error) {
    said.textContent = `The steps' pages could not be read (${error.message}). Try again by the button.`;
  }
}

async function compared(wanted) {
  const steps = await (await fetch(`${base}compare.json`)).json();
  const [before, after] = ["from", "to"].map((name) => steps.findIndex((step) => step.key === wanted.get(name)));
  return Promise.all(pairs(steps, before, after).map((pair) => drawn(pair)));
}

// The files at a step: name -> {path, blob, key of the step that made it, first: who it once was}.
function filesAt(steps, last) {
  const files = new Map();
  let number = 0;
  for (const step of steps.slice(0, last + 1)) {
    const come = [];
    for (const [old, path, blob] of step.files) {
      const first = files.get(old)?.first ?? (number += 1);
      if (old) files.delete(old);
      if (path) come.push([path, { path, blob, key: step.key, first }]);
    }
    for (const [path, file] of come) files.set(path, file);
  }
  return files;
}

function pairs(steps, before, after) {
  const old = new Map([...filesAt(steps, before).values()].map((file) => [file.first, file]));
  const now = new Map([...filesAt(steps, after).values()].map((file) => [file.first, file]));
  return [...new Set([...old.keys(), ...now.keys()])].map((first) => [old.get(first), now.get(first)])
    .filter(([a, b]) => a?.blob !== b?.blob || a?.path !== b?.path)
    .sort(([a, b], [c, d]) => ((b ?? a).path < (d ?? c).path ? -1 : 1));
}

async function linesOf(file) {
  if (!file) return [];
  const address = `${base}files/${file.key}/${file.path.split("/").map(encodeURIComponent).join("/")}.html`;
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  const lines = [...page.querySelectorAll(".group .lines code")].map((code) => ({ text: code.textContent, code }));
  const end = page.querySelector(".group .eof");
  if (end) Object.assign(lines.at(-1), { text: `${lines.at(-1).text}\0`, end });
  lines.isText = page.querySelector(".whole-file") !== null;
  return lines;
}

async function drawn([before, after]) {
  const [old, now] = await Promise.all([linesOf(before), linesOf(after)]);
  const script = edits(old.map((line) => line.text), now.map((line) => line.text));
  const file = node("details", "file");
  file.open = true;
  const become = !before ? "new file" : !after ? "removed" : before.path !== after.path ? `moved here from ${before.path}` : "";
  const what = [become, old.isText === false || now.isText === false ? "no text" : ""].filter(Boolean).join(" · ");
  const [added, removed] = ["a", "d"].map((kind) => script.filter((row) => row[0] === kind).length);
  const summary = node("summary", "", node("span", "path", (after ?? before).path), " ", node("span", "what", what), " ",
    node("span", "stat", node("span", "added", added ? `+${added} ` : ""), node("span", "removed", removed ? `−${removed}` : "")));
  file.append(summary, ...sections(script, old, now));
  return file;
}

// Rows [kind, index]: "d" of the old lines, "a" of the new, "=" of the new. Myers, O((N+M)D).
function edits(a, b) {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const rows = [];
  for (let n = 0; n < start; n += 1) rows.push(["=", n]);
  rows.push(...middle(a.slice(start, a.length - end), b.slice(start, b.length - end), start));
  for (let n = b.length - end; n < b.length; n += 1) rows.push(["=", n]);
  return rows;
}

function middle(a, b, shift) {
  const most = a.length + b.length;
  let reach = new Map([[1, 0]]);
  const trace = [];
  for (let d = 0; d <= most; d += 1) {
    trace.push(new Map(reach));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && reach.get(k - 1) < reach.get(k + 1));
      let x = down ? reach.get(k + 1) : reach.get(k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return way(trace, a.length, b.length, shift);
    }
  }
  return [];
}

function way(trace, x, y, shift) {
  const rows = [];
  for (let d = trace.length - 1; d >= 0; d -= 1) {
    const reach = trace[d];
    const k = x - y;
    const down = k === -d || (k !== d && reach.get(k - 1) < reach.get(k + 1));
    const before = down ? k + 1 : k - 1;
    const [px, py] = [reach.get(before), reach.get(before) - before];
    while (x > px && y > py && x > 0 && y > 0) { x -= 1; y -= 1; rows.push(["=", y + shift]); }
    if (d > 0) { rows.push(down ? ["a", py + shift] : ["d", px + shift]); [x, y] = [px, py]; }
  }
  return rows.reverse();
}

function sections(rows, old, now) {
  const near = rows.map((_, n) => rows.slice(Math.max(0, n - CONTEXT), n + CONTEXT + 1).some(([kind]) => kind !== "="));
  const made = [];
  for (let n = 0; n < rows.length;) {
    let end = n;
    while (end < rows.length && near[end] === near[n]) end += 1;
    const lines = node("div", "lines", ...rows.slice(n, end).flatMap((row) => line(row, old, now)));
    const count = end - n;
    made.push(near[n] ? lines : node("details", "gap", node("summary", "", `${count} unchanged line${count === 1 ? "" : "s"}`), lines));
    n = end;
  }
  return made;
}

function line([kind, n], old, now) {
  const source = (kind === "d" ? old : now)[n];
  const text = node({ a: "ins", d: "del", "=": "code" }[kind], "", ...[...source.code.childNodes].map((child) => child.cloneNode(true)));
  const row = node("div", kind === "=" ? "" : kind, node("a", "", String(n + 1)), text);
  return source.end && kind !== "=" ? [row, source.end.cloneNode(true)] : [row];
}

function node(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

compare();
