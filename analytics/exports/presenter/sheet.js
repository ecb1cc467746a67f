/* Prints a sheet of exercises, or its answers alone. */
function printing(sheet) {
  for (const button of sheet.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => {
      sheet.dataset.print = button.dataset.print;
      window.print();
      delete sheet.dataset.print;
    });
  }
}
