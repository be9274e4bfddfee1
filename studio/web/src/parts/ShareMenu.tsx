// The address of what is shown: to copy, and as a code for the board.
import './ShareMenu.css';
import { signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { sharedAddress } from '../model/share';
import { texts } from '../text';
import { views } from '../views';
import { needsKey } from '#transport';
import { useClosing } from './closing';

const open = signal(false);
/** null while it is written down */
const address = signal<string | null>(null);
const copied = signal<'all' | 'rest' | null>(null);
const code = signal<{ path: string; size: number } | null>(null);

/** how many letters a code may have that is to be read from the last row */
const mostInCode = 1200;
const quiet = 4; // of the code's dots around it

/** Whether others can reach a page of that address. */
const leadsHere = ({ protocol, hostname }: Location): boolean =>
  protocol.startsWith('http') && !/^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);

async function codeOf(text: string): Promise<{ path: string; size: number } | null> {
  if (text.length > mostInCode) return null;
  const { encode } = await import('uqr');
  const { data, size } = encode(text, { ecc: 'L', border: 0 });
  let path = '';
  data.forEach((row, y) => {
    for (let x = 0; x < size; ++x) if (row[x]) path += `M${x + quiet} ${y + quiet}h1v1h-1z`;
  });
  return { path, size: size + 2 * quiet };
}

async function show(): Promise<void> {
  open.value = true;
  address.value = code.value = copied.value = null;
  const found = await sharedAddress(views.map(({ name }) => name));
  if (found === null) {
    open.value = false;
    return;
  }
  address.value = found;
  if (leadsHere(location)) code.value = await codeOf(found);
}

/** Where a page is not let at the clipboard, what is to be copied is at least marked. */
async function copy(what: 'all' | 'rest', field: HTMLInputElement | null): Promise<void> {
  const all = address.value!;
  const text = what === 'all' ? all : all.slice(all.indexOf('#'));
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (!field) return;
    field.value = text;
    field.select();
    document.execCommand('copy');
    field.value = all;
  }
  copied.value = what;
}

function Contents() {
  const T = texts().share;
  const field = useRef<HTMLInputElement>(null);
  const text = address.value;
  if (text === null) return <p class="footnote">{T.making}</p>;
  const away = leadsHere(location);
  return (
    <>
      <p>{T.what}</p>
      <div class="share-line">
        <input
          ref={field}
          readOnly
          value={text}
          data-test="share-address"
          aria-label={T.title}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button class="primary" data-do="copy" onClick={() => void copy('all', field.current)}>
          {copied.value === 'all' ? T.copied : T.copy}
        </button>
      </div>
      <div class="share-rest">
        <button data-do="copy-rest" onClick={() => void copy('rest', field.current)}>
          {copied.value === 'rest' ? T.copied : T.rest}
        </button>
        <span class="footnote">{T.restWhy}</span>
      </div>
      {code.value && (
        <svg
          class="share-code"
          viewBox={`0 0 ${code.value.size} ${code.value.size}`}
          role="img"
          aria-label={T.code}
          shape-rendering="crispEdges"
        >
          <path d={code.value.path} />
        </svg>
      )}
      {!away && <p class="footnote">{T.ownPage}</p>}
      {away && needsKey && <p class="footnote">{T.visitors}</p>}
      {away && text.length > mostInCode && <p class="footnote">{T.tooLong}</p>}
    </>
  );
}

export function ShareMenu() {
  const T = texts();
  const box = useClosing(open);
  return (
    <div class="menu" ref={box}>
      <button
        class="quiet"
        data-do="share"
        aria-expanded={open.value}
        aria-haspopup="dialog"
        onClick={() => (open.value ? (open.value = false) : void show())}
      >
        {T.share.title}
      </button>
      {open.value && (
        <div class="menu-items share" role="dialog" aria-label={T.share.title}>
          <Contents />
        </div>
      )}
    </div>
  );
}
