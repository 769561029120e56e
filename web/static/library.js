// The library with a script: files are dropped on its form, and a build is followed as it goes.

// Files that are dropped, or chosen, are named in the form before they are sent.

const drop = document.querySelector("[data-drop]");

function nameFiles(input) {
  const names = [...input.files].map((file) => file.name);
  if (names.length > 0) drop.querySelector("span").textContent = names.join(", ");
}

if (drop) {
  const input = drop.querySelector("input");
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  input.addEventListener("change", () => nameFiles(input));
  nameFiles(input); // chosen before this script had come, or kept over a reload
  for (const type of ["dragenter", "dragover"]) {
    drop.addEventListener(type, (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  drop.addEventListener("dragleave", (event) => {
    if (!drop.contains(event.relatedTarget)) drop.classList.remove("is-over");
  });
  drop.addEventListener("drop", (event) => {
    drop.classList.remove("is-over");
    if (!hasFiles(event)) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    nameFiles(input);
  });
}

// A build that runs

const running = document.querySelector("[data-build]");
const digits = new Intl.NumberFormat(document.documentElement.lang); // grouped, as the page has them

function tell({ stage, done, total, file }) {
  const bar = running.querySelector("progress");
  running.querySelector("[data-stage]").textContent = running.dataset[stage || "check"] ?? stage;
  running.querySelector("[data-count]").textContent =
    total ? `${digits.format(done)}/${digits.format(total)}` : "";
  running.querySelector("[data-file]").textContent = file;
  if (total) {
    bar.max = total;
    bar.value = done;
  } else {
    bar.removeAttribute("value");
  }
}

if (running) {
  const source = new EventSource(running.dataset.build);
  source.addEventListener("progress", (event) => tell(JSON.parse(event.data)));
  source.addEventListener("report", () => {
    source.close();
    location.reload();
  });
}
