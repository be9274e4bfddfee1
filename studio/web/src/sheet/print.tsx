// Whatever is printed of the studio is a worksheet of what it shows, made as printing begins.
import { render } from 'preact';
import { chapter } from '../model/room';
import { Worksheet } from './Worksheet';

export function printWorksheets(): void {
  const paper = document.createElement('div');
  paper.id = 'paper';
  document.body.append(paper);
  addEventListener('beforeprint', () => {
    if (chapter.peek() === null) render(<Worksheet />, paper);
  });
  addEventListener('afterprint', () => render(null, paper));
}
