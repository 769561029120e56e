// What every page does with a script: choose the theme, copy, enlarge a slide, turn to the next.

import { isPlainClick, say } from "./common.js";

// The theme

const root = document.documentElement;
const themeSwitch = document.querySelector("[data-theme-switch]");
const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");

const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemIsDark.matches);

function nameThemeSwitch() {
  const name = isDark() ? themeSwitch.dataset.light : themeSwitch.dataset.dark;
  themeSwitch.ariaLabel = name;
  themeSwitch.title = name;
}

themeSwitch.addEventListener("click", () => {
  const theme = isDark() ? "light" : "dark";
  root.dataset.theme = theme;
  try {
    localStorage.setItem("briefqa.theme", theme);
  } catch {
    // Storage is switched off or full: the choice holds for this page.
  }
  nameThemeSwitch();
});
systemIsDark.addEventListener("change", nameThemeSwitch);
nameThemeSwitch();

// Copying

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Over plain HTTP from another machine browsers have the old way alone.
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  const opened = document.querySelector("dialog:modal") ?? document.body;
  opened.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await copy(button.dataset.copy);
  button.focus({ preventScroll: true });
  button.classList.add("is-done");
  say(button.dataset.copied);
  setTimeout(() => button.classList.remove("is-done"), 1600);
});

// A slide at the size of the window, and larger

const zoom = document.getElementById("zoom");
const pane = document.getElementById("zoom-pane");
const LARGEST = 3;
let scale = 0;

function setScale(wanted) {
  const middle = [
    (pane.scrollLeft + pane.clientWidth / 2) / pane.scrollWidth,
    (pane.scrollTop + pane.clientHeight / 2) / pane.scrollHeight,
  ];
  const wasWhole = scale === 0;
  scale = Math.min(Math.max(wanted, 0), LARGEST);
  pane.className = `zoom-pane scale-${scale}`;
  pane.scrollLeft = middle[0] * pane.scrollWidth - pane.clientWidth / 2;
  pane.scrollTop = middle[1] * pane.scrollHeight - pane.clientHeight / 2;
  if (wasWhole) pane.querySelector("rect")?.scrollIntoView({ block: "center", inline: "center" });
  const [less, more] = zoom.querySelectorAll("[data-zoom-by]");
  less.setAttribute("aria-disabled", scale === 0);
  more.setAttribute("aria-disabled", scale === LARGEST);
}

document.addEventListener("click", (event) => {
  const picture = event.target.closest("[data-slide]")?.querySelector("[data-picture]");
  const opener = event.target.closest("[data-zoom], [data-picture]");
  if (!picture || !opener || zoom.open || !isPlainClick(event)) return;
  event.preventDefault();
  const whole = picture.cloneNode(true);
  const image = whole.querySelector("img");
  image.loading = "eager";
  whole.style.setProperty("--shape", image.getAttribute("width") / image.getAttribute("height"));
  pane.replaceChildren(whole);
  zoom.showModal();
  pane.focus();
  setScale(0);
});

zoom.addEventListener("click", (event) => {
  const step = event.target.closest("[data-zoom-by]");
  if (step) setScale(scale + Number(step.dataset.zoomBy));
  else if (event.target.closest("[data-zoom-close]") || event.target === pane) zoom.close();
  else if (event.target.closest("[data-picture]")) setScale(scale === 0 ? 1 : 0);
});

zoom.addEventListener("keydown", (event) => {
  const steps = { "+": 1, "=": 1, ";": 1, "-": -1, 0: -LARGEST }; // ; is + unshifted in Japan
  if (!(event.key in steps) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  setScale(scale + steps[event.key]);
});

// The slide before and after, by the arrow keys

const KEYS_OF_THEIR_OWN = "input, textarea, select, [contenteditable], .grid, .table, .rows";

document.addEventListener("keydown", (event) => {
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const isTaken = event.target.closest?.(KEYS_OF_THEIR_OWN) || zoom.open;
  if (!way || isTaken || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  document.querySelector(`[data-slide] a[rel="${way}"]`)?.click();
});
