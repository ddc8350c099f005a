/* The running count on a ballot without amounts: [data-count="ticks|sum|filled"] follows the boxes
   of the form around it. The page says the same without this, one step later. */
(() => {
  "use strict";
  for (const bar of document.querySelectorAll("[data-count]")) {
    const form = bar.closest("form");
    const show = (name, value, visible = true) => {
      const place = bar.querySelector(`[data-count-${name}]`);
      if (!place) return;
      place.textContent = value;
      place.parentElement.hidden = !visible;
    };
    const update = () => {
      let used = 0;
      for (const box of form.querySelectorAll(".choice > input")) {
        const number = Number(box.value) || 0;
        if (bar.dataset.count === "ticks") used += box.checked ? 1 : 0;
        else if (bar.dataset.count === "sum") used += number;
        else used += number ? 1 : 0;
      }
      const left = Number(bar.dataset.limit) - used;
      show("now", used);
      show("left", left, left >= 0);
      show("over", -left, left < 0);
    };
    form.addEventListener("input", update);
    window.addEventListener("pageshow", update);
    update();
  }
})();
