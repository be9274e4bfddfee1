// Whatever is printed of the studio is a worksheet of what it shows, made as printing begins: so it
// is fetched as soon as there is something to show.
import { effect } from '@preact/signals';
import { type FunctionComponent, render } from 'preact';
import { greeted } from '../model/engine';
import { chapter } from '../model/room';

export function printWorksheets(): void {
  const paper = document.createElement('div');
  paper.id = 'paper';
  document.body.append(paper);
  let Worksheet: FunctionComponent | null = null;
  effect(() => {
    if (greeted.value === 1)
      void import('./Worksheet').then((module) => (Worksheet = module.Worksheet));
  });
  addEventListener('beforeprint', () => {
    if (Worksheet && chapter.peek() === null) render(<Worksheet />, paper);
  });
  addEventListener('afterprint', () => render(null, paper));
}
