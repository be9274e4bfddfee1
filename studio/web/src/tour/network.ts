// The tour changes networks, and the visitor's own stay as they are: it goes on branches of its
// own, one from the newborn network and one from the network taught beforehand.
import { effect } from '@preact/signals';
import type { Channel, Edit } from '../engine/types';
import { mute } from '../model/edits';
import { greeted, link, tell } from '../model/engine';
import { goHome, homeNow } from '../model/home';
import { branches, running, state, stopped, touched } from '../model/learning';
import { net, placeAt } from '../model/network';
import { muted } from '../model/selection';
import { subject, turning } from '../model/subject';
import { tensors } from '../model/tensors';
import { learn } from '../model/time';
import { idOf } from '../learn/figures/elsewhere';
import { texts } from '../text';
import { remember, remembered } from './memory';
import { learns } from './state';

/** `newborn`: before its first step; `learning`: the same, as far as it has come */
export type Network = 'newborn' | 'learning' | 'taught';

const enough = 0.9; // of the test set
const frame = 400; // milliseconds that the numbers of what is new may take
const mostEdits = 500;

/** Until the network that reads digits is there and its branches are known. */
export const digitsAreHere = (): Promise<void> =>
  new Promise((resolve) => {
    let end = (): void => {};
    let over = false;
    end = effect(() => {
      const known = branches.value.length > 0 && greeted.value > 0 && link.value === 'open';
      if (!known || turning.value || subject.value !== 'digits') return;
      over = true;
      resolve();
      end();
    });
    if (over) end();
  });

const isThere = (id: number | undefined): id is number =>
  branches.peek().some((branch) => branch.id === id);

/** The page has been told that this branch is the present. */
const present = (id: number): Promise<void> =>
  new Promise((resolve) => {
    const end = effect(() => {
      if (state.value?.branch === id || link.value !== 'open') {
        queueMicrotask(() => (end(), resolve()));
      }
    });
  });

/** A branch of the tour's own is the present. */
async function goTo(kind: 'newborn' | 'taught', atItsBeginning: boolean): Promise<void> {
  const own = remembered().branches[kind];
  const now = state.peek();
  if (isThere(own)) {
    if (now?.branch !== own && (await tell('branch', { to: own }))) await present(own);
    if (atItsBeginning) {
      const first = branches.peek().find(({ id }) => id === own)?.forkedAt ?? 0;
      await tell('time', { step: first, exact: true });
    } else if (!state.peek()?.shown.live) await tell('time', { live: true });
    return;
  }
  const from = idOf(kind);
  if (from === null) return;
  const name = texts().header.tour;
  const step = branches.peek().find(({ id }) => id === from)?.forkedAt ?? 0;
  const made = await tell('fork', { branch: from, step, name });
  if (made) remember({ branches: { ...remembered().branches, [kind]: made.branch } });
}

/** Where none was taught beforehand the tour lets its own learn, as the reader sees. */
async function learnEnough(): Promise<void> {
  if ((state.peek()?.testAccuracy ?? 0) >= enough) return;
  stopped.value = null;
  learns.value = true;
  if (await learn({ epochs: 2, pace: null })) await stopping();
  learns.value = false;
}

const stopping = (): Promise<void> =>
  new Promise((resolve) => {
    let began = false;
    const end = effect(() => {
      const over = stopped.value !== null || (began && !running.value) || !learns.value;
      began ||= running.value;
      if (over) queueMicrotask(() => (end(), resolve()));
    });
  });

/** Resolves when numbers of what is shown have come, or none will. */
export const numbersCome = (channel: Channel): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(come, frame);
    const end = tensors.on(channel, come);
    function come(): void {
      clearTimeout(timer);
      end();
      resolve();
    }
  });

export async function show(network: Network): Promise<void> {
  if (!remembered().home) {
    remember({ home: homeNow(), muted: [...muted.peek()] });
    await unmute();
  }
  if (running.peek()) await tell('learn', { run: false });
  const kind = network === 'taught' && idOf('taught') !== null ? 'taught' : 'newborn';
  const before = state.peek()?.shown;
  await goTo(kind, network === 'newborn');
  if (network === 'taught' && kind === 'newborn') await learnEnough();
  const now = state.peek()?.shown;
  if (before?.branch !== now?.branch || before?.step !== now?.step) await numbersCome('parameters');
  touched.value++;
}

let found: Float32Array | null = null;
let foundOn = -1;

/** What the reader turns by hand will be put back. */
export function noteNumbers(): void {
  found = tensors.parameters.slice();
  foundOn = state.peek()?.branch ?? -1;
}

export async function putNumbersBack(): Promise<void> {
  const was = found;
  const network = net.peek();
  found = null;
  if (!was || !network || was.length !== network.count) return;
  if (state.peek()?.branch !== foundOn || !state.peek()?.shown.live) return;
  const edits: Edit[] = [];
  was.forEach((value, at) => {
    if (value !== tensors.parameters[at])
      edits.push({ kind: 'set', ...placeAt(network, at), value });
  });
  if (edits.length > 0 && edits.length <= mostEdits) await tell('edit', { edits });
  touched.value++;
}

const muteEach = async (keys: Iterable<string>, on: boolean): Promise<void> => {
  for (const key of keys) {
    const [layer, neuron] = key.split('/').map(Number);
    await mute(layer, neuron, on);
  }
};
export const unmute = (): Promise<void> => muteEach(muted.peek(), false);

/** The visitor's own network is as it was when the tour began. */
export async function giveBack(): Promise<void> {
  const { home, muted: silent } = remembered();
  remember({ home: null, muted: [] });
  if (!home || !isThere(home.branch)) return;
  await goHome(home);
  await muteEach(silent, true);
  touched.value++;
}
