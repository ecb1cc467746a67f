/* Moves between the steps of a session, all of which are in the page: nothing is asked of the network. */
function present(stage) {
  const steps = [...stage.querySelectorAll(".step")];
  const part = (name) => stage.querySelector(`[data-do="${name}"]`);
  const place = stage.querySelector(".place");
  const clock = part("clock");
  const layers = { reads: false, asks: false };
  const minutes = steps.map((step) => Number(step.dataset.minutes));
  let now = 0;
  let spent = 0; // seconds
  let since = null;

  const show = (wanted, focus = true) => {
    now = Math.min(Math.max(wanted, 0), steps.length - 1);
    steps.forEach((step, at) => step.classList.toggle("now", at === now));
    for (const [name, open] of Object.entries(layers)) {
      part(name).setAttribute("aria-pressed", open);
      for (const layer of stage.querySelectorAll(`.layer.${name}`)) layer.hidden = !open;
      part(name).disabled = !steps[now].querySelector(`.layer.${name}`);
    }
    part("back").disabled = now === 0;
    part("next").disabled = now === steps.length - 1;
    place.textContent = `${now + 1} / ${steps.length}`;
    tick();
    if (focus) steps[now].focus({ preventScroll: true });
  };
  const time = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const tick = () => {
    const gone = spent + (since === null ? 0 : (performance.now() - since) / 1000);
    const planned = 60 * minutes.slice(0, now + 1).reduce((sum, each) => sum + each, 0);
    clock.textContent = `${since === null ? "▶" : "❚❚"} ${time(gone)} / ${time(planned)}`;
    clock.classList.toggle("late", gone > planned);
    clock.setAttribute("aria-pressed", since !== null);
  };
  const turn = (name) => {
    layers[name] = !layers[name];
    show(now, false);
  };
  const doing = {
    back: () => show(now - 1),
    next: () => show(now + 1),
    first: () => show(0),
    last: () => show(steps.length - 1),
    reads: () => turn("reads"),
    asks: () => turn("asks"),
    clock: () => {
      if (since === null) since = performance.now();
      else [spent, since] = [spent + (performance.now() - since) / 1000, null];
      tick();
    },
    show: () => open(),
    close: () => close(),
  };
  const keys = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", ArrowLeft: "back", ArrowUp: "back", PageUp: "back",
    Home: "first", End: "last", h: "reads", q: "asks", t: "clock",
  };
  const pressed = (event) => {
    const inside = event.composedPath().includes(stage);
    if (!stage.isConnected) return;
    if ((!inside && !stage.matches("dialog > .stage, main > .stage")) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.composedPath()[0].matches?.("input, select, textarea")) return;
    const name = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!name || part(name)?.disabled) return;
    event.preventDefault();
    event.stopPropagation();
    doing[name]();
  };
  let dialog = null;
  const open = () => {
    const home = document.createComment("stage");
    stage.replaceWith(home);
    dialog = document.createElement("dialog");
    dialog.className = "show";
    dialog.setAttribute("aria-label", stage.getAttribute("aria-label"));
    dialog.append(stage);
    home.after(dialog);
    dialog.addEventListener("close", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      home.replaceWith(stage);
      dialog.remove();
      dialog = null;
    });
    dialog.showModal();
    dialog.requestFullscreen?.().catch(() => {}); // without it, the dialog fills the window
    show(now);
  };
  const close = () => dialog?.close();
  stage.addEventListener("click", (event) => doing[event.target.closest("[data-do]")?.dataset.do]?.());
  stage.addEventListener("keydown", pressed);
  document.addEventListener("keydown", (event) => !event.composedPath().includes(stage) && pressed(event), true);
  const ticking = setInterval(() => (stage.isConnected ? tick() : clearInterval(ticking)), 500);
  show(0, false);
}
