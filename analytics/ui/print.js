const PLOT = ".js-plotly-plot .svg-container";
const PAINTED = ["fill", "stroke", "stop-color"];
const NARROW = "upr-narrow";
const STEP = 100;
const PATIENCE = 3000; // milliseconds: how often is looked, and for how long, whether charts are drawn anew

export default function ({ data }) {
  if (window.uprPrint) return;
  window.uprPrint = true;
  const painted = [];
  const begin = () => {
    fit();
    if (isDark() && !painted.length) lighten(data, painted);
  };
  const end = () => {
    document.documentElement.classList.remove(NARROW);
    for (const svg of document.querySelectorAll(`${PLOT} > .main-svg`)) svg.removeAttribute("viewBox");
    for (const [mark, property, colour] of painted.splice(0)) paint(mark, property, colour);
  };
  window.addEventListener("beforeprint", begin);
  window.addEventListener("afterprint", end);
  window.matchMedia("print").addEventListener("change", ({ matches }) => (matches ? begin() : end()));
  document.addEventListener("keydown", (event) => {
    if (event.key?.toLowerCase() !== "p" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    narrow().then(() => window.print());
  }, true);
}

/* Once the browser prints, nothing that takes time is waited for: what is drawn is scaled to the sheet by its styles. */
function fit() {
  for (const plot of document.querySelectorAll(PLOT)) {
    const [width, height] = [parseFloat(plot.style.width), parseFloat(plot.style.height)];
    plot.style.setProperty("--drawn-width", width);
    plot.style.setProperty("--drawn-height", height);
    for (const svg of plot.querySelectorAll(":scope > .main-svg")) svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }
}

/* Before that there is time, where the reader prints by the keyboard: charts nearly as wide as the sheet, so that their
   letters keep their size. */
async function narrow() {
  document.documentElement.classList.add(NARROW);
  const { width, paddingLeft } = getComputedStyle(document.querySelector('[data-testid="stMainBlockContainer"]'));
  const sheet = parseFloat(width) - 2 * parseFloat(paddingLeft);
  /* What holds a chart is made narrow by the page a moment later, the sheet at once. */
  const room = (plot) => Math.min(plot.closest('[data-testid="stPlotlyChart"]').clientWidth, sheet);
  const fits = (plot) => Math.abs(parseFloat(plot.style.width) - room(plot)) < 2;
  const end = performance.now() + PATIENCE;
  do await new Promise((resolve) => setTimeout(resolve, STEP));
  while (![...document.querySelectorAll(`[data-testid="stMain"] ${PLOT}`)].every(fits) && performance.now() < end);
}

function isDark() {
  return getComputedStyle(document.querySelector(".stApp")).colorScheme === "dark";
}

/* Every colour of a chart is one of the theme, or a mixture of one with the surface: the same of the light theme. */
function lighten({ dark, light, surface }, painted) {
  const from = dark.map(numbers);
  const to = light.map(numbers);
  const known = new Map();
  for (const mark of document.querySelectorAll(`${PLOT} .main-svg, ${PLOT} .main-svg *`)) {
    for (const property of PAINTED) {
      const colour = mark.style.getPropertyValue(property) || mark.getAttribute(property) || "";
      if (!/^(#|rgb)/.test(colour)) continue;
      if (!known.has(colour)) known.set(colour, inLight(numbers(colour), from, to, surface));
      painted.push([mark, property, colour]);
      paint(mark, property, known.get(colour));
    }
  }
  for (const image of document.querySelectorAll(`${PLOT} image`)) {
    painted.push([image, "href", image.href.baseVal]);
    paint(image, "href", imageInLight(image, (pixel) => inLight(pixel, from, to, surface)));
  }
}

/* Fields of a heat map are one picture. It holds few colours, in many points. */
function imageInLight(image, light) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width.baseVal.value, image.height.baseVal.value];
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const drawn = context.getImageData(0, 0, canvas.width, canvas.height);
  const known = new Map();
  for (let at = 0; at < drawn.data.length; at += 4) {
    const pixel = drawn.data.subarray(at, at + 3);
    const key = (pixel[0] << 16) | (pixel[1] << 8) | pixel[2];
    if (!known.has(key)) known.set(key, numbers(light([...pixel])).slice(0, 3));
    drawn.data.set(known.get(key), at);
  }
  context.putImageData(drawn, 0, 0);
  return canvas.toDataURL();
}

function inLight(colour, from, to, surface) {
  const mixed = from.map((hue, index) => {
    const direction = hue.map((part, at) => part - from[surface][at]);
    const length = direction.reduce((sum, part) => sum + part * part, 0) || 1;
    const along = direction.reduce((sum, part, at) => sum + part * (colour[at] - from[surface][at]), 0) / length;
    const share = Math.min(1, Math.max(0, along));
    const off = direction.reduce((sum, part, at) => sum + (from[surface][at] + share * part - colour[at]) ** 2, 0);
    return { index, share, off };
  });
  const { index, share } = mixed.reduce((best, each) => (each.off < best.off - 1 ? each : best));
  const parts = to[index].map((part, at) => Math.round(to[surface][at] + share * (part - to[surface][at])));
  return `rgba(${parts.join()},${colour[3] ?? 1})`;
}

function numbers(colour) {
  if (!colour.startsWith("#")) return colour.match(/[\d.]+/g).map(Number);
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

function paint(mark, property, colour) {
  if (property === "href") mark.href.baseVal = colour;
  else if (mark.style.getPropertyValue(property)) mark.style.setProperty(property, colour);
  else mark.setAttribute(property, colour);
}
