// The chat with a script: questions are answered in place, citations open beside them.
// Every page works without this file; it fetches those same pages and takes their parts.

const chat = document.getElementById("main");
const log = document.getElementById("log");
const composer = document.getElementById("composer");
const field = document.getElementById("question");
const evidence = document.getElementById("evidence");
const evidenceBody = document.getElementById("evidence-body");
const isWide = window.matchMedia("(width >= 64rem)");

// History entries hold: page, the id of this load of the page (turns of another load are gone);
// turn, how many turns are shown; evidence, the address of the slide that is open, or null.
const page = crypto.getRandomValues(new Uint32Array(2)).join("-");
let opener = null;

const turns = () => [...log.querySelectorAll("[data-turn]")];
const shownTurns = () => turns().filter((turn) => !turn.hidden);

async function fetchPage(address) {
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

function copyOf(id) {
  return document.importNode(document.getElementById(id).content, true);
}

// Questions

// The address that a form asks by: its permanent form, or with the conversation it follows up.
function addressOf(form, question, conversation = "") {
  const parameters = new URLSearchParams(new FormData(form));
  parameters.delete("conversation");
  parameters.set("q", question);
  if (conversation) parameters.set("conversation", conversation);
  return `${form.action}?${parameters}`;
}

function latestConversation() {
  const answered = shownTurns().filter((turn) => turn.dataset.conversation);
  return answered.at(-1)?.dataset.conversation;
}

function addPending(question) {
  for (const turn of turns()) if (turn.hidden) turn.remove();
  log.append(copyOf("pending-template"));
  const turn = turns().at(-1);
  turn.querySelector(".question bdi").textContent = question;
  return turn;
}

async function ask(form, question) {
  closeEvidence();
  const asked = addressOf(form, question, latestConversation());
  const address = addressOf(form, question);
  const pending = addPending(question);
  show(turns().length);
  history.pushState({ page, turn: turns().length, evidence: null }, "", address);
  document.title = `${question.slice(0, 60)} – briefqa`;
  updateLanguageSwitch();
  pending.scrollIntoView({ block: "start" });
  await fill(pending, asked);
}

async function fill(pending, address) {
  const reply = pending.querySelector(".reply");
  try {
    const answered = (await fetchPage(address)).querySelector("[data-turn], [data-error]");
    if (answered?.matches("[data-turn]")) putAnswer(pending, document.adoptNode(answered));
    else if (answered) reply.replaceChildren(document.adoptNode(answered));
    else reply.replaceChildren(copyOf("failed-template"));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    reply.replaceChildren(copyOf("unreachable-template"));
  }
}

// A follow-up's permanent address is that of the whole question it was read as.
function putAnswer(pending, turn) {
  const number = turns().indexOf(pending) + 1;
  const isAtTop = pending.getBoundingClientRect().top >= 0;
  pending.replaceWith(turn);
  // An answer is taller than what stood for it; who has scrolled past its question reads on.
  if (isAtTop && turn === shownTurns().at(-1)) turn.scrollIntoView({ block: "start" });
  const { state } = history;
  if (state?.page !== page || state.turn !== number || state.evidence) return;
  history.replaceState(state, "", turn.querySelector(".permalink").href);
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

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = field.value.trim();
  if (!question) return;
  field.value = "";
  ask(composer, question);
});

// A follow-up that was misread: its whole question, mended.
log.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-ask]");
  const question = form?.elements.q.value.trim();
  if (!form) return;
  event.preventDefault();
  if (question) ask(form, question);
});

field.addEventListener("keydown", (event) => {
  // Safari ends a composition before the Enter that ends it; that Enter has the key code 229.
  const isComposing = event.isComposing || event.keyCode === 229;
  if (event.key !== "Enter" || event.shiftKey || isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
});

document.querySelector(".examples form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(event.target, event.submitter.value);
});

// Evidence

async function openEvidence(address) {
  let slide = null;
  try {
    slide = (await fetchPage(address)).querySelector("[data-slide], [data-error]");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  evidenceBody.replaceChildren(slide ? document.adoptNode(slide) : copyOf("unreachable-template"));
  if (!evidence.open) isWide.matches ? evidence.show() : evidence.showModal();
  document.body.classList.add("has-evidence");
  for (const link of log.querySelectorAll("a[data-evidence]")) {
    link.classList.toggle("is-open", link.href === new URL(address, location.href).href);
  }
  evidenceBody.focus({ preventScroll: true });
  evidenceBody.scrollTop = 0;
  // A picture is seen whole; its words are read further down, where they may be folded away.
  const seen = evidenceBody.querySelector(".picture-fill") ?? evidenceBody.querySelector("mark");
  seen?.scrollIntoView({ block: "nearest" });
}

function closeEvidence() {
  if (!evidence.open) return;
  evidence.close();
  document.body.classList.remove("has-evidence");
  for (const link of log.querySelectorAll(".is-open")) link.classList.remove("is-open");
  opener?.focus({ preventScroll: true });
  opener = null;
}

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

function isPlainClick(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

log.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-evidence]");
  if (!link || !isPlainClick(event)) return;
  event.preventDefault();
  const state = { page, turn: shownTurns().length, evidence: link.href };
  if (evidence.open) history.replaceState(state, "");
  else history.pushState(state, "");
  opener = link;
  openEvidence(link.href);
});

evidenceBody.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-neighbour]");
  if (!link || !isPlainClick(event)) return;
  event.preventDefault();
  history.replaceState({ ...history.state, evidence: link.href }, "");
  openEvidence(link.href);
});

evidence.addEventListener("click", (event) => {
  const isBackdrop = event.target === evidence && !isWide.matches;
  if (isBackdrop || event.target.closest("[data-close]")) history.back();
});

evidence.addEventListener("cancel", (event) => {
  event.preventDefault();
  history.back();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && evidence.open && !evidence.matches(":modal")) history.back();
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
  if (state.page !== page) {
    location.reload();
    return;
  }
  show(state.turn);
  updateLanguageSwitch();
  if (state.evidence) openEvidence(state.evidence);
  else closeEvidence();
  if (state.turn === 0) field.focus();
});

history.replaceState({ page, turn: turns().length, evidence: null }, "");
