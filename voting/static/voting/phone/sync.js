/* Sending: the oldest first, one scan a request, until nothing is left or nobody answers. The
   same scan may be sent again at any time: the server gives the same answer. */
"use strict";

const TRIES = 5;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/* Fetches the list and a token for this round. Gives {list, token} or {problem}. */
export async function fetchList(address) {
  let answer;
  try {
    answer = await fetch(address, { redirect: "manual", cache: "no-store" });
  } catch {
    return { problem: "no_network" };
  }
  const told = answer.ok && (await json(answer));
  if (told) return told;
  return { problem: answer.status >= 500 ? "no_answer" : "signed_out" };
}

/* Sends what is pending; `tell` hears after each one. Gives "" or the code of what stopped it. */
export async function sendAll({ store, address, token, tell, wait = FIRST_WAIT }) {
  let failures = 0;
  for (let next = await store.oldest(); next; next = await store.oldest()) {
    const problem = await sendOne({ store, address, token, ...next });
    if (!problem) {
      failures = 0;
      await tell();
      continue;
    }
    failures += 1;
    if (problem === "signed_out" || failures >= TRIES) return problem;
    await pause(Math.min(wait * 2 ** (failures - 1), LONGEST_WAIT));
  }
  return "";
}

async function sendOne({ store, address, token, row, sealed }) {
  const { pending, parked } = await store.counts();
  const body = new FormData();
  body.set("nonce", row.nonce);
  body.set("sequence", row.sequence);
  body.set("pending", pending + parked - 1);
  body.set("sealed", new Blob([sealed]), "scan");
  let answer;
  try {
    const headers = { "X-CSRFToken": token };
    answer = await fetch(address, { method: "POST", body, headers, redirect: "manual" });
  } catch {
    return "no_network";
  }
  const told = await json(answer);
  if (answer.ok && told && told.image === row.image) {
    await store.done(row, told);
    return "";
  }
  if (answer.status === 413) return park(store, row, { code: "too_large", reason: "" });
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 429 && told?.code) {
    return park(store, row, told);
  }
  return answer.status >= 500 || answer.status === 429 || answer.ok ? "no_answer" : "signed_out";
}

async function park(store, row, told) {
  await store.park(row, told);
  return "";
}

async function json(answer) {
  try {
    return await answer.json();
  } catch {
    return null;
  }
}
