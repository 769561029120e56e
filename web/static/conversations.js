// The conversations that this browser keeps: the questions alone, for the server answers them anew.
//
// A conversation: {id, turns: [{question, briefings: [id of a briefing asked, ...]}, ...]}.

const KEY = "briefqa.conversations";
const KEPT = 12;
const TURNS_KEPT = 40;

const isTurn = (turn) => typeof turn?.question === "string" && Array.isArray(turn.briefings);
const isConversation = (one) => typeof one?.id === "string" && Array.isArray(one.turns)
  && one.turns.length > 0 && one.turns.every(isTurn);

// Returns the conversations, the latest first; what another version or hand has written is left out.
export function conversations() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isConversation) : [];
  } catch {
    return [];
  }
}

export function conversation(id) {
  return conversations().find((one) => one.id === id);
}

export function keep(id, turns) {
  const others = conversations().filter((one) => one.id !== id);
  const kept = turns.length > 0 ? [{ id, turns: turns.slice(-TURNS_KEPT) }, ...others] : others;
  try {
    localStorage.setItem(KEY, JSON.stringify(kept.slice(0, KEPT)));
  } catch {
    // Storage is switched off or full: the conversation lives as long as its page.
  }
}

export function forgetAll() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
