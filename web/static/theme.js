// Before the page is painted: the theme that was chosen here, if one was. The rest is in page.js.
{
  let chosen = null;
  try {
    chosen = localStorage.getItem("briefqa.theme");
  } catch {
    // Storage is switched off: the system's theme holds.
  }
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
}
