import { brief, fixed } from '../../../text';

/** Two digits that tell something at least, of slopes as short as they become. */
export const written = (value: number): string =>
  value >= 0.0005 && value < 0.01 ? fixed(value, 4) : brief(value);
