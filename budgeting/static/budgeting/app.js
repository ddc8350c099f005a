/* Small helps for pages that work without them: the running sum on a ballot, a warning before an
   unfinished vote is left behind, a copy button, focus on the list of mistakes. No dependencies. */
(() => {
  "use strict";
  const own = document.currentScript;
  const locales = { nl: "nl-BE", fr: "fr-BE", en: "en-IE" };
  const locale = locales[document.documentElement.lang.slice(0, 2)] || "en-IE";

  const written = (cents, currency) =>
    new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      minimumFractionDigits: cents % 100 ? 2 : 0,
      maximumFractionDigits: 2,
    }).format(cents / 100);

  /* [data-live-budget=cents] follows every [data-cost] box of the form around it, or of the form
     named by data-for. */
  function followBudget(bar) {
    const form = document.getElementById(bar.dataset.for) || bar.closest("form");
    if (!form) return;
    const total = Number(bar.dataset.liveBudget);
    const find = (name) => bar.querySelector(`[data-live-${name}]`);
    const say = (name, cents) => {
      const place = find(name);
      if (place) place.textContent = written(cents, bar.dataset.currency || "EUR");
    };
    const update = () => {
      let spent = 0;
      for (const box of form.querySelectorAll("[data-cost]")) {
        if (box.checked) spent += Number(box.dataset.cost);
      }
      const over = spent > total;
      say("spent", spent);
      say("left", total - spent);
      say("over", spent - total);
      if (find("left-line")) find("left-line").hidden = over;
      if (find("over-line")) find("over-line").hidden = !over;
      if (find("bar")) find("bar").value = Math.min(spent, total);
      bar.classList.toggle("over", over);
    };
    form.addEventListener("change", update);
    window.addEventListener("pageshow", update);
    update();
  }

  /* [data-count="ticks|sum|filled"], on a ballot without amounts, follows the boxes of its form. */
  function followCount(bar) {
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

  /* form[data-unfinished-vote]: the browser asks before the page is left with changes; with the
     value "always" it asks even without (the choices are made, the vote is not cast). */
  function guardVote(form) {
    let unfinished = form.dataset.unfinishedVote === "always";
    form.addEventListener("input", () => (unfinished = true));
    form.addEventListener("submit", (event) => {
      if (navigator.onLine || !form.dataset.noNetwork) return;
      event.preventDefault();
      event.stopPropagation();
      const said = form.querySelector(".no-network") || document.createElement("p");
      said.className = "no-network";
      said.setAttribute("role", "alert");
      said.textContent = form.dataset.noNetwork;
      event.submitter?.before(said);
    });
    document.addEventListener("submit", () => (unfinished = false));
    for (const link of document.querySelectorAll("[data-leave-freely]")) {
      link.addEventListener("click", () => (unfinished = false));
    }
    window.addEventListener("beforeunload", (event) => {
      if (unfinished) event.preventDefault();
    });
  }

  /* button[data-copy=id] is hidden until a script can serve it. */
  function offerCopy(button) {
    const source = document.getElementById(button.dataset.copy);
    if (!source || !navigator.clipboard) return;
    const before = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.value || source.textContent.trim());
      button.textContent = button.dataset.copied || before;
      setTimeout(() => (button.textContent = before), 3000);
    });
  }

  /* htmx renews a part of a page (`hx-get`). It comes with the first touch of such a part, or at
     once where [data-live] renews itself; without it the same form or page works, in full. */
  function renewParts(part) {
    let asked = false;
    let changed = false;
    const load = () => {
      if (asked) return;
      asked = true;
      // htmx starts by itself only where the page is not yet read, or is complete.
      if (document.readyState === "complete") fetchIt();
      else window.addEventListener("load", fetchIt);
    };
    const fetchIt = () => {
      const script = document.createElement("script");
      script.src = own.dataset.htmx;
      script.addEventListener("load", () => changed && window.htmx.trigger(part, "change"));
      document.head.append(script);
    };
    part.addEventListener("change", () => (changed = true), { once: true });
    for (const event of ["focusin", "pointerover", "change"]) part.addEventListener(event, load);
    // A part that cannot be renewed is asked for as a page: the browser then shows what is wrong.
    for (const event of ["htmx:sendError", "htmx:responseError"]) {
      part.addEventListener(event, () => part.submit?.());
    }
    if ("live" in part.dataset) load();
  }

  /* button[data-map] shows once scripts run; what draws the large map is fetched when it is first
     wanted. On the document, because a renewed part may bring a map. */
  function offerMap(event) {
    const button = event.target.closest("button[data-map]");
    if (!button) return;
    if (window.showLargeMap) return window.showLargeMap(button);
    const script = document.createElement("script");
    script.src = button.dataset.mapScript;
    script.onload = () => window.showLargeMap(button);
    script.onerror = () => (button.nextElementSibling.textContent = button.dataset.mapFailed);
    document.head.append(script);
  }
  document.documentElement.dataset.scripted = "";
  document.addEventListener("click", offerMap);

  document.querySelectorAll("[data-live-budget]").forEach(followBudget);
  document.querySelectorAll("[data-count]").forEach(followCount);
  document.querySelectorAll("form[data-unfinished-vote]").forEach(guardVote);
  document.querySelectorAll("[hx-get]").forEach(renewParts);
  document.querySelectorAll("button[data-copy]").forEach(offerCopy);
  document.querySelectorAll("button[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  const mistakes = document.querySelector("[data-focus]");
  if (mistakes) mistakes.focus();

  /* Last, and only where the browser can: pages work without the worker. */
  if (navigator.serviceWorker) {
    window.addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
  }
})();
