// What several modules share.

// Returns the page at an address; rejects with a TypeError where the server cannot be reached.
export async function fetchPage(address) {
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

export function copyOf(id) {
  return document.importNode(document.getElementById(id).content, true);
}

export function isPlainClick(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

// Tells those who listen to the page rather than look at it.
export function say(words) {
  const said = document.getElementById("said");
  said.textContent = "";
  setTimeout(() => { said.textContent = words; }, 50); // else the same words are not read twice
}
