// The live figures by their names in the chapters. A new one is its folder and its line here; of
// one that is not there the page has the words alone.
import type { FunctionComponent } from 'preact';
import { lazy } from '../../views/lazy';

export const figures: Readonly<Record<string, FunctionComponent>> = {
  'ball-on-a-curve': lazy(() => import('./ball-on-a-curve/BallOnACurve')),
  'ball-on-a-surface': lazy(() => import('./ball-on-a-surface/BallOnASurface')),
  'batch-and-noise': lazy(() => import('./batch-and-noise/BatchAndNoise')),
  chain: lazy(() => import('./chain/Chain')),
  'cost-of-a-three': lazy(() => import('./cost-of-a-three/Lamps')),
  'eye-chart': lazy(() => import('./eye-chart/EyeChart')),
  'hope-and-reality': lazy(() => import('./hope-and-reality/HopeAndReality')),
  'loop-and-kernel': lazy(() => import('./loop-and-kernel/LoopAndKernel')),
  'network-lit': lazy(() => import('./network-lit/NetworkLit')),
  'one-knob': lazy(() => import('./one-knob/OneKnob')),
  remedies: lazy(() => import('./remedies/Remedies')),
  shift: lazy(() => import('./shift/Shift')),
  'sketch-a-neuron': lazy(() => import('./sketch-a-neuron/SketchANeuron')),
  'softmax-three': lazy(() => import('./softmax-three/Softmax')),
  spectrogram: lazy(() => import('./spectrogram/Spectrogram')),
  'sum-of-784': lazy(() => import('./sum-of-784/SumOf784')),
  'three-become-one': lazy(() => import('./three-become-one/ThreeBecomeOne')),
  'three-programs': lazy(() => import('./three-programs/ThreePrograms')),
  'three-ways-down': lazy(() => import('./three-ways-down/ThreeWaysDown')),
  'tug-64': lazy(() => import('./tug-64/Tug64')),
  'two-bends': lazy(() => import('./two-bends/TwoBends')),
  unrolled: lazy(() => import('./unrolled/Unrolled')),
  window: lazy(() => import('./window/Window')),
  'wrong-and-sure': lazy(() => import('./wrong-and-sure/WrongAndSure')),
  'xor-by-hand': lazy(() => import('./xor-by-hand/XorByHand')),
};
