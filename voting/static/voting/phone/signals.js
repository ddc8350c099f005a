/* What is heard and felt: one short high beep for "stored", two low ones for "look here". Seen
   and read beside it: nothing is told by sound alone. */
"use strict";

let context;

/* Browsers allow sound after the first touch only. */
export function wake() {
  context ||= window.AudioContext && new AudioContext();
  context?.resume?.().catch(() => {});
}

export function stored() {
  tone(1320, 0, 0.14);
  navigator.vibrate?.(60);
}

export function attention() {
  tone(330, 0, 0.18);
  tone(260, 0.24, 0.3);
  navigator.vibrate?.([160, 80, 240]);
}

function tone(frequency, start, length) {
  if (!context) return;
  const [sound, volume] = [context.createOscillator(), context.createGain()];
  const begin = context.currentTime + start;
  sound.frequency.value = frequency;
  volume.gain.setValueAtTime(0.25, begin);
  volume.gain.exponentialRampToValueAtTime(0.001, begin + length);
  sound.connect(volume).connect(context.destination);
  sound.start(begin);
  sound.stop(begin + length);
}
