// A figure as a picture that goes out alone: light whatever the theme, with its words around it, two sizes.
// Plotly draws it from a copy that its own button finds in place of what the page shows, for the moment of the click.
const LETTERS = "Arial, Helvetica, 'Liberation Sans', sans-serif"; // a saved picture has no fonts of this site
const SIZES = { page: { width: 800, pixels: 1600 }, slide: { width: 960, height: 540, pixels: 1920 } };
const [EDGE, GAP, LINE] = [24, 7, 1.3];
const GRID = 7; // its place among the colours, see charts/palette.py
const WIDER = 1.2; // than the letters of the page, those of a system may be: else labels would push the words aside
const SMALLEST = 0.8; // of its height on the page, before a slide makes all smaller
const pen = document.createElement("canvas").getContext("2d");

// A picture has no page around it that says from which side its words are read: every line says it itself.
const SAID = ["text", "ticktext", "name", "texttemplate"];
const turned = (line) => (/[\u0590-\u08ff]/.test(line) ? `\u2067${line}\u2069` : line);
const turns = () => document.documentElement.dir === "rtl";

function allTurned(part, key) {
  if (typeof part === "string") return SAID.includes(key) ? part.split("<br>").map(turned).join("<br>") : part;
  if (Array.isArray(part)) return part.map((each) => allTurned(each, key));
  if (!part || typeof part !== "object") return part;
  return Object.fromEntries(Object.entries(part).map(([name, each]) => [name, allTurned(each, name)]));
}

const escaped = (words) => words.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

// Lines of a text that are no wider than this; what has no blanks, such as an address, breaks anywhere.
function lines(block, width) {
  pen.font = `${block.bold ? "bold " : ""}${block.size}px ${LETTERS}`;
  const found = [""];
  const fits = (words) => pen.measureText(words).width <= width;
  for (const word of block.text.split(" ")) {
    const last = found[found.length - 1];
    if (!last || fits(`${last} ${word}`)) found[found.length - 1] = last ? `${last} ${word}` : word;
    else found.push(word);
    while (!fits(found[found.length - 1])) {
      const long = [...found.pop()];
      let end = long.length - 1;
      while (end > 1 && !fits(long.slice(0, end).join(""))) end -= 1;
      found.push(long.slice(0, end).join(""), long.slice(end).join(""));
    }
  }
  return found;
}

// Blocks below each other as annotations; `place` makes of a distance from their top what Plotly wants.
function stacked(blocks, width, times, place) {
  let top = 0;
  const annotations = blocks.filter((block) => block.text).map((block) => {
    const size = block.size * times;
    const its = lines({ ...block, size }, width - 2 * EDGE * times);
    const text = its.map(escaped).map(turns() ? turned : (line) => line).join("<br>");
    const side = turns() ? "right" : "left";
    const annotation = {
      text: block.bold ? `<b>${text}</b>` : text,
      font: { size, color: block.color, family: LETTERS },
      ...{ x: turns() ? 1 : 0, xref: "paper", yref: "paper", yanchor: "top", showarrow: false },
      ...{ xanchor: side, align: side },
      ...place(top),
    };
    top += its.length * size * LINE + GAP * times;
    return annotation;
  });
  return { annotations, height: top };
}

// Strokes beside the labels of an axis, in the colour of its grid.
function paleTicks(layout, colours) {
  const axes = Object.entries(layout).filter(([name]) => /^[xy]axis/.test(name));
  return Object.fromEntries(axes.map(([name, axis]) => [name, { tickcolor: colours[GRID], ...axis }]));
}

function picture(figure, words, colours, inside, size) {
  const [left, right] = [Math.max(inside.l * WIDER, EDGE), Math.max(inside.r, EDGE)];
  const needed = inside.h + inside.t + inside.b;
  const heights = (times) =>
    [words.above, words.below].map((blocks) => stacked(blocks, size.width * times, times, () => ({})).height);
  const [above, below] = heights(1).map((height) => height + EDGE + GAP);
  const times = size.height ? Math.max(1, (needed * SMALLEST) / Math.max(size.height - above - below, 1)) : 1;
  const width = size.width * times;
  const height = size.height ? size.height * times : Math.round(needed + above + below);
  const [head, foot] = [inside.t + above * times, inside.b + below * times];
  const xshift = turns() ? right - EDGE * times : EDGE * times - left;
  const from = (y, yshift) => ({ y, yshift, xshift });
  const over = stacked(words.above, width, times, (top) => from(1, head - EDGE * times - top));
  const under = stacked(words.below, width, times, (top) => from(0, -inside.b - GAP * times - top));
  const layout = {
    ...figure.layout,
    width,
    height,
    paper_bgcolor: "#FFFFFF",
    font: { ...figure.layout.font, family: LETTERS },
    ...paleTicks(figure.layout, colours),
    margin: { l: left, r: right, t: head, b: foot },
    annotations: [...(figure.layout.annotations ?? []), ...over.annotations, ...under.annotations],
  };
  return { data: figure.data, layout, scale: size.pixels / width };
}

// The browser saves through a link outside the popover, which takes a click there for a wish to be closed.
function alone(event) {
  if (!event.target.closest?.("a[download]")) return;
  event.stopPropagation();
  window.removeEventListener("click", alone, true);
}

function save(data, size, format) {
  const plot = document.querySelector(`.st-key-${data.card} .js-plotly-plot`);
  const button = plot?.querySelector(".modebar-btn");
  if (!button || plot._snapshotInProgress) return;
  const light = data.figure.replace(/#00000([1-8])/g, (_, place) => data.colours[place - 1]);
  const figure = JSON.parse(light);
  const made = picture(turns() ? allTurned(figure) : figure, data.words, data.colours, plot._fullLayout._size, SIZES[size]);
  const name = size === "slide" ? `${data.name}-slide` : data.name;
  const { width, height } = made.layout;
  const scale = made.scale * (format === "png" ? 1.00001 : 1); // a canvas cuts what is behind the point
  plot._context.toImageButtonOptions = { format, filename: name, width, height, scale };
  const shown = [plot.data, plot.layout];
  [plot.data, plot.layout] = [made.data, made.layout];
  try {
    window.addEventListener("click", alone, true);
    button.dispatchEvent(new MouseEvent("click"));
  } finally {
    [plot.data, plot.layout] = shown;
  }
}

export default function ({ parentElement, data }) {
  for (const button of parentElement.querySelectorAll("button")) {
    button.onclick = () => save(data, button.dataset.size, button.dataset.format);
    if (button.dataset.size === "slide") button.textContent = data.slide;
  }
}
