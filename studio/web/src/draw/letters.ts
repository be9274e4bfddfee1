// Letters within drawings, as large as the reader wants text.
import { textScale } from '../model/settings';

/** of exactly so many pixels, where they stand in something that does not grow with the text */
export const lettersOf = (pixels: number, weight = 400): string =>
  `${weight} ${pixels}px "Inter Variable", sans-serif`;

export const letters = (size: number, weight?: number): string =>
  lettersOf(size * textScale.value, weight);
