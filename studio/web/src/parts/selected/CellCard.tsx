import { useMemo } from 'preact/hooks';
import { Gallery } from '../../views/sees/Gallery';
import { fill, texts } from '../../text';
import { hello } from '../../model/network';

export default function CellCard({ label, answer }: { label: number; answer: number }) {
  const T = texts();
  const classes = hello.value?.data.classes ?? [];
  const title = label === answer ? T.selected.cellRight : T.selected.cellTitle;
  const query = useMemo(() => ({ label, answer, wrong: label !== answer }), [label, answer]);
  return (
    <div class="card">
      <h2>{fill(title, { label: classes[label] ?? label, answer: classes[answer] ?? answer })}</h2>
      <Gallery query={query} count={24} />
    </div>
  );
}
