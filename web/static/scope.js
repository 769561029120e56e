// Which briefings are asked: the boxes that are ticked, and a chip for each of them.

const composer = document.getElementById("composer");
const picker = document.getElementById("scope");
const chips = document.getElementById("scope-chips");

const boxes = () => [...(picker?.querySelectorAll("[name=briefing]") ?? [])];

function update() {
  const ticked = boxes().filter((box) => box.checked);
  const words = document.getElementById("scope-some").dataset;
  const form = ticked.length === 1 ? words.one : words.more;
  picker.querySelector("summary").textContent =
    ticked.length > 0 ? form.replace("{count}", ticked.length) : picker.dataset.all;
  chips.replaceChildren(...ticked.map(chipOf));
}

function chipOf(box) {
  const chip = document.getElementById("chip-template").content.cloneNode(true);
  const link = chip.querySelector("a");
  const label = box.closest("label");
  link.dataset.unscope = box.value;
  link.ariaLabel = link.ariaLabel.replace("{title}", () => label.dataset.name);
  link.querySelector("span").textContent = label.dataset.name;
  link.querySelector("span").lang = label.querySelector("span").lang;
  return chip;
}

// Ticks these briefings and no others.
export function choose(briefings) {
  if (!picker) return;
  for (const box of boxes()) box.checked = briefings.includes(box.value);
  update();
}

if (picker) {
  picker.addEventListener("change", update);

  picker.querySelector("[data-scope-filter]")?.addEventListener("input", (event) => {
    const wanted = event.target.value.normalize("NFKC").toLowerCase().trim();
    for (const box of boxes()) {
      const label = box.closest("label");
      const words = label.textContent.normalize("NFKC").toLowerCase();
      label.hidden = !box.checked && !words.includes(wanted);
    }
  });

  // Enter in the filter would send the question.
  picker.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
    if (event.key !== "Escape" || !picker.open) return;
    event.stopPropagation();
    picker.open = false;
    picker.querySelector("summary").focus();
  });

  document.addEventListener("click", (event) => {
    if (picker.open && !picker.contains(event.target)) picker.open = false;
  });

  chips.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-unscope]");
    if (!chip) return;
    event.preventDefault();
    for (const box of boxes()) if (box.value === chip.dataset.unscope) box.checked = false;
    update();
    picker.querySelector("summary").focus();
  });

  update();
}
