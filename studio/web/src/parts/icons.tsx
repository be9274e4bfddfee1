const paths = {
  play: 'M7 4.5v15l12-7.5z',
  pause: 'M7 5h4v14H7zM13 5h4v14h-4z',
  step: 'M5 5v14l9-7zM16 5h3v14h-3z',
  again: 'M12 5a7 7 0 1 1-6.6 4.7l1.9.7A5 5 0 1 0 12 7v3L7.5 6 12 2z',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z',
  sun:
    'M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM11 1h2v4h-2zM11 19h2v4h-2zM1 11h4v2H1zM19 ' +
    '11h4v2h-4zM4.2 2.8l2.9 2.9-1.4 1.4-2.9-2.9zM18.3 16.9l2.9 2.9-1.4 1.4-2.9-2.9zM19.8 ' +
    '2.8l1.4 1.4-2.9 2.9-1.4-1.4zM5.7 16.9l1.4 1.4-2.9 2.9-1.4-1.4z',
  left: 'M15 5l-7 7 7 7z',
  right: 'M9 5l7 7-7 7z',
  cross: 'M6 4.6 12 10.6l6-6L19.4 6l-6 6 6 6-1.4 1.4-6-6-6 6L4.6 18l6-6-6-6z',
  tick: 'M4.5 12.6l1.8-1.8 3.6 3.6 7.9-8.2 1.8 1.8-9.7 10z',
  fork:
    'M6 3h3v6.2c0 2 1 2.8 3 3.8 2.6 1.2 4 2.5 4 5V21h-3v-3c0-1.200-.6-1.700-2.400-2.600A9 9 ' +
    '0 0 1 9 14.100V21H6zM16 3h3v4c0 2-.8 3.300-2.300 4.400l-2.300-1.500C15.600 9 16 8.300 ' +
    '16 7z',
};

export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} fill="currentColor" />
    </svg>
  );
}
