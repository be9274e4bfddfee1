// Test images of one kind: those in a cell of the confusion matrix, or all mistakes.
import './Gallery.css';
import { useSignal } from '@preact/signals';
import type { Fields } from '../../engine/commands';
import { useAnswer } from '../../model/answers';
import { ask } from '../../model/engine';
import { chooseTest } from '../../model/input';
import { hello } from '../../model/network';
import { count as counted, fill, texts } from '../../text/views';
import { DigitImage } from '../../parts/DigitImage';

interface Item {
  index: number;
  label: number;
  answer: number;
  activation: number;
}

interface Found {
  items: Item[];
  total: number;
  pixels: Uint8Array;
}

/** Asks for `wanted` images, as many at a time as the engine gives. */
async function gather(query: Partial<Fields<'gallery'>>, wanted: () => number): Promise<Found> {
  const items: Item[] = [];
  const parts: Uint8Array[] = [];
  let total = 0;
  while (items.length < wanted()) {
    const reply = await ask('gallery', {
      ...query,
      offset: items.length,
      count: Math.min(64, wanted() - items.length),
    });
    total = reply.total;
    if (reply.items.length === 0) break;
    items.push(...reply.items);
    parts.push(reply.bulk[0].numbers as Uint8Array);
  }
  const pixels = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    pixels.set(part, at);
    at += part.length;
  }
  return { items, total, pixels };
}

export function Gallery({ query, count }: { query: Partial<Fields<'gallery'>>; count: number }) {
  const T = texts();
  const wanted = useSignal(count);
  const found = useAnswer(
    1000,
    () => gather(query, () => wanted.peek()),
    [query],
    () => wanted.value > 0,
  );
  const now = found.value;
  const classes = hello.value?.data.classes ?? [];
  if (!now) return null;
  return (
    <div class="gallery-box">
      <p class="small">
        {fill(T.sees.ofTotal, { n: counted(now.items.length), total: counted(now.total) })}
      </p>
      <div class="gallery">
        {now.items.map((item, i) => {
          const label = fill(T.sees.item, {
            index: counted(item.index),
            label: classes[item.label] ?? item.label,
            answer: classes[item.answer] ?? item.answer,
          });
          return (
            <button
              key={item.index}
              class="plain"
              title={label}
              onClick={() => chooseTest(item.index)}
            >
              <DigitImage pixels={now.pixels} at={i} />
              <span class="gallery-caption">
                <span class="hidden-text">{label}</span>
                {classes[item.label]} <span class="arrow">→</span> <b>{classes[item.answer]}</b>
              </span>
            </button>
          );
        })}
      </div>
      {now.items.length < now.total && (
        <button class="small" onClick={() => (wanted.value += count)}>
          {T.sees.more}
        </button>
      )}
    </div>
  );
}
