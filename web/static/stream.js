// An answer as it comes: in the slides' own words, then what a language model makes of it, last the
// questions that lead on.

// Yields the name and the HTML of each event; of a page that the server sends instead, "page".
// Rejects with a TypeError where the server cannot be reached, or is gone in the middle.
export async function* eventsOf(address) {
  const accepted = { Accept: "text/event-stream, text/html;q=0.9" };
  const response = await fetch(address, { headers: accepted });
  if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
    yield { name: "page", html: await response.text() };
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
      const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? [];
      if (name) yield { name, html: JSON.parse(data).html };
    }
  }
}
