"use strict";
// Searches, sorts, points and prints. What it says comes from the page, as text; it asks nothing of anybody.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const folded = (words) =>
    words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  for (const input of all("[data-search]")) {
    const items = all("[data-find]", document.getElementById(input.dataset.search));
    const search = () => {
      const words = folded(input.value).split(" ");
      let found = 0;
      for (const item of items) {
        item.hidden = !words.every((word) => item.dataset.find.includes(word));
        found += !item.hidden;
      }
      input.nextElementSibling.textContent = data.found.replace("[n]", found).replace("[all]", items.length);
    };
    input.addEventListener("input", search);
    search();
  }

  for (const button of all("th [role=button]")) {
    const heading = button.closest("th");
    const table = heading.closest("table");
    button.addEventListener("keydown", (pressed) => {
      if (pressed.key === "Enter" || pressed.key === " ") {
        pressed.preventDefault();
        button.click();
      }
    });
    button.addEventListener("click", () => {
      const place = heading.cellIndex;
      const numbers = heading.classList.contains("number");
      const before = heading.getAttribute("aria-sort");
      const up = before ? before === "descending" : !numbers;
      all("th[aria-sort]", table).forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", up ? "ascending" : "descending");
      const value = (row) => {
        const cell = row.cells[place];
        return numbers ? (cell.dataset.v === undefined ? null : Number(cell.dataset.v)) : cell.textContent;
      };
      const order = (one, other) => {
        const [first, second] = [value(one), value(other)];
        if (first === null || second === null) return (first === null) - (second === null);
        const sign = numbers ? first - second : first.localeCompare(second, data.language);
        return up ? sign : -sign;
      };
      const body = table.tBodies[0];
      body.append(...[...body.rows].sort(order));
    });
  }

  for (const figure of all(".pointed")) {
    const [select, told] = [figure.querySelector("select"), figure.querySelector(".told")];
    const map = figure.querySelector(".map");
    const dots = map.querySelector("circle");  // a shape comes before them, else it would cover them
    const shapes = all("[data-state]", map);
    let shown = "";
    const show = (code) => {
      if (!data.states[code] || code === shown) return;
      shown = code;
      for (const shape of shapes) {
        shape.classList.toggle("on", shape.dataset.state === code);
        if (shape.dataset.state === code && shape.tagName === "path") map.firstElementChild.insertBefore(shape, dots);
      }
      told.textContent = data.states[code].said;
      select.value = code;
    };
    for (const [code, state] of Object.entries(data.states)) {
      const option = document.createElement("option");
      [option.value, option.textContent] = [code, state.name];
      select.append(option);
    }
    select.closest("p").hidden = false;
    select.addEventListener("change", () => {
      show(select.value);
      figure.querySelector(".on")?.scrollIntoView({ block: "nearest", inline: "center" });
    });
    for (const event of ["pointerover", "click"]) {
      map.addEventListener(event, (happened) => show(happened.target.dataset.state));
    }
  }

  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      document.body.className = `only-${button.dataset.print}`;
      window.print();
      document.body.className = "";
    });
  }
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = all("details.about:not([open]), details.source:not([open])");
    opened.forEach((details) => { details.open = true; });
  });
  window.addEventListener("afterprint", () => opened.forEach((details) => { details.open = false; }));
})();
