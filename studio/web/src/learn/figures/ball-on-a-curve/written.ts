import { chosen } from '../../../text';

/** Three decimals at most, and none that tells nothing. */
export function written(value: number): string {
  const rounded = Math.round(value * 1000) / 1000;
  return rounded < 0 ? `−${chosen(-rounded)}` : chosen(Math.abs(rounded));
}
