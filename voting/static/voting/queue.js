/* Keys and zoom for pages of paper that work without them. No sentences, no dependencies. */
(() => {
  "use strict";
  const KEPT = "paper-keys";
  const ZOOMS = [100, 150, 200, 300, 400];
  const PAUSE = 700; /* ms between the two digits of a number */

  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const isText = (element) =>
    element.matches("select, textarea, input:not([type=checkbox], [type=radio])");
  const isPressed = (element) => element.matches("a, button, summary");

  /* The picture in its frame: larger, smaller, turned; the frame scrolls. */
  function zoomable(tools) {
    const view = tools.nextElementSibling;
    const image = one("img", view);
    const address = image.src;
    let zoom = 0;
    let turn = 0;
    const change = {
      in: () => (zoom = Math.min(zoom + 1, ZOOMS.length - 1)),
      out: () => (zoom = Math.max(zoom - 1, 0)),
      turn: () => {
        turn = (turn + 1) % 4;
        image.src = turn ? `${address}?turn=${turn}` : address;
      },
    };
    const act = (name) => {
      change[name]();
      image.style.width = `${ZOOMS[zoom]}%`;
    };
    for (const button of all("[data-zoom]", tools)) {
      button.addEventListener("click", () => act(button.dataset.zoom));
    }
    tools.hidden = false;
    return act;
  }

  const zooms = all("[data-zoom-tools]").map(zoomable);

  /* Rows of boxes: the arrows lead from one to the next; Enter in a row of numbers goes on. */
  const boxes = all("[data-mark-fields] input");
  const place = () => boxes.indexOf(document.activeElement);

  function step(by) {
    const at = place();
    const next = at < 0 ? (by > 0 ? 0 : boxes.length - 1) : at + by;
    if (next < 0 || next >= boxes.length) return;
    unfold(boxes[next]);
    boxes[next].focus();
    if (isText(boxes[next])) boxes[next].select();
  }

  function unfold(element) {
    const folded = element.closest("details:not([open])");
    if (folded) folded.open = true;
  }

  /* The box of the project with this number: the number begins its label. */
  function boxOf(number) {
    return boxes.find((box) => {
      const label = box.labels && box.labels[0];
      return label && label.textContent.trim().split(".")[0] === number;
    });
  }

  const changed = () => boxes.some((box) =>
    isText(box) ? box.value !== box.defaultValue : box.checked !== box.defaultChecked);

  let digits = "";
  let timer = 0;
  function digit(key) {
    clearTimeout(timer);
    digits = boxOf(digits + key) ? digits + key : key;
    timer = setTimeout(() => (digits = ""), PAUSE);
    const box = boxOf(digits);
    if (!box) return;
    unfold(box);
    box.focus();
  }

  /* Enter: what was read, or, where the boxes say something else, the reason and then that. */
  function enter() {
    const confirm = one("[data-key-button=confirm]");
    const save = one("[data-key-button=save]");
    if (!changed() && confirm) return confirm.click();
    if (!save) return undefined;
    const reason = one("[data-marks-form] [name=reason]");
    if (!reason || one("[data-marks-form] [name=reason]:checked")) return save.click();
    return reason.focus();
  }

  function choose(saying) {
    const choice = one(`[data-declare-form] [value^="${saying}:"]`);
    if (!choice) return;
    unfold(choice);
    choice.checked = true;
    choice.focus();
  }

  function follow(name) {
    const link = one(`[data-key-link=${name}]`);
    if (link) link.click();
  }

  const desk = one("[data-decide]");
  const help = one("details[data-keys]");
  const toggle = one("[data-keys-switch]");
  for (const hint of all("[data-keys]")) hint.hidden = false;

  const KEYS = {
    b: () => choose("blank"),
    v: () => choose("void"),
    s: () => follow("skip"),
    p: () => follow("back"),
    t: () => zooms.forEach((act) => act("turn")),
    "+": () => zooms.forEach((act) => act("in")),
    "=": () => zooms.forEach((act) => act("in")),
    "-": () => zooms.forEach((act) => act("out")),
    "?": () => {
      help.open = !help.open;
      if (help.open) one("summary", help).focus();
    },
  };

  const on = () => !toggle || toggle.getAttribute("aria-pressed") === "true";
  if (toggle) {
    try {
      if (localStorage.getItem(KEPT) === "off") toggle.setAttribute("aria-pressed", "false");
    } catch { /* no storage: keys work */ }
    toggle.addEventListener("click", () => {
      const now = on() ? "off" : "on";
      toggle.setAttribute("aria-pressed", String(now === "on"));
      try {
        localStorage.setItem(KEPT, now);
      } catch { /* not kept */ }
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const target = event.target;
    const inRow = boxes.includes(target);
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (arrow && (inRow || (desk && on() && target === document.body))) {
      event.preventDefault();
      step(arrow);
      return;
    }
    if (!desk || !on()) return;
    if (event.key === "Enter") {
      if (isPressed(target) || (isText(target) && !inRow)) return;
      event.preventDefault();
      enter();
      return;
    }
    if (isText(target)) return;
    if (/^[0-9]$/.test(event.key)) digit(event.key);
    else if (Object.hasOwn(KEYS, event.key.toLowerCase())) {
      event.preventDefault();
      KEYS[event.key.toLowerCase()]();
    }
  });
})();
