/* The large map: Leaflet with the pins of the small one, fetched when somebody asks for it. Its
   buttons and words come from the template beside the button. */
(() => {
  "use strict";
  let ready;

  const load = (name, fields) =>
    new Promise((onload, onerror) => {
      document.head.append(Object.assign(document.createElement(name), fields, { onload, onerror }));
    });

  const files = ({ mapStyle, mapLeaflet }) =>
    (ready ??= Promise.all([
      load("link", { rel: "stylesheet", href: mapStyle }),
      load("script", { src: mapLeaflet }),
    ]));

  async function read(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw answer;
    return answer.json();
  }

  /* A numbered link with its title, or a mark where there is no page to lead to. */
  function markOf({ number, title, language, url }) {
    const mark = document.createElement(url ? "a" : "span");
    const name = document.createElement("span");
    name.textContent = title;
    mark.append(number, name);
    mark.lang = language;
    mark.setAttribute("aria-label", `${number}. ${title}`);
    if (url) mark.href = url;
    else mark.setAttribute("role", "img");
    return mark;
  }

  /* Push points (pixels) apart that are nearer than `gap`; always the same way. */
  function spread(points, gap) {
    for (let round = 0, calm; !calm && round < 40; round += 1) {
      calm = true;
      points.forEach((a, i) => {
        for (const b of points.slice(0, i)) {
          const apart = a.distanceTo(b);
          if (apart > gap - 0.1) continue;
          const way = apart ? a.subtract(b).divideBy(apart) : L.point(i % 2, (i + 1) % 2);
          way._multiplyBy((gap - apart) / 2);
          a._add(way);
          b._subtract(way);
          calm = false;
        }
      });
    }
  }

  function draw(view, data, tiles) {
    const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(view, {
      attributionControl: false,
      zoomControl: false,
      scrollWheelZoom: false,
      zoomAnimation: moves,
      fadeAnimation: moves,
      inertia: moves,
      zoomSnap: tiles ? 1 : 0.25,
      maxZoom: 19,
    });
    if (!moves) map.panBy = (by) => L.Map.prototype.panBy.call(map, by, { animate: false });
    view.classList.toggle("has-tiles", Boolean(tiles));
    if (tiles) L.tileLayer(tiles, { maxZoom: 19 }).addTo(map);
    const Icon = L.DivIcon.extend({
      createIcon() {
        this._setIconStyles(this.options.mark, "icon");
        return this.options.mark;
      },
    });
    const pins = [];
    const edge = { className: "map-edge", fillOpacity: tiles ? 0 : 1, interactive: false };
    const pointToLayer = ({ properties }, place) => {
      if (!properties.number) return L.circleMarker(place, { ...edge, className: "map-dot", radius: 4 });
      const mark = markOf(properties);
      const icon = new Icon({ mark, className: "map-mark", iconSize: null });
      const pin = L.marker(place, { icon, keyboard: false, riseOnHover: true });
      pins.push({ mark, pin, place, url: properties.url });
      return pin;
    };
    const all = L.geoJSON(data, { ...edge, pointToLayer });
    const leads = L.layerGroup();
    const bounds = all.getBounds();
    const whole = () => map.fitBounds(bounds, { padding: [30, 30], maxZoom: 16 });
    const settle = () => {
      const points = pins.map(({ place }) => map.project(place));
      if (pins.length) spread(points, pins[0].mark.offsetWidth + 2);
      leads.clearLayers();
      pins.forEach(({ mark, pin, place }, i) => {
        const at = map.unproject(points[i]);
        pin.setLatLng(at);
        leads.addLayer(L.polyline([place, at], { className: "map-lead", interactive: false }));
        mark.classList.toggle("to-left", map.latLngToContainerPoint(at).x > view.clientWidth / 2);
      });
    };
    whole().setMinZoom(map.getZoom() - 1).setMaxBounds(bounds.pad(0.7));
    map.addLayer(leads).addLayer(all).on("moveend", settle);
    settle();
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    return { map, pins, whole };
  }

  function open(button, data) {
    const figure = button.closest("figure");
    figure.after(figure.querySelector("template").content.cloneNode(true));
    const panel = figure.nextElementSibling;
    const view = panel.querySelector(".map-view");
    const rows = [...document.querySelectorAll("main li a[href]")];
    const gone = new AbortController();
    const on = (element, kinds, act) => {
      for (const kind of kinds.split(" ")) element.addEventListener(kind, act, { signal: gone.signal });
    };
    figure.hidden = true;
    const { map, pins, whole } = draw(view, data, button.dataset.mapTiles);

    /* A pin and its line in the list light up together. */
    for (const { mark, pin, url } of pins) {
      const row = url && rows.find((link) => link.pathname === url)?.closest("li");
      const both = row ? [mark, row] : [mark];
      const light = ({ type }) => {
        view.classList.remove("is-quiet");
        const lit = type === "mouseenter" || type === "focusin";
        for (const one of both) one.classList.toggle("is-lit", lit);
      };
      for (const one of both) on(one, "mouseenter focusin mouseleave focusout", light);
      on(mark, "focus", () => {
        if (mark.matches(":focus-visible")) map.panInside(pin.getLatLng(), { padding: [60, 60] });
      });
      on(mark, "click", (event) => {
        if (event.detail && map.dragging.moved()) event.preventDefault();
      });
    }
    on(view, "focus", () => map.scrollWheelZoom.enable());
    on(view, "blur", () => map.scrollWheelZoom.disable());
    on(document, "keydown", ({ key }) => key === "Escape" && view.classList.add("is-quiet"));

    const acts = {
      in: () => map.zoomIn(),
      out: () => map.zoomOut(),
      whole,
      close() {
        gone.abort();
        map.remove();
        panel.remove();
        figure.hidden = false;
        button.focus();
      },
    };
    on(panel, "click", ({ target }) => acts[target.closest("button")?.dataset.mapDo]?.());
    panel.scrollIntoView({ block: panel.offsetHeight > innerHeight ? "start" : "nearest" });
    view.focus({ preventScroll: true });
  }

  window.showLargeMap = async (button) => {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    const said = button.nextElementSibling;
    said.textContent = "";
    try {
      const [data] = await Promise.all([read(button.dataset.map), files(button.dataset)]);
      open(button, data);
    } catch {
      ready = null;
      said.textContent = button.dataset.mapFailed;
    }
    button.ariaBusy = null;
  };
})();
