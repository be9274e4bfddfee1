// What a mouse reads by resting on a thing, a finger reads by resting on it.
import { signal } from '@preact/signals';

export interface Bubble {
  text: string;
  x: number;
  y: number;
}

export const bubble = signal<Bubble | null>(null);

const rest = 500;
const slip = 10; // pixels that a finger may move while it rests
const stays = 2500;

export function followFingers(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let fading: ReturnType<typeof setTimeout> | undefined;
  let down = { x: 0, y: 0 };
  const end = (): void => {
    clearTimeout(timer);
    if (!bubble.value) return;
    clearTimeout(fading);
    fading = setTimeout(() => (bubble.value = null), stays);
  };
  document.addEventListener('pointerdown', (event) => {
    clearTimeout(timer);
    clearTimeout(fading);
    bubble.value = null;
    const named = (event.target as Element).closest('[title]');
    if (event.pointerType !== 'touch' || !named) return;
    down = { x: event.clientX, y: event.clientY };
    timer = setTimeout(() => {
      const text = named.getAttribute('title');
      if (text) bubble.value = { text, ...down };
    }, rest);
  });
  document.addEventListener('pointermove', ({ clientX, clientY }) => {
    if (Math.hypot(clientX - down.x, clientY - down.y) > slip) clearTimeout(timer);
  });
  for (const over of ['pointerup', 'pointercancel', 'scroll'])
    document.addEventListener(over, end, true);
  // It was read, not pressed.
  const unlessRead = (event: Event): void => {
    if (!bubble.value) return;
    event.preventDefault();
    event.stopPropagation();
  };
  for (const press of ['mousedown', 'click', 'contextmenu'])
    document.addEventListener(press, unlessRead, true);
}
