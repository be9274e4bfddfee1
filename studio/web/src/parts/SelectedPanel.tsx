import './selected/card.css';
import { selection, view } from '../model/selection';
import { texts } from '../text';
import { viewNamed } from '../views';
import { lazy } from '../views/lazy';
import { NeuronCard } from './selected/NeuronCard';
import { PixelCard } from './selected/PixelCard';
import { WeightCard } from './selected/WeightCard';

const CellCard = lazy(() => import('./selected/CellCard'));

function Card() {
  const T = texts();
  const now = selection.value;
  return (
    <>
      {now?.kind === 'neuron' && (
        <NeuronCard key={`${now.layer}/${now.neuron}`} layer={now.layer} neuron={now.neuron} />
      )}
      {now?.kind === 'weight' && (
        <WeightCard key={`${now.place.parameter}/${now.place.index}`} place={now.place} />
      )}
      {now?.kind === 'pixel' && <PixelCard pixel={now.pixel} />}
      {now?.kind === 'cell' && (
        <CellCard key={`${now.label}/${now.answer}`} label={now.label} answer={now.answer} />
      )}
      {!now && <p class="small">{T.selected.nothing}</p>}
    </>
  );
}

export function SelectedPanel() {
  const Own = viewNamed(view.value).selected;
  return (
    <section class="right" aria-label={texts().selected.title} tabIndex={-1}>
      {Own ? (
        <Own key={view.value}>
          <Card />
        </Own>
      ) : (
        <Card />
      )}
    </section>
  );
}
