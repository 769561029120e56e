// The slide that a citation rests on, in a panel beside the chat or as a sheet over it.

import { copyOf, fetchPage, isPlainClick } from "./common.js";

const log = document.getElementById("log");
const evidence = document.getElementById("evidence");
const body = document.getElementById("evidence-body");
const isWide = window.matchMedia("(width >= 64rem)");
let opener = null;
let wanted = null; // the address of the slide that is open, or on its way

export const isOpen = () => evidence.open;

export async function openEvidence(address) {
  wanted = address;
  let slide = null;
  try {
    slide = (await fetchPage(address)).querySelector("[data-slide], [data-error]");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  if (wanted !== address) return; // closed meanwhile, or another slide was asked for
  const turned = body.contains(document.activeElement) && document.activeElement.rel;
  body.replaceChildren(slide ? document.adoptNode(slide) : copyOf("unreachable-template"));
  if (!evidence.open) isWide.matches ? evidence.show() : evidence.showModal();
  document.body.classList.add("has-evidence");
  for (const link of log.querySelectorAll("a[data-evidence]")) {
    link.classList.toggle("is-open", link.href === new URL(address, location.href).href);
  }
  // Who turns the slides by a link goes on turning them.
  const next = turned ? body.querySelector(`a[rel="${turned}"]`) : null;
  (next ?? body).focus({ preventScroll: true });
  body.scrollTop = 0;
  // A picture is seen whole; its words are read further down, where they may be folded away.
  const seen = body.querySelector(".picture-fill") ?? body.querySelector("mark");
  seen?.scrollIntoView({ block: "nearest" });
}

export function closeEvidence() {
  wanted = null;
  if (!evidence.open) return;
  evidence.close();
  document.body.classList.remove("has-evidence");
  for (const link of log.querySelectorAll(".is-open")) link.classList.remove("is-open");
  opener?.focus({ preventScroll: true });
  opener = null;
}

// Opens slides from the links of the log; `stateOf` gives the history entry of an open slide.
export function followCitations(stateOf) {
  log.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-evidence]");
    if (!link || !isPlainClick(event)) return;
    event.preventDefault();
    if (wanted) history.replaceState(stateOf(link.href), "");
    else history.pushState(stateOf(link.href), "");
    opener = link;
    openEvidence(link.href);
  });
}

body.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-neighbour]");
  if (!link || !isPlainClick(event)) return;
  event.preventDefault();
  history.replaceState({ ...history.state, evidence: link.href }, "");
  openEvidence(link.href);
});

// Closed at once, for going back takes a while: a second Escape must not go back once more.
function leave() {
  closeEvidence();
  history.back();
}

evidence.addEventListener("click", (event) => {
  const isBackdrop = event.target === evidence && !isWide.matches;
  if (isBackdrop || event.target.closest("[data-close]")) leave();
});

evidence.addEventListener("cancel", (event) => {
  event.preventDefault();
  leave();
});

document.addEventListener("keydown", (event) => {
  const isOurs = event.key === "Escape" && wanted && !document.querySelector("dialog:modal");
  if (isOurs) leave();
});
