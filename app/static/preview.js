// Draw the preview while somebody types. The server draws it, as it draws the post.
const field = document.querySelector(".flask-pagedown-input");
const preview = document.querySelector(".preview");
const pause = 300; // milliseconds without a key
let timer, newest = 0;

async function draw() {
  const mine = ++newest;
  const body = new URLSearchParams(new FormData(field.form));
  const answer = await fetch(preview.dataset.address, { method: "POST", body });
  const html = await answer.text();
  if (mine === newest && answer.ok && !answer.redirected) {
    preview.querySelector(".post-body").innerHTML = html;
  }
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(draw, pause);
});
field.form.elements.preview.hidden = true;
