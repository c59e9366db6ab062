// The index is pagefind's; the list of results is ours.
const root = document.documentElement.dataset.root;
const field = document.querySelector("input[type=search]");
const list = document.getElementById("results");
const found = document.getElementById("found");
const MOST = 20;
let latest = 0;

const pagefind = await import(new URL(`${root}pagefind/pagefind.js`, document.baseURI));
await pagefind.options({ baseUrl: new URL(root, document.baseURI).pathname });
await pagefind.init();

async function show() {
  const words = field.value.trim();
  const mine = (latest += 1);
  history.replaceState(null, "", words ? `?q=${encodeURIComponent(words)}` : location.pathname);
  if (!words) { list.replaceChildren(); found.textContent = ""; return; }
  const answer = await pagefind.search(words);
  const pages = await Promise.all(answer.results.slice(0, MOST).map((result) => result.data()));
  if (mine !== latest) return;
  found.textContent = `${answer.results.length} ${answer.results.length === 1 ? "step" : "steps"}`;
  list.replaceChildren(...pages.map(item));
}

function item(page) {
  const link = document.createElement("a");
  link.href = page.url;
  link.textContent = page.meta.title;
  const text = document.createElement("p");
  text.innerHTML = page.excerpt; // escaped by pagefind, but for its own <mark>
  const made = document.createElement("li");
  made.append(link, text);
  return made;
}

document.querySelector("form.search").addEventListener("submit", (event) => { event.preventDefault(); show(); });
field.addEventListener("input", show);
field.value = new URLSearchParams(location.search).get("q") ?? "";
field.focus();
await show();
