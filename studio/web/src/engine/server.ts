// The engine of a page that `glia studio` serves: at the other end of a socket.
import { signal } from '@preact/signals';
import type { Transport } from './engine';
import { SocketTransport, socketAddress, takeToken } from './socket';

function visitor(): string {
  try {
    const known = sessionStorage.getItem('glia.visitor');
    if (known) return known;
  } catch {
    // private windows may keep nothing: a session of its own at every connection then
  }
  const made = [...crypto.getRandomValues(new Uint8Array(12))]
    .map((b) => b.toString(16).padStart(2, '0'))
    .join('');
  try {
    sessionStorage.setItem('glia.visitor', made);
  } catch {
    // as above
  }
  return made;
}

/** whether a visitor is let in by a key, which is in no link */
export const needsKey = true;
/** whether all data have come */
export const whole = signal(true);

export function openTransport(): Transport {
  const token = takeToken(new URL(location.href), (address) =>
    history.replaceState(history.state, '', address),
  );
  return new SocketTransport(socketAddress(new URL(location.href), visitor()), { token });
}
