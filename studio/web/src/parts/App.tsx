import { lazy } from './lazy';
import { greeted, link } from '../model/engine';
import { chooseTest, input, sendAgain } from '../model/input';
import { hello, net } from '../model/network';
import { muted, selection, view } from '../model/selection';
import { texts } from '../text';
import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Tour } from '../tour/Tour';
import { NetworkView } from '../views/network/NetworkView';
import { Bottom } from './Bottom';
import { Header } from './Header';
import { InputPanel } from './InputPanel';
import { SelectedPanel } from './SelectedPanel';

const HandView = lazy(() => import('../views/hand/HandView').then((m) => m.HandView));
const DescentView = lazy(() => import('../views/descent/DescentView').then((m) => m.DescentView));
const OverfitView = lazy(() => import('../views/overfit/OverfitView').then((m) => m.OverfitView));
const SeesView = lazy(() => import('../views/sees/SeesView').then((m) => m.SeesView));

function Middle() {
  switch (view.value) {
    case 'hand':
      return <HandView />;
    case 'descent':
      return <DescentView />;
    case 'overfit':
      return <OverfitView />;
    case 'sees':
      return <SeesView />;
    default:
      return <NetworkView />;
  }
}

/** the first thing that a visitor sees in the network */
const firstImage = 7;

export function App() {
  const T = texts();
  const known = useRef(-1);
  useSignalEffect(() => {
    document.title = T.title;
  });
  useSignalEffect(() => {
    if (greeted.value === 0) return;
    const revision = hello.peek()?.revision ?? 0;
    if (input.peek().source === 'none') void chooseTest(firstImage);
    else sendAgain();
    if (known.current !== revision) muted.value = new Set();
    known.current = revision;
    const now = selection.peek();
    const layers = net.peek()?.layers ?? [];
    if (now?.kind === 'neuron' && !(layers[now.layer]?.width > now.neuron))
      selection.value = { kind: 'neuron', layer: 0, neuron: 0 };
    if (now?.kind === 'weight') selection.value = null;
  });
  const ready = hello.value !== null;
  return (
    <>
      <Header />
      <main class={`frame view-${view.value}`}>
        <InputPanel />
        <section id="stage" class="stage" role="tabpanel" aria-labelledby={`tab-${view.value}`} tabIndex={-1}>
          {ready ? (
            
              <Middle />
            
          ) : (
            <p class="waiting">{link.value === 'lost' ? T.header.lost : T.header.connecting}</p>
          )}
          <Tour />
        </section>
        <SelectedPanel />
      </main>
      <Bottom />
    </>
  );
}
