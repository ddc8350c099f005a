/* The boxes of one side, in printed order, to tap what is on the paper. */
"use strict";

const language = document.documentElement.lang.slice(0, 2);

/* Fills `place` with one row a project; `boxes` are pairs of project and value (null: one box). */
export function drawBoxes(place, boxes, projects) {
  place.replaceChildren();
  const rows = new Map();
  for (const [project, value] of boxes) {
    if (!rows.has(project)) rows.set(project, []);
    rows.get(project).push(value);
  }
  for (const [project, values] of rows) place.append(row(project, values, projects[project]));
}

/* What is tapped, as the note has it. */
export function tapped(place) {
  return [...place.querySelectorAll("input:checked")].map(({ dataset: { project, value } }) => [
    project,
    value === "" ? null : Number(value),
  ]);
}

function row(project, values, texts) {
  const title = texts ? `${texts.number}. ${texts[language] || texts.nl}` : project;
  if (values.length === 1 && values[0] === null) return box(project, "", title, "tap");
  const group = document.createElement("fieldset");
  group.className = "tap-row";
  const name = document.createElement("legend");
  name.textContent = title;
  group.append(name, ...values.map((value) => box(project, value, String(value), "tap tap-value")));
  return group;
}

function box(project, value, text, kind) {
  const label = document.createElement("label");
  label.className = kind;
  const input = document.createElement("input");
  input.type = "checkbox";
  input.dataset.project = project;
  input.dataset.value = value;
  const words = document.createElement("span");
  words.textContent = text;
  label.append(input, words);
  return label;
}
