// The chat with a script: questions are answered in place, citations open beside them.
// Every page works without this file; it fetches those same pages and takes their parts.

import { carry } from "./carrying.js";
import { copyOf, fetchPage, isPlainClick } from "./common.js";
import * as composing from "./composer.js";
import { conversation, conversations, forgetAll, keep } from "./conversations.js";
import { closeEvidence, followCitations, openEvidence } from "./evidence.js";
import "./preview.js";
import { choose } from "./scope.js";
import { eventsOf } from "./stream.js";

const chat = document.getElementById("main");
const log = document.getElementById("log");
const composer = document.getElementById("composer");
const field = document.getElementById("question");

// History entries hold: page, the id of the conversation they belong to; turn, how many of its
// turns are shown; evidence, the address of the slide that is open, or null.
let page = crypto.getRandomValues(new Uint32Array(2)).join("-");
let restored = Promise.resolve();
const asked = new WeakMap(); // of each turn: {question, briefings}

const turns = () => [...log.querySelectorAll("[data-turn]")];
const shownTurns = () => turns().filter((turn) => !turn.hidden);
const stateOf = (evidence) => ({ page, turn: shownTurns().length, evidence });

// Questions

// The address that asks, and with what came before: `earlier` is a conversation of the server's.
function addressOf({ question, briefings }, earlier = "") {
  const parameters = new URLSearchParams({ q: question });
  for (const briefing of briefings) parameters.append("briefing", briefing);
  if (composer.elements.lang) parameters.set("lang", composer.elements.lang.value);
  if (earlier) parameters.set("conversation", earlier);
  return `${composer.action}?${parameters}`;
}

function latestConversation() {
  const answered = shownTurns().filter((turn) => turn.dataset.conversation);
  return answered.at(-1)?.dataset.conversation ?? "";
}

function addPending(said, before = null) {
  const pending = copyOf("pending-template").querySelector("[data-turn]");
  pending.querySelector(".question bdi").textContent = said.question;
  asked.set(pending, said);
  log.insertBefore(pending, before);
  return pending;
}

async function ask(form, question) {
  const said = { question, briefings: new FormData(form).getAll("briefing") };
  await restored;
  closeEvidence();
  const earlier = latestConversation();
  for (const turn of turns()) if (turn.hidden) turn.remove();
  for (const section of log.querySelectorAll("[data-suggestions]")) section.remove();
  const pending = addPending(said);
  show(turns().length);
  history.pushState(stateOf(null), "", addressOf(said));
  keep(page, turns().map((turn) => asked.get(turn)));
  document.title = `${question.slice(0, 60)} – briefqa`;
  updateLanguageSwitch();
  pending.scrollIntoView({ block: "start" });
  const turn = await fill(pending, addressOf(said, earlier));
  pointAt(turn);
}

// Puts the answer in the place of what stands for it; returns the turn that is there then, which
// is pending until the last of it has come.
async function fill(pending, address) {
  let turn = pending;
  try {
    for await (const { name, html } of eventsOf(address)) {
      const part = new DOMParser().parseFromString(html, "text/html");
      if (name === "sentence") say(turn, part.body);
      else if (name === "answer") settle(turn, part);
      else if (name === "suggestions") leadOn(turn, part);
      else turn = set(turn, part);
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    if (turn === pending) turn.querySelector(".reply").replaceChildren(copyOf("unreachable-template"));
  }
  giveUpWording(turn);
  turn.classList.remove("is-pending");
  return turn;
}

// Sets the answer, or why there is none; returns the turn that is there then.
function set(pending, part) {
  const answered = part.querySelector("[data-turn], [data-error]");
  if (answered?.matches("[data-turn]")) return put(pending, document.adoptNode(answered));
  const shown = answered ? document.adoptNode(answered) : copyOf("failed-template");
  pending.querySelector(".reply").replaceChildren(shown);
  return pending;
}

// A sentence of a language model, below the slides' own words.
function say(turn, sentence) {
  const said = turn.querySelector("[data-sentences]");
  const words = [...document.adoptNode(sentence).childNodes];
  said?.append(...(said.lang === "en" && said.hasChildNodes() ? [" ", ...words] : words));
}

// What a language model has made of an answer in the end: the sentences that are there already, or
// nothing, and why. What stands is left alone, so that it is not read out again.
function settle(turn, part) {
  const wording = turn.querySelector("[data-wording]");
  if (!wording) return;
  const answered = document.adoptNode(part.querySelector("[data-turn]"));
  const shown = wording.querySelector("[data-sentences]");
  const said = answered.querySelector("[data-sentences]");
  const told = turn.querySelectorAll(".remark").length;
  if (!said) wording.replaceChildren(...[...answered.querySelectorAll(".remark")].slice(told));
  else if (said.textContent !== shown.textContent) shown.replaceChildren(...said.childNodes);
  wording.removeAttribute("aria-busy");
  const copied = answered.querySelector(".turn-foot [data-copy]").dataset.copy;
  turn.querySelector(".turn-foot [data-copy]").dataset.copy = copied;
}

// The stream has ended; where a language model's words were still coming, they come no more.
function giveUpWording(turn) {
  const wording = turn.querySelector("[data-wording][aria-busy]");
  if (!wording) return;
  wording.replaceChildren(copyOf("unreachable-template"));
  wording.removeAttribute("aria-busy");
}

function leadOn(turn, part) {
  const section = part.querySelector("[data-suggestions]");
  const isLast = turn === shownTurns().at(-1);
  if (section && isLast) turn.querySelector(".reply").append(document.adoptNode(section));
}

function put(pending, turn) {
  asked.set(turn, asked.get(pending));
  turn.hidden = pending.hidden;
  turn.classList.add("is-pending");
  turn.querySelector("[data-wording][aria-busy]")?.classList.add("is-reserved");
  const isAtTop = pending.getBoundingClientRect().top >= 0;
  pending.replaceWith(turn);
  // An answer is taller than what stood for it; who has scrolled past its question reads on.
  if (isAtTop && turn === shownTurns().at(-1)) turn.scrollIntoView({ block: "start" });
  return turn;
}

// A follow-up's permanent address is that of the whole question it was read as.
function pointAt(turn) {
  const { state } = history;
  const link = turn.querySelector(".permalink");
  const isLast = state?.page === page && state.turn === turns().indexOf(turn) + 1;
  if (!link || !isLast || state.evidence) return;
  history.replaceState(state, "", link.href);
  updateLanguageSwitch();
}

function show(count) {
  turns().forEach((turn, index) => { turn.hidden = index >= count; });
  chat.classList.toggle("is-empty", count === 0);
}

// A language chosen later keeps the question on screen.
function updateLanguageSwitch() {
  for (const link of document.querySelectorAll("[data-language-switch]")) {
    const parameters = new URLSearchParams(location.search);
    parameters.set("lang", link.hreflang);
    link.search = parameters;
  }
}

function earlierQuestions() {
  const kept = conversations().reverse().flatMap((one) => one.turns);
  return [...new Set(kept.map((turn) => turn.question).reverse())].reverse();
}

composing.listen((question) => ask(composer, question), earlierQuestions);

// A follow-up that was misread: its whole question, mended.
log.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-ask]");
  const question = (event.submitter?.name === "q" ? event.submitter : form?.elements.q)?.value.trim();
  if (!form) return;
  event.preventDefault();
  if (question) ask(form, question);
});

document.querySelector(".examples form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(composer, event.submitter.value);
});

// How an answer came about

async function openTrace(link) {
  const foot = link.closest(".turn-foot");
  try {
    const panel = (await fetchPage(link.href)).querySelector("[data-trace-panel]");
    foot.after(panel ? document.adoptNode(panel) : copyOf("failed-template"));
    if (!panel) return;
    link.remove();
    panel.querySelector("summary").focus({ preventScroll: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    foot.after(copyOf("unreachable-template"));
  }
}

log.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-trace]");
  if (!link || !isPlainClick(event)) return;
  event.preventDefault();
  openTrace(link);
});

followCitations(stateOf);

// A permanent address holds the whole question that a follow-up was read as.
carry(() => shownTurns().flatMap((turn) => {
  const link = turn.querySelector(".permalink");
  if (!link) return [];
  const parameters = new URL(link.href).searchParams;
  return [{ question: parameters.get("q"), briefings: parameters.getAll("briefing") }];
}));

// Conversations that this browser keeps

// Asks questions again, one after the other, each following up the ones before it.
async function askAgain(kept, before) {
  const pending = kept.map((said) => addPending(said, before));
  let earlier = "";
  for (const [place, said] of kept.entries()) {
    const turn = await fill(pending[place], addressOf(said, earlier));
    earlier = turn.dataset.conversation ?? earlier;
  }
  return earlier;
}

// After a reload: the server has sent the last question alone, read as a whole one.
async function restore(kept) {
  const [last] = turns();
  const before = kept.slice(0, -1);
  asked.set(last, kept.at(-1));
  const earlier = await askAgain(before, last);
  const isReadAnew = last.querySelector(".question").textContent !== kept.at(-1).question;
  if (isReadAnew) await fill(last, addressOf(kept.at(-1), earlier));
  shownTurns().at(-1)?.scrollIntoView({ block: "start" }); // none after going back meanwhile
}

async function reopen(id) {
  const { turns: kept } = conversation(id);
  page = id;
  chat.classList.remove("is-empty");
  restored = askAgain(kept, null);
  choose(kept.at(-1).briefings);
  history.pushState(stateOf(null), "", addressOf(kept.at(-1)));
  await restored;
  pointAt(turns().at(-1));
  shownTurns().at(-1).scrollIntoView({ block: "start" });
  shownTurns().at(-1).querySelector(".question").focus({ preventScroll: true });
}

function listEarlier() {
  const section = document.getElementById("earlier");
  if (!section) return;
  const list = document.getElementById("earlier-list");
  const kept = conversations().slice(0, 4);
  section.hidden = kept.length === 0;
  list.replaceChildren(...kept.map((one) => {
    const button = document.createElement("button");
    const words = one.turns.length === 1 ? section.dataset.one : section.dataset.more;
    button.type = "button";
    button.dataset.conversation = one.id;
    button.textContent = words
      .replace("{count}", one.turns.length)
      .replace("{question}", () => one.turns[0].question);
    return button;
  }));
}

document.getElementById("earlier")?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.conversation) reopen(button.dataset.conversation);
  if (!button?.matches("[data-clear]")) return;
  forgetAll();
  listEarlier();
  field.focus();
});

// Back and forward

// Without a fragment in the address, so that Back keeps to questions and slides.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  chat.focus();
});

window.addEventListener("popstate", (event) => {
  const state = event.state;
  if (state === null) return; // a fragment typed into the address: nothing else has changed
  if (state.page !== page || state.turn > turns().length) {
    location.reload();
    return;
  }
  show(state.turn);
  updateLanguageSwitch();
  if (state.evidence) openEvidence(state.evidence);
  else closeEvidence();
  if (state.turn === 0) {
    listEarlier();
    field.focus();
  }
});

function begin() {
  const [first] = turns();
  const { state } = history;
  const kept = (state && conversation(state.page))?.turns.slice(0, state.turn) ?? [];
  const parameters = new URLSearchParams(location.search);
  listEarlier();
  if (first && kept.length > 0 && kept.length === state.turn) {
    page = state.page;
    history.replaceState({ ...state, evidence: null }, "");
    restored = restore(kept);
    return;
  }
  if (first) {
    asked.set(first, { question: parameters.get("q"), briefings: parameters.getAll("briefing") });
    keep(page, [asked.get(first)]);
  }
  history.replaceState(stateOf(null), "");
}

begin();
