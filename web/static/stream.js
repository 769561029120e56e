// An answer as it comes: first in the slides' own words, then as a language model has put it.

// Yields the HTML of each state of the answer, or of the page that the server sends in its place.
// Rejects with a TypeError where the server cannot be reached, or is gone in the middle.
export async function* statesOf(address) {
  const accepted = { Accept: "text/event-stream, text/html;q=0.9" };
  const response = await fetch(address, { headers: accepted });
  if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
    yield await response.text();
    return;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const data = /^data: (.*)$/m.exec(event);
      const { html } = data ? JSON.parse(data[1]) : {};
      if (html !== undefined) yield html;
    }
  }
}
