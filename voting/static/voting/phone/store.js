/* What this phone keeps: the list of its edition, one small row a scan, and the sealed scans.
   A scan is its row and its sealed picture, written in one transaction that has reached the disk
   before anybody hears a beep. A row stays when its picture was sent: it tells a second scan. */
"use strict";
import { digestOf, seal } from "./seal.js";

const STRICT = { durability: "strict" };
const TRIES = 5;
export const PENDING = "pending";
export const PARKED = "parked";
export const DONE = "done";

const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const finished = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });

export async function openStore(device) {
  const opening = indexedDB.open(`phone-${device}`, 1);
  opening.onupgradeneeded = () => {
    const scans = opening.result.createObjectStore("scans", { keyPath: "sequence" });
    scans.createIndex("state", "state");
    scans.createIndex("sheet", "sheet", { unique: true });
    opening.result.createObjectStore("sealed");
    opening.result.createObjectStore("kept");
  };
  return new Store(await asked(opening));
}

class Store {
  constructor(database) {
    this.database = database;
  }

  read(name) {
    return this.database.transaction(name).objectStore(name);
  }

  kept(name) {
    return asked(this.read("kept").get(name));
  }

  async keep(name, value) {
    const writing = this.database.transaction("kept", "readwrite", STRICT);
    writing.objectStore("kept").put(value, name);
    await finished(writing);
  }

  /* Whether this side of this sheet was scanned here before. */
  async has(sheet) {
    return (await asked(this.read("scans").index("sheet").getKey(sheet))) !== undefined;
  }

  async counts() {
    const states = this.read("scans").index("state");
    const [pending, parked, done] = await Promise.all(
      [PENDING, PARKED, DONE].map((state) => asked(states.count(state))),
    );
    return { pending, parked, done, all: pending + parked + done };
  }

  async parked() {
    return asked(this.read("scans").index("state").getAll(PARKED));
  }

  /* Seal and store one scan: {list, sheet, note, image}. Gives its number once it is on the disk
     and was found there again. The number lies inside the seal: when another page of this phone
     took it meanwhile, the scan is sealed anew under the next one. */
  async add({ list, sheet, note, image }) {
    const picture = await digestOf(image);
    const described = { ...note, image: image.length ? picture : "" };
    for (let attempt = 1; ; attempt += 1) {
      const sequence = Math.max(await this.last(), list.last || 0) + 1;
      const nonce = crypto.randomUUID();
      const context = { edition: list.edition.uuid, device: list.device, nonce, sequence };
      const sealed = await seal(list.intake_key, described, image, context);
      const row = { sequence, nonce, sheet, state: PENDING, image: described.image, code: "" };
      try {
        await this.write(row, sealed);
      } catch (error) {
        const taken = (await this.last()) >= sequence && !(await this.has(sheet));
        if (taken && attempt < TRIES) continue;
        throw error;
      }
      await this.foundAgain(row, sealed);
      return sequence;
    }
  }

  async last() {
    const cursor = await asked(this.read("scans").openKeyCursor(null, "prev"));
    return cursor ? cursor.key : 0;
  }

  async write(row, sealed) {
    const writing = this.database.transaction(["scans", "sealed"], "readwrite", STRICT);
    writing.objectStore("scans").add(row);
    writing.objectStore("sealed").add(sealed, row.sequence);
    await finished(writing);
  }

  async foundAgain(row, sealed) {
    const reading = this.database.transaction(["scans", "sealed"]);
    const [there, box] = await Promise.all([
      asked(reading.objectStore("scans").get(row.sequence)),
      asked(reading.objectStore("sealed").get(row.sequence)),
    ]);
    if (!there || there.nonce !== row.nonce || !box || box.length !== sealed.length) {
      throw new Error("not_stored");
    }
  }

  /* The oldest scan that was not sent, with its sealed bytes; undefined when there is none. */
  async oldest() {
    const reading = this.database.transaction(["scans", "sealed"]);
    const row = await asked(reading.objectStore("scans").index("state").get(PENDING));
    if (!row) return undefined;
    return { row, sealed: await asked(reading.objectStore("sealed").get(row.sequence)) };
  }

  /* The server has the picture: only now it goes from here. */
  async done(row, { state, code }) {
    const writing = this.database.transaction(["scans", "sealed"], "readwrite", STRICT);
    writing.objectStore("scans").put({ ...row, state: DONE, result: state, code });
    writing.objectStore("sealed").delete(row.sequence);
    await finished(writing);
  }

  /* Refused: kept with its reason until somebody has dealt with it. */
  async park(row, { code, reason }) {
    await this.change(row, { state: PARKED, code, reason });
  }

  async unpark() {
    for (const row of await this.parked()) await this.change(row, { state: PENDING, code: "", reason: "" });
  }

  async change(row, fields) {
    const writing = this.database.transaction("scans", "readwrite", STRICT);
    writing.objectStore("scans").put({ ...row, ...fields });
    await finished(writing);
  }
}
