// The live figures by their names in the chapters. A new one is its folder and its line here; of
// one that is not there the page has the words alone.
import type { FunctionComponent } from 'preact';
import { lazy } from '../../views/lazy';

export const figures: Readonly<Record<string, FunctionComponent>> = {
  'ball-on-a-curve': lazy(() => import('./ball-on-a-curve/BallOnACurve')),
  'ball-on-a-surface': lazy(() => import('./ball-on-a-surface/BallOnASurface')),
  chain: lazy(() => import('./chain/Chain')),
  'cost-of-a-three': lazy(() => import('./cost-of-a-three/Lamps')),
  'softmax-three': lazy(() => import('./softmax-three/Softmax')),
  'wrong-and-sure': lazy(() => import('./wrong-and-sure/WrongAndSure')),
  'eye-chart': lazy(() => import('./eye-chart/EyeChart')),
  'hope-and-reality': lazy(() => import('./hope-and-reality/HopeAndReality')),
  'network-lit': lazy(() => import('./network-lit/NetworkLit')),
  'one-knob': lazy(() => import('./one-knob/OneKnob')),
  'sketch-a-neuron': lazy(() => import('./sketch-a-neuron/SketchANeuron')),
  'sum-of-784': lazy(() => import('./sum-of-784/SumOf784')),
  'three-become-one': lazy(() => import('./three-become-one/ThreeBecomeOne')),
  'two-bends': lazy(() => import('./two-bends/TwoBends')),
  'xor-by-hand': lazy(() => import('./xor-by-hand/XorByHand')),
  shift: lazy(() => import('./shift/Shift')),
  spectrogram: lazy(() => import('./spectrogram/Spectrogram')),
  unrolled: lazy(() => import('./unrolled/Unrolled')),
  window: lazy(() => import('./window/Window')),
  remedies: lazy(() => import('./remedies/Remedies')),
  'sketch-a-neuron': lazy(() => import('./sketch-a-neuron/SketchANeuron')),
  'sum-of-784': lazy(() => import('./sum-of-784/SumOf784')),
  'three-programs': lazy(() => import('./three-programs/ThreePrograms')),
};
