// The words behind a marker, while the pointer rests on it or the keyboard has reached it.

const log = document.getElementById("log");
const preview = document.getElementById("preview");
const PAUSE = 120; // ms in which the pointer may cross from the marker to the preview
let chip = null;
let leaving = 0;

function show(link) {
  const citation = link.closest("[data-turn]")
    .querySelector(`[data-citation="${CSS.escape(link.dataset.marker)}"]`);
  if (!citation || link === chip) return;
  hide();
  chip = link;
  const quote = citation.querySelector("blockquote").cloneNode(true);
  const source = citation.querySelector(".origin-text").cloneNode(true);
  preview.replaceChildren(quote, source);
  preview.hidden = false;
  chip.setAttribute("aria-describedby", preview.id);
  place();
}

function hide() {
  clearTimeout(leaving);
  chip?.removeAttribute("aria-describedby");
  chip = null;
  preview.hidden = true;
}

// Below the marker where there is room, else above it; never over an edge of the window.
function place() {
  const [at, size] = [chip.getBoundingClientRect(), preview.getBoundingClientRect()];
  const left = Math.min(Math.max(at.left - 24, 12), document.documentElement.clientWidth - size.width - 12);
  const isBelow = at.bottom + size.height + 16 < window.innerHeight;
  preview.style.left = `${left}px`;
  preview.style.top = `${isBelow ? at.bottom + 8 : at.top - size.height - 8}px`;
}

// The page may scroll by itself under a pointer that rests, as when an answer has come.
function follow() {
  if (!chip) return;
  const { top, bottom } = chip.getBoundingClientRect();
  if (bottom < 0 || top > window.innerHeight) hide();
  else place();
}

const markerAt = (event) => event.target.closest?.("a.chip[data-marker]");

log.addEventListener("pointerover", (event) => {
  const link = event.pointerType === "mouse" && markerAt(event);
  if (!link) return;
  clearTimeout(leaving);
  show(link);
});
log.addEventListener("pointerout", (event) => {
  if (markerAt(event)) leaving = setTimeout(hide, PAUSE);
});
preview.addEventListener("pointerenter", () => clearTimeout(leaving));
preview.addEventListener("pointerleave", hide);
log.addEventListener("focusin", (event) => {
  const link = markerAt(event);
  if (link?.matches(":focus-visible")) show(link);
});
log.addEventListener("focusout", hide);
log.addEventListener("click", hide);
window.addEventListener("scroll", follow, { passive: true });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || preview.hidden) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  hide();
}, true);
