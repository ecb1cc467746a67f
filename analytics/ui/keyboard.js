const TERM = 'a[href^="#term-"]';
const POPOVER = '[data-testid="stPopoverBody"]';
const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]), select, textarea, [tabindex]:not([tabindex="-1"])';
const FINDER = ".st-key-finder"; // what it opens is a box to type into, so it has the focus at once
const SCRIPT_STATE = "data-test-script-state";
const GAP = 6;

export default function ({ data, parentElement }) {
  Object.assign(document.documentElement, { lang: data.language, dir: data.direction });
  numbersAsIn(data.language);
  document.getElementById("front")?.remove(); // what was said until now (analytics/serving/front.py)
  if (window.uprKeyboard) return;
  window.uprKeyboard = true;
  explainTerms(parentElement);
  focusPopovers();
  followLink();
}

/* Tables write their numbers as the browser's languages do: the first of them is that of the page. */
function numbersAsIn(language) {
  const before = window.uprLanguages ?? navigator.languages;
  window.uprLanguages = before;
  Object.defineProperty(navigator, "languages", {
    configurable: true,
    get: () => [`${language}-u-nu-latn`, ...before],
  });
}

/* A link to a term: the page changes its height until its fonts and styles are there, so each time go there again. */
function followLink() {
  const name = location.hash.slice(1);
  const page = document.querySelector('[data-testid="stMainBlockContainer"]');
  if (!name.startsWith("term-") || !page) return;
  const changes = new ResizeObserver(() => document.getElementById(name)?.scrollIntoView());
  changes.observe(page);
  for (const each of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    document.addEventListener(each, () => changes.disconnect(), { once: true, capture: true });
  }
}

/* The meaning of a term beside it: when pointed at, tapped, or focused. */
function explainTerms(themed) {
  const box = document.createElement("div");
  box.id = "term-meaning";
  box.role = "tooltip";
  box.hidden = true;
  document.body.append(box);
  let shown = null;

  const hide = () => {
    if (shown) shown.removeAttribute("aria-describedby");
    shown = null;
    box.hidden = true;
  };
  const show = (term) => {
    if (term === shown) return;
    hide();
    if (term.title) {
      term.dataset.meaning = term.title;
      term.removeAttribute("title"); // else the browser shows it once more
    }
    shown = term;
    box.textContent = term.dataset.meaning;
    const page = getComputedStyle(document.querySelector(".stApp"));
    box.style.background = page.backgroundColor;
    box.style.color = page.color;
    box.hidden = false;
    term.setAttribute("aria-describedby", box.id);
    place(term);
  };
  const place = (term) => {
    const { left, top, bottom } = term.getClientRects()[0];
    const { width, height } = box.getBoundingClientRect();
    const below = bottom + GAP + height < window.innerHeight;
    box.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`;
    box.style.top = `${below ? bottom + GAP : Math.max(8, top - GAP - height)}px`;
  };
  const term = (event) => event.target.closest?.(TERM);

  document.addEventListener("mouseover", (event) => {
    if (term(event)) show(term(event));
    else if (shown && shown !== document.activeElement && !box.contains(event.target)) hide();
  });
  document.addEventListener("focusin", (event) => (term(event) ? show(term(event)) : hide()));
  document.addEventListener("focusout", (event) => term(event) && hide());
  document.addEventListener("click", (event) => {
    const clicked = term(event);
    if (!clicked) return hide();
    const entry = document.getElementById(clicked.getAttribute("href").slice(1));
    if (!entry) {
      event.preventDefault(); // only the glossary has a place to go to; elsewhere the meaning is enough
      show(clicked);
    }
  }, true);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("scroll", () => shown && place(shown), true);
}

/* A popover that was opened with the keyboard takes the focus, keeps it while its content comes, and gives it back. */
function focusPopovers() {
  let pressed = null;
  let opener = null;
  let owed = false; // Tab was pressed before there was anything to go to
  const take = (body) => {
    body.tabIndex = -1;
    body.style.outline = "none";
    body.focus({ preventScroll: true });
  };
  const caught = (body) => {
    // What had the focus was replaced.
    if (document.activeElement === document.body && body.isConnected) take(body);
  };
  document.addEventListener("keydown", (event) => {
    const button = event.target.closest?.('[data-testid="stPopoverButton"]');
    pressed = button && (event.key === "Enter" || event.key === " ") ? button : null;
    const body = event.target.closest?.(POPOVER);
    if (event.key === "Tab" && body && opener && leaves(body, event)) {
      event.preventDefault();
      if (!event.shiftKey && isComing(body)) {
        owed = true;
        return;
      }
      const button = opener;
      document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
      button.focus();
    }
  }, true);
  document.addEventListener("pointerdown", (event) => {
    pressed = event.target.closest?.(`${FINDER} [data-testid="stPopoverButton"]`);
  }, true);

  const follow = () => {
    const body = document.querySelector(POPOVER);
    if (body && pressed) {
      opener = pressed;
      pressed = null;
      owed = opener.closest(FINDER) !== null;
      take(body);
    } else if (body && opener) {
      if (document.activeElement === document.body) setTimeout(() => caught(body)); // it may be on its way elsewhere
      if (owed && !isComing(body)) {
        owed = false;
        const inside = focusable(body);
        inside[inside.indexOf(document.activeElement) + 1]?.focus(); // the first, where none had it
      }
    } else if (opener) {
      if (document.activeElement === document.body && opener.isConnected) opener.focus();
      opener = null;
    }
  };
  const seen = { childList: true, subtree: true, attributeFilter: [SCRIPT_STATE] };
  new MutationObserver(follow).observe(document.body, seen);
}

const focusable = (body) =>
  [...body.querySelectorAll(FOCUSABLE)].filter((each) => each.tabIndex >= 0 && each.checkVisibility());

/* Whether the server has not yet sent, or the browser not yet drawn, all that a popover holds. */
const isComing = (body) =>
  !body.innerText.trim() ||
  document.querySelector(`.stApp:not([${SCRIPT_STATE}="notRunning"])`) ||
  body.querySelector('[data-testid="stSkeleton"]');

function leaves(body, event) {
  const inside = focusable(body);
  const edge = event.shiftKey ? inside[0] : inside.at(-1);
  return !inside.length || document.activeElement === edge || (event.shiftKey && document.activeElement === body);
}
