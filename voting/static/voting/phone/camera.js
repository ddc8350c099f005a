/* Pictures and the symbols in them: from the camera, or from a file where there is none. The
   browser's own reader of codes is used where it has one, else ZXing, which comes with this page. */
"use strict";

const LONGEST = 2400; // pixels of a kept picture's longer side: some 200 dots an inch of a sheet
const LOOKED_AT = 1600; // pixels in which a symbol is looked for
const QUALITY = 0.82;
const STEP = 65536; // bytes, as in voting/lengths.py
const QR_MM = 26;
const WANTED = {
  facingMode: { ideal: "environment" },
  width: { ideal: 2560 },
  height: { ideal: 1920 },
  resizeMode: { ideal: "none" }, // else some browsers cut the edges off
};
const EDGE_MM = 4; // of bare paper that may be missing: the corner squares begin 8.5 mm in

let reader;

/* {name, find}: `find` gives [{text, corners}] for a canvas, corners from the symbol's own top left. */
export async function codeReader() {
  reader ||= (await ownReader()) || (await zxing());
  return reader;
}

async function ownReader() {
  try {
    const formats = await BarcodeDetector.getSupportedFormats();
    if (!formats.includes("qr_code")) return null;
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    const find = async (canvas) =>
      (await detector.detect(canvas)).map((one) => ({ text: one.rawValue, corners: one.cornerPoints }));
    return { name: "browser", find };
  } catch {
    return null;
  }
}

async function zxing() {
  const { prepareZXingModule, readBarcodes } = await import("../vendor/zxing/reader/index.js");
  const file = new URL("../vendor/zxing/reader/zxing_reader.wasm", import.meta.url).href;
  await prepareZXingModule({ overrides: { locateFile: () => file }, fireImmediately: true });
  const find = async (canvas) => {
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const found = await readBarcodes(pixels, { formats: ["QRCode"], tryHarder: true });
    return found.map(({ text, position: at }) => ({
      text,
      corners: [at.topLeft, at.topRight, at.bottomRight, at.bottomLeft],
    }));
  };
  return { name: "zxing", find };
}

export async function openCamera(video) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false });
  video.srcObject = stream;
  await video.play();
  return () => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
}

/* A canvas of the frame, the bitmap or the file, no larger than `longest`. */
export function canvasOf(source, width, height, longest = LONGEST) {
  const scale = Math.min(1, longest / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d", { willReadFrequently: true }).drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export async function canvasOfFile(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  return canvasOf(bitmap, bitmap.width, bitmap.height);
}

/* The symbols of a picture: small first, then as it is. */
export async function codesIn(canvas) {
  const { find } = await codeReader();
  const small = canvasOf(canvas, canvas.width, canvas.height, LOOKED_AT);
  const found = await find(small);
  if (found.length) return { found, width: small.width, height: small.height };
  return { found: await find(canvas), width: canvas.width, height: canvas.height };
}

/* Whether the whole sheet is in the picture, told from where its symbol lies. `layout`: qr as
   [x, y, size] and page as [width, height] in millimetres. */
export function isWhole(corners, layout, width, height) {
  const [topLeft, topRight, , bottomLeft] = corners;
  const size = layout.qr[2] || QR_MM;
  const along = [(topRight.x - topLeft.x) / size, (topRight.y - topLeft.y) / size];
  const down = [(bottomLeft.x - topLeft.x) / size, (bottomLeft.y - topLeft.y) / size];
  const [left, top] = [EDGE_MM, EDGE_MM];
  const [right, bottom] = layout.page.map((length) => length - EDGE_MM);
  return [[left, top], [right, top], [right, bottom], [left, bottom]].every(([x, y]) => {
    const [dx, dy] = [x - layout.qr[0], y - layout.qr[1]];
    const px = topLeft.x + dx * along[0] + dy * down[0];
    const py = topLeft.y + dx * along[1] + dy * down[1];
    return px >= 0 && py >= 0 && px <= width && py <= height;
  });
}

/* Zeros behind the picture, which no reader looks at: its length does not tell what is marked. */
export async function jpegOf(canvas) {
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  const filled = new Uint8Array(Math.ceil(blob.size / STEP) * STEP);
  filled.set(new Uint8Array(await blob.arrayBuffer()));
  return filled;
}
