// A peer in its own page: made ready once, then measured when it is its turn.
import { WORKLOADS } from './workloads.mjs';

let peer;

/** Returns how many numbers the network learns, and what one must know of this peer. */
export async function getReady(module, name, options) {
  const { make } = await import(module);
  peer = await make(name, WORKLOADS[name], options);
  await peer.run(1); // what it compiles, it compiles now
  return { parameters: peer.parameters, note: peer.note, cost: (await peer.cost?.()) ?? 0 };
}

/** Samples, and how many a second, in pieces of about a hundredth of a second. */
export async function measure(seconds) {
  const began = performance.now();
  const until = began + seconds * 1000;
  let now = began;
  let samples = 0;
  for (let n = 1; now < until; ) {
    const piece = now;
    samples += await peer.run(n);
    now = performance.now();
    if (now - piece < 10) n *= 2;
  }
  return { samples, rate: (samples / (now - began)) * 1000, cost: (await peer.cost?.()) ?? 0 };
}
