// The field: Enter asks, Shift+Enter starts a line, the arrow keys bring earlier questions back.

const composer = document.getElementById("composer");
const field = document.getElementById("question");

// `ask(question)` is called with what is sent; `asked()` gives earlier questions, the oldest first.
export function listen(ask, asked) {
  let recalled = null; // {place, text} of the earlier question in the field

  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    const question = field.value.trim();
    if (!question) return;
    field.value = "";
    recalled = null;
    ask(question);
  });

  field.addEventListener("keydown", (event) => {
    // Safari ends a composition before the Enter that ends it; that Enter has the key code 229.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      composer.requestSubmit();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      recall(event);
    }
  });

  // What has been written is never overwritten: only an empty field, or a question brought back.
  function recall(event) {
    const isUnchanged = recalled !== null && field.value === recalled.text;
    if (event.shiftKey || (field.value !== "" && !isUnchanged)) return;
    const questions = asked();
    const from = isUnchanged ? recalled.place : questions.length;
    const place = from + (event.key === "ArrowUp" ? -1 : 1);
    if (place < 0 || place > questions.length) return;
    event.preventDefault();
    recalled = place === questions.length ? null : { place, text: questions[place] };
    field.value = recalled?.text ?? "";
    field.setSelectionRange(field.value.length, field.value.length);
  }
}
