// The conversation as a file: its questions are sent, and the server answers them anew.

import { isPlainClick, say } from "./common.js";

const menu = document.getElementById("export");

// `questions()` gives what is on the page: [{question, briefings}, ...], each question whole.
export function carry(questions) {
  menu.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-export]");
    if (!link || !isPlainClick(event)) return;
    event.preventDefault();
    const file = await write(questions(), link.dataset.export);
    if (file) save(file);
    else say(menu.dataset.failed);
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// Questions that were put to different briefings are put to all of them.
function scopeOf(asked) {
  const scopes = new Set(asked.map((one) => JSON.stringify(one.briefings)));
  return scopes.size === 1 ? asked[0].briefings : [];
}

async function write(asked, format) {
  const body = {
    questions: asked.map((one) => one.question),
    briefings: scopeOf(asked),
    format,
    language: document.documentElement.lang,
  };
  try {
    const response = await fetch("/export", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) return null;
    return { content: await response.blob(), name: nameIn(response.headers) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}

function nameIn(headers) {
  const found = /filename="([^"]+)"/.exec(headers.get("Content-Disposition") ?? "");
  return found?.[1] ?? "briefqa";
}

function save({ content, name }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

menu.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  event.stopPropagation();
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  if (menu.open && !menu.contains(event.target)) menu.open = false;
});
