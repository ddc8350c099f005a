/* The page that counts again: fetches the bundle or takes a chosen file, has a worker count it, and
   says what came out. All words come from the page. */
const MOST = 20; // differences told one by one
const here = document.getElementById("recount");
const part = (name, of = here) => of.querySelector(`[data-part=${name}]`);
const words = JSON.parse(document.getElementById("recount-words").textContent);
const button = here.querySelector("[data-do=count]");
const chooser = document.getElementById("zip");
const bar = here.querySelector("progress");
const region = `${document.documentElement.lang}-BE`;
const number = (value) => Number(value).toLocaleString(region);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
let worker;

/* A value as people read it: yes and no, and lists with commas. */
function shown(value) {
  if (Array.isArray(value)) return value.map(shown).join(", ") || words.values.null;
  if (value && typeof value === "object") return JSON.stringify(value);
  return words.values[`${value ?? null}`] ?? `${value}`;
}

function sentence(difference) {
  const { what, line, key, about = {} } = difference;
  const project = about.project ?? about.lost ?? about.greedy ?? about.then ?? about.free;
  let kind = what;
  if (what === "transcript" && key) kind = project === undefined ? "key" : "project";
  if (what === "unreadable" && line) kind = "unreadable_line";
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
  worker?.terminate();
  worker = undefined;
  part("progress").hidden = true;
  button.disabled = chooser.disabled = false;
}

function tell({ same, differences, results }, isOurs) {
  rest();
  if (same && isOurs) {
    const lines = results.map(({ selected }, i) =>
      fill(words.chosen, { rule: words.names[i], number: number(selected.length) }));
    return say("same", fill(words.same, { number: number(results[0].voters) }), lines);
  }
  const lines = differences.slice(0, MOST).map(sentence);
  if (!isOurs) lines.unshift(words.what.other);
  const more = differences.length - MOST;
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
here.querySelector("[data-do=stop]").addEventListener("click", () => {
  rest();
  say("none", words.stopped);
  button.focus();
});
chooser.addEventListener("change", () => {
  if (chooser.files[0]) count(chooser.files[0]);
});
here.hidden = false;
