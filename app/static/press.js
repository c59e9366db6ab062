// Press a button without loading the page again. The server sends the new button.
const said = document.querySelector(".said");

async function press(form) {
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Part": "1" } });
  if (!answer.ok || answer.redirected) throw answer.status;
  const part = document.createRange().createContextualFragment(await answer.text());
  const now = part.querySelector("form");
  form.replaceWith(part);
  now.querySelector("button").focus();
  said.textContent = now.dataset.said;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".presses")) return;
  event.preventDefault();
  press(event.target).catch(() => event.target.submit());
});
