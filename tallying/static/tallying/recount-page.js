/* The page that counts again: fetches the bundle or takes a chosen file, has a worker count it, and
   says what came out. All words come from the page. */
const MOST = 8; // differences told one by one
const here = document.getElementById("recount");
const part = (name, of = here) => of.querySelector(`[data-part=${name}]`);
const words = JSON.parse(document.getElementById("recount-words").textContent);
const button = here.querySelector("[data-do=count]");
const stop = here.querySelector("[data-do=stop]");
const chooser = document.getElementById("zip");
const bar = here.querySelector("progress");
const region = `${document.documentElement.lang}-BE`;
const number = (value) => Number(value).toLocaleString(region);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
let worker;

/* Of each line of the transcript one difference is enough; two whole lines of one kind are told by
   what is not the same in them. */
function plain(differences) {
  const told = new Set();
  return differences.flatMap((difference) => {
    const { what, line, published, recounted } = difference;
    if (what !== "step") return [difference];
    if (told.has(line)) return [];
    told.add(line);
    try {
      const [a, b] = [JSON.parse(published), JSON.parse(recounted)];
      const differing = Object.keys(b).find((name) => `${a[name]}` !== `${b[name]}`);
      if (Object.keys(a)[0] !== Object.keys(b)[0] || !differing) return [difference];
      const [x, y] = [a[differing], b[differing]];
      return [{ ...difference, about: b, key: differing, published: x, recounted: y }];
    } catch {
      return [difference];
    }
  });
}

/* A value as people read it: yes and no, lists with commas, fingerprints by their beginning. */
function shown(value) {
  if (Array.isArray(value)) return value.map(shown).join(", ") || words.values.null;
  if (value && typeof value === "object") return JSON.stringify(value);
  return words.values[`${value ?? null}`] ?? `${value}`.replace(/^(sha256:.{12}).+/, "$1…");
}

function sentence(difference) {
  const { what, line, key, about = {} } = difference;
  const project = about.project ?? about.lost ?? about.greedy ?? about.then ?? about.free;
  let kind = what;
  if (what === "step" && key) kind = project === undefined ? "key" : "project";
  if (what === "broken" && line) kind = "broken_line";
  if (what === "broken" && difference.file === "bundle.zip") kind = "broken_zip";
  return fill(words.what[kind], {
    ...difference,
    project,
    key: words.keys[key] ?? key,
    published: shown(difference.published),
    recounted: shown(difference.recounted),
    found: difference.found || "–",
  });
}

function say(kind, text, lines = []) {
  const verdict = document.getElementById(`verdict-${kind}`).content.cloneNode(true);
  const [counted, list] = ["counted", "list"].map((name) => part(name, verdict));
  if (counted) counted.textContent = text;
  for (const line of lines) {
    list.append(Object.assign(document.createElement("li"), { textContent: line }));
  }
  part("verdict").replaceChildren(verdict);
}

function rest() {
  const next = document.activeElement === stop;
  worker?.terminate();
  worker = undefined;
  part("progress").hidden = true;
  button.disabled = chooser.disabled = false;
  if (next) button.focus();
}

function tell({ same, differences, results }, isOurs) {
  rest();
  if (same && isOurs) {
    const lines = results.map(({ selected }, i) =>
      fill(words.chosen, { rule: words.names[i], number: number(selected.length) }));
    return say("same", fill(words.same, { number: number(results[0].voters) }), lines);
  }
  // A fingerprint follows from all the rest.
  const all = plain(differences).sort((a, b) => (a.key === "digest") - (b.key === "digest"));
  const lines = all.slice(0, MOST).map(sentence);
  if (!isOurs) lines.unshift(words.what.other);
  const more = all.length - MOST;
  if (more > 0) lines.push(fill(words.more, { number: number(more) }));
  return say("different", "", lines);
}

async function published() {
  const answer = await fetch(here.dataset.bundle);
  if (!answer.ok) throw answer;
  return new Uint8Array(await answer.arrayBuffer());
}

const alike = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

async function count(chosen) {
  if (!window.isSecureContext) return say("none", words.insecure);
  button.disabled = chooser.disabled = true;
  part("verdict").replaceChildren();
  part("progress").hidden = false;
  part("words").textContent = words.reading;
  bar.removeAttribute("value");
  stop.focus();
  const mine = (worker = new Worker(here.dataset.worker, { type: "module" }));
  const stopped = () => mine !== worker;
  mine.onerror = () => {
    rest();
    say("none", words.unable);
  };
  try {
    const ours = await published();
    const bytes = chosen ? new Uint8Array(await chosen.arrayBuffer()) : ours;
    const isOurs = alike(bytes, ours);
    mine.onmessage = ({ data }) => {
      if (!data.progress) return tell(data, isOurs);
      const [result, of, percent] = data.progress;
      const share = (percent / 100).toLocaleString(region, { style: "percent" });
      part("words").textContent = fill(words.counting, { result, of, percent: share });
      bar.value = (100 * (result - 1) + percent) / of;
    };
    if (!stopped()) mine.postMessage(bytes);
  } catch {
    if (stopped()) return;
    rest();
    say("none", words.offline);
  }
}

button.addEventListener("click", () => count());
stop.addEventListener("click", () => {
  rest();
  say("none", words.stopped);
});
chooser.addEventListener("change", () => {
  if (chooser.files[0]) count(chooser.files[0]);
});
here.hidden = false;
