// A house as a child draws it, walls and roof, on a pad of side 1.
import { padSide } from '../../model/input';

const outline = [0.28, 0.82, 0.28, 0.48, 0.5, 0.22, 0.72, 0.48, 0.72, 0.82, 0.28, 0.82];
const eaves = [0.28, 0.48, 0.72, 0.48];

export const houseLines = (): number[][] =>
  [outline, eaves].map((line) => line.map((at) => at * padSide));
