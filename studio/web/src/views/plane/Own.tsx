// Points by hand: a class to set, the eraser, from a file and into one.
import { signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { trouble } from '../../model/engine';
import { download, mostBytes } from '../../model/files';
import { hello } from '../../model/network';
import { fill, texts } from '../../text/plane';
import { BadTable, asTable, readTable } from './csv';
import {
  type PointSet,
  type Tool,
  editPoints,
  kind,
  pointAt,
  pointCount,
  tool,
} from './model';
import { labelInWords } from './words';

/** what has to be said of the file that was read last */
const remark = signal('');

async function open(file: File): Promise<void> {
  const T = texts().plane;
  remark.value = '';
  if (file.size > mostBytes) {
    remark.value = T.tableTroubles.many;
    return;
  }
  try {
    const table = readTable(await file.text(), hello.value?.plane?.range ?? 6);
    await editPoints({ shape: 'own', classes: table.classes, set: table.points });
    if (table.fitted && trouble.value?.asked !== 'points') remark.value = T.fitted;
  } catch (error) {
    if (!(error instanceof BadTable)) throw error;
    remark.value = fill(T.tableTroubles[error.why], { line: error.line });
  }
}

const all = () => Array.from({ length: pointCount() }, (_, i) => pointAt(i));

/** One point of each label stays, so that there is something to begin with. */
function startOver(): void {
  const first = new Map<number, [number, number, number]>();
  for (const { x, y, label } of all())
    if (!first.has(label)) first.set(label, [x, y, label]);
  void editPoints({ shape: 'own', set: [...first.values()].slice(0, 6) });
}

const same = (a: Tool, b: Tool): boolean => JSON.stringify(a) === JSON.stringify(b);

function Tools({ set }: { set: PointSet }) {
  const T = texts().plane;
  const labels = set.regression
    ? [-1, 0, 1]
    : Array.from({ length: set.classes }, (_, i) => i);
  const adds: Tool[] =
    kind.value === 'curve'
      ? [{ kind: 'add', label: 0 }]
      : labels.map((label) => ({ kind: 'add', label }));
  const nameOf = (t: Tool): string =>
    t.kind === 'add'
      ? kind.value === 'curve'
        ? T.setPoint
        : labelInWords(t.label)
      : t.kind === 'erase'
        ? T.eraser
        : T.look;
  const tools: Tool[] = [{ kind: 'look' }, ...adds, { kind: 'erase' }];
  const classOf = (t: Tool): string =>
    t.kind !== 'add' || set.regression
      ? ''
      : kind.value === 'two'
        ? `dot two-${t.label}`
        : `dot class-${t.label}`;
  return (
    <div class="buttons own-tools" role="group" aria-label={T.own}>
      {tools.map((t) => (
        <button
          key={JSON.stringify(t)}
          class={classOf(t)}
          aria-label={nameOf(t)}
          title={nameOf(t)}
          data-tool={t.kind === 'add' ? t.label : t.kind}
          aria-pressed={same(t, tool.value)}
          onClick={() => {
            tool.value = t;
          }}
        >
          {classOf(t) === '' && nameOf(t)}
        </button>
      ))}
    </div>
  );
}

export function Own({ set }: { set: PointSet }) {
  const T = texts().plane;
  const file = useRef<HTMLInputElement>(null);
  return (
    <>
      <h3>{T.own}</h3>
      <Tools set={set} />
      {tool.value.kind !== 'look' && <p class="small">{T.ownHow}</p>}
      <div class="buttons own-files">
        <button onClick={() => file.current?.click()}>{T.fromFile}</button>
        <button
          data-do="points-csv"
          onClick={() =>
            download('glia-points.csv', new Blob([asTable(all())], { type: 'text/csv' }))
          }
        >
          {T.asFile}
        </button>
        <button
          data-do="clear-points"
          title={T.clearWhy}
          onClick={startOver}
        >
          {T.clear}
        </button>
      </div>
      <input
        ref={file}
        type="file"
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        hidden
        aria-label={T.fromFile}
        onChange={async (event) => {
          const chosen = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (chosen) await open(chosen);
        }}
      />
      {remark.value && (
        <p class="small accent-text" role="status">
          {remark.value}
        </p>
      )}
    </>
  );
}
